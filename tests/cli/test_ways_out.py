"""Backups of a damaged database, and the ways out of one that cannot be read."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.runs import Desk, after, answer_line

COMMANDS = (
    ["status"],
    ["queue"],
    ["answer", "star/cue", "good"],
    ["stats"],
    ["doctor"],
    ["backup"],
)


@pytest.fixture
def used(desk: Desk) -> Desk:
    """A collection with answers, a practiced list, an interview, and a backup of all that."""
    desk.run("answer", "star/cue", "good")
    lines = [answer_line("star/action/meaning"), answer_line("fox/c1/cloze", missed=None)]
    desk.run("answer", "-", stdin="".join(lines))
    desk.run("flag", "cap/basic", "red")
    desk.run("interview", "set", "2027-02-01", "--name", "meta")
    desk.run("sync", now=after(days=1))
    return desk


def copies(desk: Desk) -> dict[str, bytes]:
    """The backups by name."""
    return {path.name: path.read_bytes() for path in desk.copies.glob("*/*.db")}


def damage(path: Path) -> None:
    """Flip a bit in the type of the page with the first reviews."""
    with closing(sqlite3.connect(path)) as opened:
        (root,) = opened.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'review'"
        ).fetchone()
        (size,) = opened.execute("PRAGMA page_size").fetchone()
    data = bytearray(path.read_bytes())
    data[(root - 1) * size] ^= 8
    path.write_bytes(data)


def listed(desk: Desk, now: str = after(days=1)) -> list[tuple[str, bool, int]]:
    """The backups as they are listed: name, whether it is valid, reviews."""
    found = desk.run("backup", "--list", "--json", now=now).json["copies"]
    return [(each["name"], each["valid"], each["answers"]) for each in found]


# Backups


def test_damage_replaces_no_backup(used: Desk, tmp_path: Path) -> None:
    """Of a damaged database no backup is made, and none is deleted, however many days pass; it
    is said where it happens, and doctor names the backups to restore."""
    before = copies(used)
    damage(used.database)

    for args in (["backup"], ["backup", tmp_path / "mine.db"]):
        result = used.run(*args, now=after(days=2))
        assert (result.code, result.out) == (1, "")
        assert "this database is damaged" in result.err
        assert "the earlier backups are kept" in result.err
    assert not (tmp_path / "mine.db").exists()
    for day in range(3, 20):
        said = used.run("sync", now=after(days=day)).err.splitlines()
        assert sum("No backup was made: " in line for line in said) == 1

    assert copies(used) == before
    doctor = used.run("doctor", now=after(days=20))
    assert doctor.code == 1
    assert doctor.out.startswith("problem  ")
    assert "a backup from 2026-12-19 has 3 reviews; to restore it: flashprep" in doctor.out
    assert used.run("restore", "2026-12-19").code == 0
    assert used.run("doctor", now=after(days=1)).code == 0


def test_damaged_backup(used: Desk) -> None:
    """A backup that was damaged later is listed last and named by doctor; it counts for
    nothing when old ones are deleted."""
    (path,) = used.copies.glob("*/2026-12-19.db")
    damage(path)

    assert listed(used) == [("2026-12-18", True, 1), ("2026-12-19", False, 0)]
    assert used.run("backup", "--list").out.splitlines()[2].split()[1:3] == ["daily", "damaged"]
    assert "damaged backups, which cannot be restored: 1" in (
        used.run("doctor", now=after(days=1)).out
    )
    assert used.run("restore", "2026-12-19").code == 1
    for day in range(2, 17):
        used.run("sync", now=after(days=day))
    valid = [name for name, is_valid, _ in listed(used) if is_valid]
    assert (valid[0], valid[-1], len(valid)) == ("2027-01-03", "2026-12-21", 14)
    assert path.exists()


def test_clock_that_ran_ahead(used: Desk) -> None:
    """The newest backup is the one made last, not the one of the latest date."""
    used.run("sync", now=after(days=400))
    used.run("sync", now=after(days=2))

    assert [name for name, *_ in listed(used)][:2] == ["2026-12-20", "2028-01-22"]


def test_a_day_of_answers(desk: Desk) -> None:
    """The backup of the day has the answers that scripts recorded, up to the last half hour."""
    for minutes, reviews in ((0, 1), (10, 1), (29, 1), (31, 4), (45, 4), (70, 6)):
        now = after(ms=minutes * 60_000)
        assert desk.run("answer", "star/cue", "good", now=now).code == 0
        assert listed(desk, now) == [("2026-12-18", True, reviews)]
    lines = "".join(answer_line("fox/c1/cloze") for _ in range(3))
    desk.run("answer", "-", stdin=lines, now=after(days=1))
    assert listed(desk)[0] == ("2026-12-19", True, 9)


# Databases that cannot be opened


def killed(desk: Desk) -> None:
    """Leave the WAL of a killed run, with an older database."""
    wal = desk.folder / "flashprep.db-wal"
    older = desk.database.read_bytes()
    with desk.opened() as connection:
        connection.execute("SELECT count(*) FROM review").fetchone()
        for number in range(30):
            desk.run("answer", "star/cue", "good", now=after(days=1, ms=number))
        content = wal.read_bytes()
    wal.unlink(missing_ok=True)
    damaged = bytearray(older)
    damaged[4096 * 3 : 4096 * 9] = bytes(4096 * 6)
    desk.database.write_bytes(damaged)
    wal.write_bytes(content)


def versioned(version: int) -> object:
    """Give the database a version."""
    return lambda desk: desk.alter(f"PRAGMA user_version = {version}")


def cut(size: int) -> object:
    """Cut the file off."""
    return lambda desk: desk.database.write_bytes(desk.database.read_bytes()[:size])


@pytest.mark.parametrize(
    "break_it",
    [
        lambda desk: desk.database.write_bytes(b"no database " * 1000),
        lambda desk: desk.alter("DROP TABLE event"),
        lambda desk: desk.alter("DROP TABLE fact"),
        lambda desk: desk.alter("PRAGMA application_id = 7"),
        *map(versioned, (0, -1, 7, 99)),
        *map(cut, (50, 100, 5_000, 40_000)),
        killed,
    ],
)
def test_every_command_names_doctor(used: Desk, break_it: object) -> None:
    """Whatever keeps a database from being opened or read, each command says so in one line
    that names doctor, and doctor names the backups, newest first; one is restored."""
    assert callable(break_it)
    break_it(used)
    for command in COMMANDS:
        result = used.run(*command, now=after(days=1))
        assert result.code == 1, (command, result)
        if command == ["doctor"]:
            _, first, second = result.out.splitlines()[:3]
            assert first.startswith("warning  a backup from 2026-12-19 has 3 reviews; to")
            assert second.startswith("warning  a backup from 2026-12-18 has 1 review; to")
        else:
            assert result.out == ""
            assert len(result.err.splitlines()) == 1
            assert "'flashprep doctor'" in result.err
    assert used.run("restore", "2026-12-19").code == 0
    assert used.run("doctor", now=after(days=1)).code == 0


def test_empty_database(used: Desk) -> None:
    """A database of 0 bytes does not begin a second history: the backups are named. Without
    any backup, it is a new one."""
    used.database.write_bytes(b"")
    for command in COMMANDS:
        result = used.run(*command, now=after(days=1))
        assert result.code == 1
        assert "this database is empty (0 bytes)" in result.out + result.err
        assert "flashprep restore '" in result.out + result.err
        assert used.database.read_bytes() == b""
    shutil.rmtree(used.copies)
    assert used.run("status").code == 0
    assert used.database.stat().st_size


# Values


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("event", "payload = '{}' WHERE kind = 'flag'"),
        ("event", "payload = '[1]' WHERE kind = 'interview'"),
        ("event", "payload = 'x' WHERE kind = 'interview'"),
        ("event", "subject = CAST(x'ff' AS TEXT) WHERE kind = 'flag'"),
        ("review", "parts = '[1]'"),
        ("review", "parts = '[[1, 2]]'"),
        ("review", "rating = 9"),
        ("review", "mode = 'slow'"),
        ("note", "outline = '{}'"),
        ("note", "outline = '{\"key\": 1}'"),
        ("note", "sheet = '[]' WHERE sheet IS NOT NULL"),
        ("card", "reveals = '{'"),
        ("card", "tags = '7'"),
        ("card", "priority = 'none'"),
        ("card", "phase = 'x'"),
        ("card", "due_day = 99999999999999"),
        ("card", "stability = -1"),
        ("card_content", "content = '{}'"),
        ("card_content", "content = '[]'"),
        ("card_content", "content = '{\"front\": 7}'"),
        ("fact", "value = 'Mars' WHERE name = 'time_zone'"),
        ("fact", "value = '../x' WHERE name = 'collection_id'"),
        ("cache_stamp", "digest = '{'"),
        ("cache_stamp", "digest = '[[]]'"),
    ],
)
def test_damaged_values(used: Desk, table: str, change: str) -> None:
    """A value that changed within its bounds ends no command with a defect. Doctor names it
    with the backups, unless it can be computed again."""
    with used.opened() as connection:
        connection.execute("PRAGMA ignore_check_constraints = 1")
        connection.execute(f"UPDATE {table} SET {change}")  # noqa: S608
        connection.commit()

    for command in (*COMMANDS, ["plan"], ["ready"], ["search"], ["show", "cap"], ["undo"]):
        result = used.run(*command, now=after(days=1))
        said = result.out + result.err
        assert result.code in (0, 1), (command, said)
        if command == ["doctor"] and result.code:
            assert "computed" in said or "flashprep restore" in said, said


# Leftovers


def test_leftovers_in_folders(used: Desk) -> None:
    """Doctor finds what a killed run left, also in folders below the decks."""
    deep = used.decks / "a" / "b"
    deep.mkdir(parents=True)
    left = deep / ".x.yaml.999999999.partial"
    left.write_text("half")

    assert f"removed unfinished files of an interrupted run: 1 (first: {left})" in (
        used.run("doctor", now=after(days=1)).out
    )
    assert not left.exists()
