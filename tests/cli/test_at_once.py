"""Several runs at once: what each reports as done is done."""

import re
import subprocess

from tests.cli.runs import PROGRAM, Desk

ROUNDS, RUNS = 3, 6


def start(desk: Desk, *args: str) -> subprocess.Popen[str]:
    """Start a run, and do not wait for it."""
    return subprocess.Popen(
        [*PROGRAM, *args],
        cwd=desk.folder,
        env=desk.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_cards_added_at_once(desk: Desk) -> None:
    """Of cards that are added at the same time none is lost: each stands in the file once,
    from the very first on, which makes the file."""
    for number in range(ROUNDS):
        names = [f"Question {number} of {each}" for each in range(RUNS)]
        runs = [start(desk, "add", f"{name}?", "a") for name in names]
        said = [run.communicate() for run in runs]
        assert [(run.returncode, err) for run, (_, err) in zip(runs, said, strict=True)] == [
            (0, "")
        ] * RUNS
        text = (desk.decks / "mine.yaml").read_text("utf-8")
        for name in names:
            assert text.count(f"basic: {name}?") == 1
    count = len(re.findall("- basic:", text))
    assert count == ROUNDS * RUNS
    assert desk.run("check").code == 0
    assert list(desk.decks.glob(".*")) == []


def test_ids_written_while_cards_are_added(desk: Desk) -> None:
    """`check --fix` and `add` at one file take turns, so that neither undoes the other."""
    lines = "".join(f"  - {{basic: Old {each}, answer: b}}\n" for each in range(40))
    desk.write("decks/mine.yaml", f"notes:\n{lines}")
    runs = [start(desk, "add", f"New {each}?", "a") for each in range(3)]
    runs += [start(desk, "check", "--fix") for _ in range(2)]
    said = [run.communicate() for run in runs]
    added = [out for run, (out, _) in zip(runs, said, strict=True) if run.returncode == 0]
    text = (desk.decks / "mine.yaml").read_text("utf-8")
    assert text.count("id: old-") == 40
    assert text.count("basic: New") == sum(": added to" in out for out in added)
    assert not any("another program changed" in err for _, err in said)
