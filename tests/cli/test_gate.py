"""What others wrote is refused, or does no harm: hostile databases, merged and restored."""

import os
import shutil
import sqlite3
from contextlib import suppress
from pathlib import Path

import pytest

from tests.cli.hostile import changes, event_change, write
from tests.cli.runs import Desk, Result, after
from tests.cli.states import DECKS, SETTINGS, act, synced, two_ahead

EVERY = 1 if os.environ.get("FLASHPREP_FULL") == "1" else 120
CHANGES = dict(changes())
READING = """
status; queue; due; plan; ready --all; stats; list; show cap/basic; show star; read; doctor
history cap/basic; history cap/other; prompts; practice --list; program; interview; break
plan --why star; simulate --days 20; export -o out.apkg; export -o out.csv; preview; sync
backup --list; plan --ics out.ics; stats --json; status --json; undo; redo; queue
answer cap/basic good; undo; redo; flag star red; undo; interview cancel acme
interview cancel a; undo; doctor; status
"""
COMMANDS = [line.split() for line in READING.replace("\n", ";").split(";") if line.strip()]


@pytest.fixture(scope="module")
def bases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two collections of the same deck files: one that was much used, and a fresh one."""
    homes = tmp_path_factory.mktemp("rich"), tmp_path_factory.mktemp("mine")
    for home, state in zip(homes, (two_ahead, synced), strict=True):
        desk = Desk(home, DECKS, SETTINGS)
        state(desk)
        act(desk, -0.01, "answer", "cap/basic", "good")
    return homes


def desk_of(base: Path, home: Path) -> Desk:
    """A copy of a collection."""
    shutil.copytree(base, home)
    desk = Desk.__new__(Desk)
    object.__setattr__(desk, "folder", home / "collection")
    object.__setattr__(desk, "copies", home / "copies")
    object.__setattr__(desk, "decks", home / "collection" / "decks")
    return desk


def assert_told(done: Result, what: object) -> None:
    """The run ended with a message of its own at worst."""
    assert done.code in (0, 1, 2), (what, done)
    assert "Traceback" not in done.err + done.out, (what, done)


@pytest.mark.parametrize("name", list(CHANGES)[::EVERY])
def test_hostile(bases: tuple[Path, Path], tmp_path: Path, name: str) -> None:
    """A database that was tampered with is refused, by a message that names it, and nothing is
    written; or it is taken, and every command works afterwards."""
    other = tmp_path / "other.db"
    shutil.copy(bases[0] / "collection" / "flashprep.db", other)
    with suppress(sqlite3.IntegrityError, sqlite3.OperationalError):
        write(other, CHANGES[name])
    for verb in ("merge", "restore"):
        desk = desk_of(bases[1], tmp_path / verb)
        before = desk.dump()
        done = desk.run(verb, other)
        assert_told(done, (name, verb))
        if done.code:
            assert desk.dump() == before
            assert "other.db" in done.err
            continue
        for command in COMMANDS:
            assert_told(desk.run(*command, now=after(0.1)), (name, verb, command))
        third = desk_of(bases[1], tmp_path / f"{verb}-again")
        assert_told(third.run("merge", desk.database), (name, verb, "again"))


def test_circle_of_two_files(bases: tuple[Path, Path], tmp_path: Path) -> None:
    """Two databases have half of a circle of voids each: the first is merged, the second is
    refused, and nothing is written."""
    desk = desk_of(bases[1], tmp_path / "mine")
    for uid, subject in (("va", "vb"), ("vb", "va")):
        other = tmp_path / f"{uid}.db"
        shutil.copy(bases[0] / "collection" / "flashprep.db", other)
        write(other, event_change("void", subject, "{}", uid))
    assert desk.run("merge", tmp_path / "va.db").code == 0
    before = desk.dump()
    refused = desk.run("merge", tmp_path / "vb.db")
    assert refused.code == 1
    assert "undo each other in a circle (first: va)" in refused.err
    assert desk.dump() == before


def test_circle_in_the_own_file(bases: tuple[Path, Path], tmp_path: Path) -> None:
    """A circle of voids in the collection's own database has no effect: every command works,
    doctor names the circle, and other databases can be merged."""
    desk = desk_of(bases[1], tmp_path / "mine")
    assert desk.run("flag", "cap", "red").code == 0
    for uid, subject in (("va", "vb"), ("vb", "va")):
        write(desk.database, event_change("void", subject, "{}", uid))
    for command in COMMANDS:
        assert_told(desk.run(*command, now=after(0.1)), command)
    said = desk.run("doctor")
    assert (said.code, "in a circle: 2 (first: va)" in said.out) == (0, True), said
    assert desk.run("merge", bases[0] / "collection" / "flashprep.db").code == 0
