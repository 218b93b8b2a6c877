"""Packages that somebody broke: whatever they hold, nothing breaks here.

Each is a sound package with its bytes, those of its database, or its values changed at random,
from a fixed seed. It is taken, or refused with a message; one that is refused leaves nothing.
"""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest

from flashprep.app.decks.sync import plan_sync
from flashprep.app.transfer.anki_import import import_package
from flashprep.collection import Collection
from flashprep.errors import FlashprepError
from tests.anki.packages import BASIC, OURS, AnkiPackage, pack
from tests.collection.folders import DAY, NOON, Folder, assert_sound

ROUNDS = 10_000 if os.environ.get("FLASHPREP_FULL") == "1" else 300
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)

VALUES = (
    *(None, "", "x", "\x1f", "{{c1::a}}", "<b>", "\ud7ff", b"", b"\xff\xfe", 0.5, float("inf")),
    *(0, 1, -1, 2**31, 2**53, 2**63 - 1, -(2**63), 1_700_000_000_000, "1", "{", "[]", "{}"),
    *(
        "../x",
        "a::b",
        "::",
        "null",
        "x" * 70_000,
        '{"1": {}}',
        '{"1": {"name": 5}}',
        b"\x0a\x05a",
    ),
)


def sound_package(guids: list[str], form: int) -> AnkiPackage:
    """A package with notes of ours and of others, answered, forgotten, suspended."""
    notes: list[tuple[Any, ...]] = [
        (number, guid, OURS, "x\x1fy") for number, guid in enumerate(guids, 1)
    ]
    notes += [
        (50, "a", BASIC, "Front <b>1</b>\x1fBack<br>2"),
        (51, "b", BASIC, "<img src='p.png'>?\x1f<ul><li>x</ul>[sound:y.mp3]"),
        (52, "c", BASIC, "Third\x1f{{c1::no cloze}}"),
    ]
    cards = [(100 + note[0], note[0], 2, 2 - (note[0] == 2) * 3, 400, 0, 9) for note in notes]
    log = []
    for place, card in enumerate(cards):
        at_ms = NOON - 50 * DAY + place
        for number, kind in enumerate((0, 1, 1, 4, 0, 1)):
            ease = 0 if kind == 4 else 3
            row = (at_ms + number * DAY, card[0], ease, 3, 200 * (kind != 4), 900, kind)
            log.append(row)
    return AnkiPackage(notes, cards, log, form, media={"p.png": PNG})


def change_bytes(data: bytes, dice: Random) -> bytes:
    """Some bytes overwritten, taken out, doubled, or the end cut off."""
    changed = bytearray(data)
    for _ in range(dice.choice((1, 1, 3, 20))):
        at = dice.randrange(len(changed))
        match dice.randrange(8):
            case 0:
                del changed[at:]
            case 1:
                del changed[at : at + dice.randrange(1, 50)]
            case 2:
                changed[at:at] = changed[at : at + dice.randrange(1, 5000)]
            case 3:
                changed[at : at + 4] = dice.choice(
                    (b"\xff" * 4, b"\0" * 4, b"\x7f\xff\xff\xff")
                )
            case _:
                changed[at] = dice.randrange(256)
        if not changed:
            return b""
    return bytes(changed)


def change_values(database: bytes, dice: Random, home: Path) -> bytes:
    """Some values, columns or tables of the database changed."""
    path = home / "changed.db"
    path.write_bytes(database)
    with closing(sqlite3.connect(path)) as connection:
        connection.create_collation("unicase", lambda a, b: (a > b) - (a < b))
        query = "SELECT name FROM sqlite_master WHERE type = 'table'"
        tables = [name for (name,) in connection.execute(query)]
        for _ in range(dice.randrange(1, 6)):
            table = dice.choice(tables)
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            column = dice.choice(columns)
            where = "" if dice.random() < 0.3 else "WHERE rowid % 3 = 1"
            statement = f'UPDATE OR IGNORE {table} SET "{column}" = ? {where}'  # noqa: S608
            values: tuple[Any, ...] = (dice.choice(VALUES),)
            match dice.randrange(20):
                case 0:
                    statement, values = f"DELETE FROM {table}", ()  # noqa: S608
                case 1:
                    statement = f'ALTER TABLE {table} RENAME COLUMN "{column}" TO "{column}2"'
                    values = ()
            try:
                connection.execute(statement, values)
            except (sqlite3.Error, UnicodeEncodeError):
                continue
        connection.commit()
    return path.read_bytes()


