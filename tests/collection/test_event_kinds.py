"""A kind of event is one record: what is said of it there is all that there is to it."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis.vendor.pretty import pretty

from flashprep.app.upkeep.card_history import card_history
from flashprep.core.events import KINDS, EventKind
from flashprep.errors import FlashprepError
from flashprep.store.restore import restore
from flashprep.ui.text.history import event_words
from flashprep.ui.text.undo import words_of
from tests.collection.folders import DAY, NOON, Folder, assert_sound

KEY = "q/basic"
BAD = {"stars": 6}
STAR = EventKind(
    "star",
    "card",
    ({"stars": range(1, 6)},),
    undo_words="the stars",
    history_words=lambda event: f"{event.payload['stars']} stars",
    fold=lambda marks, event: replace(marks, flag=event.payload["stars"]),
)


@pytest.fixture
def star(monkeypatch: pytest.MonkeyPatch) -> Iterator[EventKind]:
    """A kind that is made while the program runs."""
    with monkeypatch.context() as patch:
        patch.setitem(KINDS, STAR.name, STAR)
        yield STAR


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A collection with one card."""
    folder = Folder(tmp_path / "mine", a="- {basic: Q?, answer: A, id: q}")
    folder.sync()
    return folder


@pytest.fixture
def other(tmp_path: Path) -> Folder:
    """The same deck on another machine."""
    folder = Folder(tmp_path / "other", a="- {basic: Q?, answer: A, id: q}")
    folder.sync()
    return folder


def spoil(folder: Folder, payload: str) -> None:
    """Give the events of a database another payload."""
    with closing(sqlite3.connect(folder.path / "flashprep.db")) as database:
        database.execute("PRAGMA ignore_check_constraints = 1")
        database.execute("UPDATE event SET payload = ?", [payload])
        database.commit()


def flag(folder: Folder) -> int:
    """What the marks of the card come to."""
    with folder.opened() as collection:
        assert_sound(collection)
        return collection.standing(KEY).marks.flag


def test_a_kind_is_one_record(folder: Folder, other: Folder, star: EventKind) -> None:
    """A kind that only its record tells of is written, counts, is told in the history, follows
    a rename, is merged, undone and done again."""
    with folder.opened() as collection:
        collection.mark(KEY, star, NOON, {"stars": 3})
        (entry,) = card_history(collection, KEY)
        assert event_words(entry.act) == "3 stars"  # type: ignore[arg-type]
    assert flag(folder) == 3

    with other.opened() as collection:
        collection.merge(folder.path / "flashprep.db", NOON + DAY)
    assert flag(other) == 3

    folder.write("a", "- {basic: Q?, answer: A, id: p, formerly: q}")
    folder.sync(NOON + DAY)
    with folder.opened() as collection:
        assert collection.standing("p/basic").marks.flag == 3
        undone = collection.undo(NOON + DAY)
        assert undone
        assert words_of(undone) == "the stars, for p/basic"
        assert (undone.what, undone.decision) == (star, None)
        assert collection.standing("p/basic").marks.flag == 0
        assert [entry.undone for entry in card_history(collection, "p/basic")] == [True, False]
        redone = collection.redo(NOON + DAY)
        assert redone
        assert redone.what is star
        assert collection.standing("p/basic").marks.flag == 3

    # A card that takes the old key is another one.
    folder.write("a", "- {basic: Q?, answer: A, id: p}\n- {basic: R?, answer: B, id: q}")
    folder.sync(NOON + DAY)
    with folder.opened() as collection:
        collection.mark(KEY, star, NOON + 2 * DAY, {"stars": 5})
        collection.rebuild()
        assert collection.standing("p/basic").marks.flag == 3
    assert flag(folder) == 5


def test_bad_payload_is_refused(folder: Folder, other: Folder, star: EventKind) -> None:
    """What is not a payload of its kind is not written, not merged and not restored; each
    time nothing changes."""
    with folder.opened() as collection:
        for bad in (BAD, {}, {"stars": "3"}, {"stars": True}):
            with pytest.raises(ValueError, match="star: stars"):
                collection.mark(KEY, star, NOON, bad)
        assert not collection.logs.marks_by_card()
        collection.mark(KEY, star, NOON, {"stars": 3, "of a newer version": 1})
    assert flag(folder) == 3

    source = folder.path / "flashprep.db"
    spoiled = {json.dumps(BAD): "cannot be 6", "[]": "damaged", "{": "damaged"}
    for text, problem in spoiled.items():
        spoil(folder, text)
        with other.opened() as collection, pytest.raises(FlashprepError, match=problem):
            collection.merge(source, NOON + DAY)
        with pytest.raises(FlashprepError, match=problem):
            restore(source, other.path / "flashprep.db")
    assert flag(other) == 0
    with other.opened() as collection:
        assert not collection.logs.marks_by_card()


def test_kind_of_a_newer_version(
    folder: Folder, other: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Events of a kind that is not known say nothing, whatever they have in them, and are
    merged and restored all the same; with a version that knows them they count."""
    with monkeypatch.context() as patch:
        patch.setitem(KINDS, STAR.name, STAR)
        with folder.opened() as collection:
            collection.mark(KEY, STAR, NOON, {"stars": 4})
    with folder.opened() as collection:
        collection.rebuild()
        assert collection.undo(NOON) is None
        assert not card_history(collection, KEY)
    assert flag(folder) == 0
    with other.opened() as collection:
        assert collection.merge(folder.path / "flashprep.db", NOON).events == 1
    restore(other.path / "flashprep.db", folder.path / "flashprep.db")

    monkeypatch.setitem(KINDS, STAR.name, STAR)
    with folder.opened() as collection:
        collection.rebuild()
    assert flag(folder) == 4


def test_kinds_of_the_log() -> None:
    """The names and the sorts of kinds are those that databases hold."""
    assert {kind for kind in KINDS.values() if kind.is_mark} == {
        *(EventKind.SUSPEND, EventKind.UNSUSPEND, EventKind.BURY, EventKind.UNBURY),
        *(EventKind.FLAG, EventKind.FORGET, EventKind.SET_DUE, EventKind.KNOW),
    }
    assert {name for name, kind in KINDS.items() if kind.is_undoable and not kind.is_mark} == {
        *("break", "parameters", "interview", "activity", "practice", "end_ahead")
    }
    assert {name for name, kind in KINDS.items() if not kind.is_undoable} == {
        *("void", "rename", "forecast", "read")
    }
    assert all(kind.name == name for name, kind in KINDS.items())


def test_report_of_a_failed_example() -> None:
    """Hypothesis prints a kind of event by its name, so a failed example is reported."""
    assert pretty(EventKind.SET_DUE) == "EventKind.SET_DUE"
