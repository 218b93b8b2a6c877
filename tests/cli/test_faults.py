"""Kills, a full disk and a clock that is wrong: nothing acknowledged is lost, and doctor finds
nothing to complain of."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random

import pytest

from tests.cli.runs import PROGRAM, Desk, Result, after, answer_line
from tests.cli.test_kill import KEYS, LINES, script, start
from tests.cli.test_optimize import NOW
from tests.collection.learners import learner
from tests.core.test_fitting import QUICK
from tests.simulation import Person

MOMENTS = 60 if os.environ.get("FLASHPREP_FULL") == "1" else 4


def assert_sound(desk: Desk, now: str = after()) -> None:
    """Doctor finds nothing wrong."""
    said = desk.run("doctor", now=now)
    assert said.code == 0, said.out + said.err


def told(printed: bytes) -> list[tuple[str, int]]:
    """The key and instant of each answer that was acknowledged in full."""
    lines = [
        json.loads(line) for line in printed.splitlines(keepends=True) if line[-1:] == b"\n"
    ]
    return [(line["key"], line["at_ms"]) for line in lines]


@pytest.mark.parametrize("moment", range(MOMENTS))
def test_two_killed_at_once(tmp_path: Path, moment: int) -> None:
    """Of two sessions that write at the same time, one is killed, or each at a moment of its
    own: all they acknowledged is there, and the same lines again complete it."""
    desk = Desk(tmp_path)
    desk.run("answer", "cap/basic", "good")
    dice = Random(moment)  # noqa: S311 - the same moments in every run
    sessions = {name: start(desk, "answer", "-") for name in "ab"}
    for name, session in sessions.items():
        assert session.stdin
        session.stdin.write(script(name))
        session.stdin.close()
    begin = time.monotonic()
    for number, session in enumerate(sessions.values()):
        if number == 0 or dice.random() < 0.5:
            time.sleep(max(0.0, begin + dice.uniform(0.2, 1.2) - time.monotonic()))
            session.kill()
    printed = []
    for session in sessions.values():
        assert session.stdout
        printed.append(session.stdout.read())
        session.wait()
        session.stdout.close()
        if session.stderr:
            session.stderr.close()

    assert_sound(desk)
    there = {answer[:2] for answer in desk.answers()}
    for said in printed:
        assert set(told(said)) <= there
    for name in sessions:
        assert desk.run("answer", "-", stdin=script(name)).code == 0
    assert len(desk.answers()) == 2 * LINES + 1
    assert_sound(desk)


def with_room(desk: Desk, room: int, lines: bytes) -> subprocess.CompletedProcess[bytes]:
    """Answer these lines where no file can grow beyond `room` bytes, as on a full disk."""
    limited = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room}))\n"
        "sys.argv = ['flashprep', 'answer', '-']\n"
        "from flashprep.ui.cli.main import main\n"
        "sys.exit(main())\n"
    )
    return subprocess.run(
        [sys.executable, "-c", limited],
        check=False,
        cwd=desk.folder,
        env=desk.environment(),
        input=lines,
        capture_output=True,
    )


def test_no_file_can_grow(desk: Desk) -> None:
    """Where the database cannot grow any more, each answer that is refused gets one clear line;
    what was acknowledged is there, and the rest follows when there is room."""
    desk.run("answer", "cap/basic", "good")
    lines = script("s")
    was_full = False
    for room in (150_000, 250_000, 350_000, 500_000):
        done = with_room(desk, room, lines)
        said = done.stderr.decode()
        assert "Traceback" not in said
        if done.returncode:
            was_full = True
            assert done.returncode == 1
            assert all(" disk " in line for line in said.splitlines())
        there = {answer[:2] for answer in desk.answers()}
        results = [json.loads(line) for line in done.stdout.splitlines()]
        recorded = [each for each in results if each.get("result") == "recorded"]
        assert {(each["key"], each["at_ms"]) for each in recorded} <= there
        assert_sound(desk)
    assert was_full
    assert desk.run("answer", "-", stdin=lines).code == 0
    assert len(desk.answers()) == LINES + 1


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A file system of that size, mounted in a folder; skips the test where it cannot be."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if (
        shutil.which("mount") is None
        or subprocess.run(mount, check=False, capture_output=True).returncode
    ):
        pytest.skip("NO SMALL DISK CAN BE MOUNTED HERE (it takes root), so none is filled")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)  # noqa: S607 - it is where mount is


def test_disk_full(tmp_path: Path) -> None:
    """On a disk that is really full, an answer is refused in one line and nothing is lost; once
    there is room again, all goes on."""
    with small_disk(tmp_path / "disk", "16m") as disk:
        desk = Desk(disk)
        desk.copies.symlink_to(tmp_path)
        assert desk.command("answer", "-", stdin=script("s")).code == 0
        filler = disk / "filler"
        with filler.open("wb", buffering=0) as file, suppress(OSError):
            while True:
                file.write(bytes(4096))
        recorded, refused = [], Result(0, "", "")
        for number in range(200):
            refused = desk.command(
                "answer", "-", stdin=answer_line(KEYS[0], 3, id=f"f{number}").encode()
            )
            if refused.code:
                break
            recorded.append(refused.lines[0]["at_ms"])
        assert refused.code == 1
        assert "Traceback" not in refused.err
        assert len(refused.err.splitlines()) == 1

        filler.unlink()
        assert_sound(desk)
        answers = desk.answers()
        assert [answer[1] for answer in answers[LINES:]] == recorded
        assert desk.run("answer", KEYS[0], "good").code == 0
        assert desk.answers()[:-1] == answers
        assert_sound(desk)


@pytest.mark.parametrize("days_back", [1 / 24, 1, 400, 12_000])
def test_clock_set_back(desk: Desk, days_back: float) -> None:
    """With a clock that goes back, an hour or decades, answers and marks are taken all the
    same, undo takes back what was done last, and doctor is content."""
    desk.run("answer", "star/cue", "good")
    desk.run("answer", "cap/basic", "again")
    past = after(days=-days_back)
    for args in (
        ("answer", "star/cue", "hard"),
        ("bury", "cap/basic"),
        ("flag", "cap/basic", "red"),
        ("forget", "cap/basic"),
        ("answer", "cap/basic", "good"),
        ("sync",),
        ("queue",),
    ):
        assert desk.run(*args, now=past).code == 0
        assert_sound(desk, past)
        assert_sound(desk)
    said = desk.run("undo", now=past)
    assert said.out == "Undone: Good, for cap/basic.\n"
    assert len(desk.answers()) == 4
    assert_sound(desk)


def test_killed_while_optimizing(tmp_path: Path) -> None:
    """Parameters are adopted with all states made anew, or not at all, whenever a run is
    killed."""
    desk = Desk(tmp_path, decks={})
    shutil.rmtree(desk.folder)
    learner(desk.folder, Person(new_a_day=15, true_weights=QUICK), 400, 50).close()
    before = desk.database.read_bytes()
    begin = time.monotonic()
    assert desk.command("optimize", "--apply", now=NOW).code == 0
    whole_s = time.monotonic() - begin
    (adopted,) = desk.rows("SELECT stability FROM card WHERE key = 'a0/basic'")
    counts = set()
    for moment in range(MOMENTS):
        for path in desk.folder.glob("flashprep.db*"):
            path.unlink()
        desk.database.write_bytes(before)
        (was,) = desk.rows("SELECT stability FROM card WHERE key = 'a0/basic'")
        with subprocess.Popen(
            [*PROGRAM, "optimize", "--apply"],
            cwd=desk.folder,
            env=desk.environment(now=NOW),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            time.sleep(Random(moment).uniform(0.5, 1) * whole_s)  # noqa: S311
            process.kill()
        ((count,),) = desk.rows("SELECT count(*) FROM event WHERE kind = 'parameters'")
        (now,) = desk.rows("SELECT stability FROM card WHERE key = 'a0/basic'")
        assert (count, now) in {(0, was), (1, adopted)}
        counts.add(count)
        assert_sound(desk, NOW)
    assert counts