@pytest.fixture
def collection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a collection with three cards, and a folder for what is temporary."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    folder = Folder(
        tmp_path / "sound",
        a="\n".join(f"- {{basic: Q{n}?, answer: A, id: q{n}}}" for n in range(3)),
    )
    folder.sync()
    folder.answer("q0/basic")
    return folder.path


def everything(folder: Path) -> dict[str, Any]:
    """The files of a collection, and what its database says."""
    found: dict[str, Any] = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith("flashprep.db")
    }
    with closing(sqlite3.connect(folder / "flashprep.db")) as connection:
        found["rows"] = list(connection.iterdump())
    return found


def breakages(guids: list[str], home: Path) -> list[Callable[[Random, Path], None]]:
    """Ways to write a broken package."""
    sound = [sound_package(guids, form) for form in (1, 2, 3)]
    databases = [package.database() for package in sound]
    whole = [
        package.write(home / f"sound{package.form}.apkg").read_bytes() for package in sound
    ]

    def zip_bytes(dice: Random, path: Path) -> None:
        path.write_bytes(change_bytes(dice.choice(whole), dice))

    def database_bytes(dice: Random, path: Path) -> None:
        form = dice.choice((1, 2, 3))
        database = change_bytes(databases[form - 1], dice)
        pack(path, database, form=form, media={"p.png": PNG})

    def values(dice: Random, path: Path) -> None:
        form = dice.choice((1, 2, 3))
        database = change_values(databases[form - 1], dice, home)
        pack(path, database, form=form, media={"p.png": PNG})

    return [zip_bytes, database_bytes, values]


def test_broken_packages(collection: Path, tmp_path: Path) -> None:
    """A broken package is taken or refused; what is refused leaves no row and no file."""
    with Collection.opened(collection) as opened:
        guids = [opened.card(f"q{number}/basic").guid for number in range(3)]
    ways = breakages(guids, tmp_path)
    outside = {path for path in tmp_path.rglob("*") if not path.is_relative_to(collection)}
    before = everything(collection)
    spare, work = tmp_path / "spare", tmp_path / "work"
    shutil.copytree(collection, spare)
    package = tmp_path / "broken.apkg"
    taken = 0
    fresh = False
    for number in range(ROUNDS):
        dice = Random(number)  # noqa: S311 - no secret
        ways[number % len(ways)](dice, package)
        if not fresh:
            shutil.rmtree(work, ignore_errors=True)
            shutil.copytree(spare, work)
        with Collection.opened(work) as opened:
            target = work / "decks/new/x.yaml" if dice.random() < 0.7 else None
            try:
                imported = import_package(opened, package, NOON, as_deck=target)
            except FlashprepError as error:
                said, fresh = str(error), True
            else:
                taken += bool(imported)
                said, fresh = "", not imported
                assert_sound(opened)
                assert not plan_sync(opened).problems, number
        if fresh:
            assert "\n" not in said, number
            assert everything(work) == before, number
    assert list((tmp_path / "scratch").iterdir()) == []
    now = {path for path in tmp_path.rglob("*") if not path.is_relative_to(collection)}
    extra = {path for path in now - outside if not path.is_relative_to(spare)}
    assert {path for path in extra if not path.is_relative_to(work)} <= {
        *(package, spare, work, tmp_path / "changed.db"),
    }
    assert ROUNDS // 20 < taken < ROUNDS
