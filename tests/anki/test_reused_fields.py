"""An export renders only what changed; its package is the one that would be rendered anew."""

import os
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import fields, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from flashprep.anki.fields import note_fields, source_digest
from flashprep.app.transfer import exported_fields
from flashprep.app.transfer.export import export
from flashprep.core.cards import Card, Cells
from flashprep.core.events import EventKind
from flashprep.core.search.card_filter import CardFilter
from flashprep.errors import FlashprepError, Location, ProblemsFoundError
from flashprep.store.full_cards import CardRow, card_values, content_values, export_row
from tests.anki.packages import AnkiPackage, rewritten
from tests.anki.samples import REALISTIC, STAR, make_card
from tests.collection.folders import HOUR, NOON, Folder, steps
from tests.core.histories import examples

PNG = b"\x89PNG\r\n\x1a\n"
DECK = """
- {basic: Why *now*?, id: why, answer: Because **it** is so, image: a.png, tags: [x]}
- {basic: How?, id: how, answer: Like `this`}
- {basic: Who?, id: who, answer: 'She, _and_ he', hint: See above}
"""
VALUES = """
- value: Bold
  id: bold
  company: Acme
  means: Dare it
  tell_apart:
    - situation: You hesitate.
      not: Calm
- {value: Calm, id: calm, company: Acme, means: Wait}
"""
STORY = steps("STAR", ["Situation", "Task", "Action"], id="star")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A collection with an image."""
    made = Folder(tmp_path / "collection", a=DECK, star=STORY)
    (made.path / "decks" / "a.png").write_bytes(PNG)
    made.sync()
    return made


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The keys of the cards that were rendered."""
    keys: list[str] = []

    def counted(card: Card, image: str = "") -> tuple[str, ...]:
        keys.append(card.key)
        return note_fields(card, image)

    monkeypatch.setattr(exported_fields, "note_fields", counted)
    return keys


def exported(folder: Folder, path: Path, at_ms: int = NOON, *decks: str, **more: Any) -> bytes:
    """Export all cards or these decks. Returns the package."""
    with folder.opened() as collection:
        export(collection, path, CardFilter(decks), at_ms, **more)
    return path.read_bytes()


def test_only_what_changed(folder: Folder, rendered: list[str], tmp_path: Path) -> None:
    """An edit renders its card, a new image the card that shows it, new tags theirs; what has
    not changed, has another position, or was moved within its file is not rendered."""
    path = tmp_path / "a.apkg"
    exported(folder, path)
    assert len(rendered) == len(folder.keys())

    def after(change: Callable[[], object]) -> list[str]:
        rendered.clear()
        change()
        folder.sync()
        exported(folder, path, NOON + HOUR)
        return sorted(rendered)

    def written(deck: str) -> Callable[[], object]:
        return lambda: folder.write("a", deck)

    edited = DECK.replace("Like `this`", "Like `that`")
    assert after(lambda: None) == []
    assert after(written(edited)) == ["how/basic"]
    assert after(lambda: (folder.path / "decks" / "a.png").write_bytes(PNG + b"x")) == [
        "why/basic"
    ]
    retagged = edited.replace("tags: [x]", "tags: [x, y]")
    assert after(written(retagged)) == ["why/basic"]
    turned = "\n".join(reversed(retagged.splitlines()))
    assert after(written(turned)) == []
    assert after(written(f"{turned}\n- {{basic: New?, id: new, answer: A}}")) == ["new/basic"]


def test_another_place(folder: Folder, rendered: list[str], tmp_path: Path) -> None:
    """Where no package is, or one with other cards, the missing cards are rendered."""
    exported(folder, tmp_path / "a.apkg")
    folder.write("b", "- {basic: New?, id: new, answer: A}")
    folder.sync()
    rendered.clear()
    exported(folder, tmp_path / "a.apkg", NOON + HOUR)
    assert rendered == ["new/basic"]
    rendered.clear()
    exported(folder, tmp_path / "b.apkg", NOON + HOUR)
    assert sorted(rendered) == folder.keys()


