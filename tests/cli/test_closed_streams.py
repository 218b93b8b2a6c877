"""Streams that are closed or full: what was recorded counts, and no traceback is printed."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.cli.runs import PROGRAM, Desk, after

CARD = "star/cue"
LINE = '{"key": "star/cue", "rating": "good"}\n'
RECORDS = (
    *(f"answer {CARD} good", "undo", f"suspend {CARD}", f"forget {CARD}"),
    *("interview set +18", "break --from +2 --to +3", f"flag {CARD} red", "add Q A"),
)
READS = (
    "due",
    "status",
    "queue",
    "stats",
    "search star",
    "plan",
    "ready",
    "doctor",
    "due --json",
    *("read", "check", "schema", "--help", "--version", "help authoring", "completion bash"),
    *(f"show {CARD}", f"history {CARD}", "backup", "export x.apkg"),
)


def run(desk: Desk, command: str, streams: str, stdin: str = "") -> tuple[int, str]:
    """The exit code and standard error of a command whose streams a shell changes."""
    words = " ".join(map(str, PROGRAM))
    done = subprocess.run(
        ["/bin/sh", "-c", f"{words} {command} {streams}"],
        cwd=desk.folder,
        env=desk.environment(now=after()),
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A collection with an answer."""
    desk = Desk(tmp_path)
    desk.run("answer", CARD, "good")
    return desk


@pytest.mark.parametrize("streams", [">&-", ">/dev/full"])
@pytest.mark.parametrize("command", RECORDS)
def test_what_was_recorded_counts(desk: Desk, command: str, streams: str) -> None:
    """A command that recorded something ends well though nobody can read its output: a script
    that tried again would record it twice."""
    if not os.path.exists("/dev/full") and "full" in streams:  # noqa: PTH110
        pytest.skip("this system has no /dev/full")
    rows = (
        "SELECT (SELECT count(*) FROM review) + (SELECT count(*) FROM event)"
        " + (SELECT count(*) FROM card)"
    )
    ((before,),) = desk.rows(rows)
    code, said = run(desk, command, streams)
    ((now,),) = desk.rows(rows)
    assert (code, now > before) == (0, True), said
    assert "your changes are saved" in said


@pytest.mark.parametrize("streams", [">&-", ">/dev/full"])
@pytest.mark.parametrize("command", READS)
def test_what_only_reads_fails(desk: Desk, command: str, streams: str) -> None:
    """A command that only reads has failed if nobody can read its output."""
    run(desk, "status", "")
    code, said = run(desk, command, streams)
    assert code == 1, said
    assert said.startswith("The output cannot be written: ")


@pytest.mark.parametrize("streams", [">&-", ">/dev/full"])
def test_lines_without_an_output(desk: Desk, streams: str) -> None:
    """All reviews from standard input are recorded, though no result can be printed; the same
    lines with the same ids add none."""
    lines = "".join(LINE.replace("}", f', "id": "{n}"}}') for n in range(3))
    for _ in range(2):
        assert run(desk, "answer -", streams, lines)[0] == 0
        assert len(desk.answers()) == 4


@pytest.mark.parametrize("streams", [">&-", ">/dev/full"])
def test_a_repeated_review(desk: Desk, streams: str) -> None:
    """A review that is already in the log counts as recorded too."""
    for _ in range(2):
        command = f"answer {CARD} good --at 2026-12-18T11:00:00Z"
        assert run(desk, command, streams)[0] == 0
    assert len(desk.answers()) == 2


@pytest.mark.parametrize("command", ["answer -", "review", "add Q -", "preview -"])
def test_no_input(desk: Desk, command: str) -> None:
    """A command that needs its input says in one line that it is closed."""
    code, said = run(desk, command, "<&-")
    assert (code, len(said.splitlines())) == (1, 1), said


@pytest.mark.parametrize("command", ["status", "sync", f"answer {CARD} good"])
def test_all_closed(desk: Desk, command: str) -> None:
    """With all streams closed, the database stays intact."""
    run(desk, command, "<&- >&- 2>&-")
    assert desk.run("doctor").code == 0


def test_no_place_for_messages(desk: Desk) -> None:
    """A message that cannot be written changes no exit status."""
    assert run(desk, "show nope", "2>/dev/full")[0] == 1
    assert run(desk, f"answer {CARD} good", "2>&-")[0] == 0


@pytest.mark.parametrize("command", ["due", "status", "search", "help", "--help"])
def test_a_reader_that_ends(desk: Desk, command: str) -> None:
    """A reader such as `head` may end early."""
    assert run(desk, command, "| head -1") == (0, "")
