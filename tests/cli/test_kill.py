"""Killed at any moment, or run twice at once: what was acknowledged is in the database."""

import json
import os
import select
import subprocess
from pathlib import Path
from random import Random

import pytest

from tests.cli.runs import PROGRAM, Desk, answer_line

MOMENTS = 200 if os.environ.get("FLASHPREP_FULL") == "1" else 10
LINES = 120
KEYS = ("star/cue", "cap/basic", "fox/c1/cloze", "fox/c2/cloze", "meta-be-open/means")


def start(desk: Desk, *args: str) -> subprocess.Popen[bytes]:
    """Begin `flashprep ARGS`, to be fed, read and perhaps killed."""
    return subprocess.Popen(
        [*PROGRAM, *args],
        cwd=desk.folder,
        env=desk.environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def script(name: str) -> bytes:
    """Answers to a few cards, over and over, each with an id of its own."""
    return "".join(
        answer_line(KEYS[number % len(KEYS)], 1 + number % 4, id=f"{name}-{number}")
        for number in range(LINES)
    ).encode()


def killed_after(session: subprocess.Popen[bytes], results: int, delay_s: float) -> list[bytes]:
    """Let the session print so many results and kill it so much later; all it has printed."""
    assert session.stdout
    said = b""
    while said.count(b"\n") < results:
        said += os.read(session.stdout.fileno(), 65_536)
    select.select([], [], [], delay_s)
    session.kill()
    session.wait()
    return (said + session.stdout.read()).splitlines(keepends=True)


@pytest.mark.parametrize("moment", range(MOMENTS))
def test_killed(tmp_path: Path, moment: int) -> None:
    """After a SIGKILL every acknowledged answer is there, the states follow from the log, and
    the same lines sent again complete it without counting one twice."""
    desk = Desk(tmp_path)
    dice = Random(moment)  # noqa: S311 - the same moments in every run
    results = max(0, dice.randrange(-10, 30))
    # Without results the session is still starting, or making the database.
    delay_s = dice.uniform(0, 0.03 if results else 0.6)
    lines = script("s")
    with start(desk, "answer", "-") as session:
        assert session.stdin
        # All of it fits the pipe, so that the session never waits for us.
        session.stdin.write(lines)
        session.stdin.flush()
        printed = killed_after(session, results, delay_s)

    acknowledged = [json.loads(line) for line in printed if line.endswith(b"\n")]
    assert {line["result"] for line in acknowledged} <= {"recorded"}
    assert desk.run("doctor").code == 0
    there = [answer[:2] for answer in desk.answers()]
    told = [(line["key"], line["at_ms"]) for line in acknowledged]
    assert told == there[: len(told)]
    assert len(there) <= len(told) + 1

    assert desk.run("answer", "-", stdin=lines).code == 0
    assert len(desk.answers()) == LINES
    assert desk.run("doctor").code == 0


def test_two_at_once(desk: Desk) -> None:
    """Two sessions that write at the same time lose nothing, and neither is refused."""
    sessions = {name: start(desk, "answer", "-") for name in "ab"}
    for name, session in sessions.items():
        assert session.stdin
        session.stdin.write(script(name))
        session.stdin.flush()
    said = [session.communicate(timeout=60) for session in sessions.values()]

    assert [session.returncode for session in sessions.values()] == [0, 0]
    assert [err for _, err in said] == [b"", b""]
    told = [json.loads(line)["at_ms"] for out, _ in said for line in out.splitlines()]
    assert sorted(told) == sorted(at_ms for _, at_ms, _ in desk.answers())
    assert len(told) == 2 * LINES
    assert desk.run("doctor").code == 0


def test_two_first_runs(desk: Desk) -> None:
    """Runs that all find no database make one together."""
    runs = [start(desk, "answer", "star/cue", "good") for _ in range(3)]
    said = [run.communicate(timeout=60) for run in runs]

    assert [run.returncode for run in runs] == [0, 0, 0]
    assert [err for _, err in said] == [b"", b"", b""]
    assert len(desk.answers()) == 3
    assert desk.run("doctor").code == 0
