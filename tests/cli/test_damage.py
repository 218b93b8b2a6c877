"""Databases with flipped bits: each command ends with a message, `doctor` with a way out, and
no damaged file gets a backup's name."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from tests.cli.runs import NOON_MS, Desk, after, answer_line

DATABASES = 200 if os.environ.get("FLASHPREP_FULL") == "1" else 12
DECKS = Path(__file__).parents[2] / "decks"
COMMANDS = (
    ["status"],
    ["queue"],
    ["answer", "star/action/meaning", "good"],
    ["stats"],
    ["doctor"],
    ["backup"],
)


class Used(NamedTuple):
    """A collection in use, and its database."""

    desk: Desk
    content: bytes
    roots: list[int]
    copies: Path


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Used:
    """The starter decks with reviews, other actions, free pages, and two backups."""
    home = tmp_path_factory.mktemp("damage")
    desk = Desk(home, decks={})
    shutil.copytree(DECKS, desk.decks, dirs_exist_ok=True)
    keys = [each["key"] for each in desk.run("search", "--json").json["cards"]]
    dice = Random(0)  # noqa: S311 - the same in every run
    for day in range(-2, 0):
        lines = [
            answer_line(key, dice.randint(1, 4), at=NOON_MS + day * 86_400_000 + number)
            for number, key in enumerate(dice.sample(keys, 90))
        ]
        assert desk.run("answer", "-", stdin="".join(lines), now=after(day, 1_000)).code == 0
    desk.run("flag", keys[0], "red")
    desk.run("suspend", keys[1])
    desk.run("interview", "set", "2027-02-01", "--name", "meta")
    desk.run("practice", keys[2].partition("/")[0])
    notes = [f"  - {{basic: Q{n}?, id: gone{n}, answer: A}}\n" for n in range(99)]
    (desk.decks / "gone.yaml").write_text("".join(["notes:\n", *notes]))
    desk.run("sync")
    (desk.decks / "gone.yaml").unlink()
    desk.run("sync", "--yes")
    roots = [root for (root,) in desk.rows("SELECT rootpage FROM sqlite_master") if root]
    return Used(desk, desk.database.read_bytes(), roots, desk.copies.rename(home / "kept"))


def flipped(content: bytes, roots: list[int], number: int) -> bytes:
    """A database with a few flipped bits: in the header, in the head of a root page or of any
    page, in free pages, or anywhere."""
    dice = Random(number)  # noqa: S311
    data = bytearray(content)
    size = int.from_bytes(data[16:18], "big")
    free = int.from_bytes(data[32:36], "big") or 1
    pages = len(data) // size
    for _ in range(dice.choice((1, 1, 2, 8))):
        place = (
            lambda: dice.randrange(100),
            lambda: (dice.choice(roots) - 1) * size + dice.randrange(12),
            lambda: dice.randrange(1, pages) * size + dice.randrange(12),
            lambda: dice.randrange(1, pages) * size + dice.randrange(size),
            lambda: (free - 1) * size + dice.randrange(64),
            lambda: (dice.choice(roots) - 1) * size + dice.randrange(size),
        )[number % 6]()
        data[place] ^= 1 << dice.randrange(8)
    return bytes(data)


def is_damaged(path: Path) -> bool:
    """Whether SQLite, or a look at each row, finds any damage."""
    try:
        with closing(sqlite3.connect(path)) as opened:
            (report,) = opened.execute("PRAGMA integrity_check").fetchone()
            if report != "ok" or not opened.execute("SELECT count(*) FROM review").fetchone():
                return True
            names = opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            for (name,) in names.fetchall():
                opened.execute(f"SELECT * FROM {name}").fetchall()  # noqa: S608
    except (sqlite3.Error, UnicodeError):
        return True
    return False


@pytest.mark.parametrize("number", range(DATABASES))
def test_flipped_bits(used: Used, number: int) -> None:
    """With flipped bits, a command does its work or says in a line what to do. Doctor lists the
    backups to restore. All earlier backups are kept, and no damaged one is added."""
    desk = used.desk
    for path in desk.folder.glob("flashprep.db*"):
        path.unlink()
    shutil.rmtree(desk.copies, ignore_errors=True)
    shutil.copytree(used.copies, desk.copies)
    desk.database.write_bytes(flipped(used.content, used.roots, number))
    commands = list(COMMANDS)
    Random(number).shuffle(commands)  # noqa: S311

    for command in commands:
        result = desk.run(*command)
        said = result.out + result.err
        assert result.code in (0, 1), (command, said)
        assert "Traceback" not in said
        if result.code == 1 and command != ["doctor"]:
            assert "doctor" in result.err or "backup" in result.err, (command, said)
        if result.code == 1 and command == ["doctor"]:
            repaired = "were recomputed" in said or "next sync will read" in said
            assert "flashprep restore" in said or repaired, said

    kept = {path.name: path for path in desk.copies.glob("*/*.db")}
    for path in used.copies.glob("*/*.db"):
        assert path.name in kept
    assert [path.name for path in kept.values() if is_damaged(path)] == []