def test_another_renderer(
    folder: Folder, rendered: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A renderer of another version renders all cards; those that it renders alike keep their
    modification times."""
    path = tmp_path / "a.apkg"
    before = exported(folder, path)
    rendered.clear()
    monkeypatch.setattr("flashprep.anki.fields._RENDERER", "another")
    assert exported(folder, path, NOON + HOUR) == before
    assert sorted(rendered) == folder.keys()
    rendered.clear()
    assert exported(folder, path, NOON + HOUR) == before
    assert rendered == []


def altered(path: Path, *statements: str) -> None:
    """Change the database in a package."""
    with TemporaryDirectory() as home:
        database = Path(home, "c")
        with ZipFile(path) as package:
            database.write_bytes(package.read("collection.anki2"))
        with closing(sqlite3.connect(database)) as connection:
            for statement in statements:
                connection.execute(statement)
            connection.commit()
        made = rewritten(path, Path(home, "p"), collection_anki2=database.read_bytes())
        path.write_bytes(made.read_bytes())


def grown(path: Path) -> None:
    """Make a file larger than any disk."""
    with path.open("ab") as file:
        file.truncate(1 << 40)


def bomb(path: Path) -> None:
    """Write a package that expands to far more than it should."""
    with (
        ZipFile(path, "w", ZIP_DEFLATED) as package,
        package.open("collection.anki2", "w") as member,
    ):
        for _ in range(300):
            member.write(bytes(1 << 20))


DAMAGES: dict[str, Callable[[Path], object]] = {
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-300]),
    "damaged": lambda path: path.write_bytes(path.read_bytes().replace(b"\x00", b"\x01")),
    "no package": lambda path: path.write_bytes(b"PK\x03\x04 and then nothing"),
    "huge": grown,
    "bomb": bomb,
    "foreign": AnkiPackage(notes=[(1, "guid", 1, "Front\x1fBack")]).write,
    "other texts": lambda path: altered(
        path, "UPDATE notes SET flds = replace(flds, 'Like', 'Unlike')"
    ),
    "other guids": lambda path: altered(
        path,
        "CREATE TEMP TABLE pair AS SELECT min(id) AS a, max(id) AS b, guid FROM notes",
        "UPDATE notes SET guid = 'x' WHERE id = (SELECT a FROM pair)",
        "UPDATE notes SET guid = (SELECT guid FROM pair) WHERE id = (SELECT b FROM pair)",
    ),
    "one guid": lambda path: altered(path, "UPDATE notes SET guid = (SELECT guid FROM notes)"),
    "other types": lambda path: altered(
        path, "UPDATE notes SET flds = x'00ff' WHERE id % 2", "UPDATE notes SET guid = 7"
    ),
    "trigger": lambda path: altered(
        path, "CREATE TRIGGER t AFTER INSERT ON notes BEGIN DELETE FROM notes; END"
    ),
    "no notes": lambda path: altered(path, "DROP TABLE notes"),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
@pytest.mark.parametrize("with_progress", [False, True])
def test_other_file(
    folder: Folder, tmp_path: Path, damage: Callable[[Path], object], *, with_progress: bool
) -> None:
    """Whatever file is in the place of the last package, the new one is the same."""
    path = tmp_path / "a.apkg"
    before = exported(folder, path, with_progress=with_progress)
    damage(path)
    assert exported(folder, path, NOON + HOUR, with_progress=with_progress) == before


def test_a_pipe(folder: Folder, tmp_path: Path) -> None:
    """A pipe in the place of the last package is not opened."""
    path = tmp_path / "a.apkg"
    exported(folder, path)
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(FlashprepError, match="this is not a regular file"):
        exported(folder, path)


def test_as_rendered_anew(tmp_path: Path) -> None:
    """After any edits, a package in the place of the last is that in a new place."""
    for seed in range(examples(4)):
        _edit_and_export(tmp_path / str(seed), random.Random(seed))  # noqa: S311 - repeatable


def _edit_and_export(home: Path, dice: random.Random) -> None:
    folder = Folder(home, words=VALUES)
    path, now_ms = home / "a.apkg", NOON
    notes: dict[str, str] = {}
    for turn in range(12):
        now_ms += HOUR
        (home / "decks" / "a.png").write_bytes(PNG + bytes([dice.randrange(3)]))
        for _ in range(dice.randrange(3)):
            _edit(notes, dice)
        order = dice.sample(sorted(notes), len(notes))
        named = VALUES.replace("Bold", dice.choice(["Bold", "Brave"]))
        folder.write("words", "\n".join([named, *(notes[each] for each in order)]))
        with suppress(ProblemsFoundError):  # an edit that looks like a rename
            folder.sync(now_ms, retire=True)
        if dice.random() < 0.5:
            key = dice.choice(folder.keys())
            folder.answer(key, at_ms=now_ms)
            folder.mark(dice.choice(folder.keys()), EventKind.SUSPEND, now_ms + 1)
        progress = dice.random() < 0.3
        again = exported(folder, path, now_ms + 2000, with_progress=progress)
        anew = exported(folder, home / f"{turn}.apkg", now_ms + 2000, with_progress=progress)
        assert again == anew


def _edit(notes: dict[str, str], dice: random.Random) -> None:
    """Add, change or remove a note."""
    name = f"n{dice.randrange(6)}"
    answer = dice.choice(["One", "*Two*", "`three`", "[four](https://a.b)", "a | b"])
    more = dice.choice(
        ["", ", image: a.png", ", tags: [t, u]", ", hint: '**h**'", ", extra: e"]
    )
    if dice.random() < 0.2:
        notes.pop(name, None)
    elif dice.random() < 0.3:
        letters = dice.sample("ABCD", 3)
        notes[name] = steps(f"List {name}", [f"{each}x" for each in letters], id=name)
    else:
        notes[name] = f"- {{basic: What is {name}?, id: {name}, answer: '{answer}'{more}}}"


CHANGES: dict[str, Any] = {
    "location": Location("decks/other.yaml", 9, 9),
    "spine": replace(STAR, asked=1),
    "cells": Cells(("L5", "L6"), ("low", "high"), 1),
    "priority": REALISTIC[2].priority,
    "parts": ("p",),
    "names": ("n",),
    "tags": ("t",),
    "reveals": ("r",),
    "advice": False,
}


@pytest.mark.parametrize("name", [each.name for each in fields(Card)])
def test_source(name: str) -> None:
    """The digest of the source changes with every field of a card that is rendered."""
    card = make_card()
    other = replace(card, **{name: CHANGES.get(name, "other *text*")})
    assert other != card
    sources = []
    for each in (card, other):
        row = CardRow(each, 0, 0, "guid", 0, None)
        _, content, _ = content_values(row)
        stored = export_row((*card_values(row), content, each.image))
        assert stored.full == each
        sources.append(source_digest(stored.card, stored.content, ""))
    assert note_fields(card) == note_fields(other) or sources[0] != sources[1]
