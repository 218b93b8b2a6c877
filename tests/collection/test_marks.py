"""What a person says of cards apart from ratings, and what it does to their states."""

from pathlib import Path

import pytest

from flashprep.core.events import EventKind
from flashprep.core.memory import Phase, Rating
from flashprep.core.queue.leeches import turns_leech
from flashprep.store.backup import copies_of
from tests.collection.folders import DAY, MINUTE, NOON, Folder, assert_sound
from tests.store.older import age

NOTES = "\n".join(f"- {{basic: Q{n}?, answer: A, id: q{n}}}" for n in range(4))
KEY = "q0/basic"


# What databases have come to have since the first version.
@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A collection with four cards."""
    folder = Folder(tmp_path, a=NOTES)
    folder.sync()
    return folder


def test_forgotten(folder: Folder) -> None:
    """A forgotten card is new again and starts from nothing; its answers stay in the log, and
    one undo brings back what it was."""
    folder.answer(KEY, at_ms=NOON - 9 * DAY, rating=Rating.EASY)
    with folder.opened() as collection:
        before = collection.standing(KEY)
        collection.mark(KEY, EventKind.FORGET, NOON)
        assert collection.standing(KEY).queue == "new"
        assert collection.standing(KEY).introduced_day is None
        assert len(collection.logs.reviews_by_card()[KEY]) == 1

        collection.answer(KEY, Rating.GOOD, NOON + MINUTE)
        first = collection.answer("q1/basic", Rating.GOOD, NOON + MINUTE).state
        again = collection.standing(KEY).state
        assert again is not None
        assert first is not None
        assert (again.memory, again.reps, again.lapses) == (first.memory, 1, 0)

        for _ in range(3):
            collection.undo(NOON + 2 * MINUTE)
        assert collection.standing(KEY) == before
        assert_sound(collection)


@pytest.mark.parametrize("kind", [EventKind.SUSPEND, EventKind.FORGET, EventKind.SET_DUE])
def test_many_are_copied_first(
    folder: Folder, copies: Path, monkeypatch: pytest.MonkeyPatch, kind: EventKind
) -> None:
    """Before many cards are marked at once the database is copied, and the copy is found."""
    keys = [f"q{number}/basic" for number in range(4)]
    folder.answer(*keys)
    monkeypatch.setattr("flashprep.app.upkeep.backups.MANY", 4)
    with folder.opened() as collection:
        collection.mark_all(keys[1:], kind, NOON, {"day": collection.today(NOON)})
        assert not list(copies.glob("*/*.db"))
        collection.mark_all(keys, kind, NOON, {"day": collection.today(NOON)})
        (copy,) = copies_of(folder.path, collection.identity.collection_id)
    assert (copy.why, copy.reviews) == (kind.name.replace("_", "-"), 4)


def test_set_due(folder: Folder) -> None:
    """A due day that is set moves the card and nothing else; the next answer sees the days
    that really went by, and gives the due day again."""
    folder.answer(KEY, "q1/basic", at_ms=NOON - 9 * DAY, rating=Rating.EASY)
    with folder.opened() as collection:
        today = collection.today(NOON)
        collection.mark(KEY, EventKind.SET_DUE, NOON, {"day": today})
        collection.mark("q1/basic", EventKind.SET_DUE, NOON, {"day": today + 50})
        assert [card.key for card in collection.queue(NOON).ready if card.due_day] == [KEY]

        moved = collection.answer(KEY, Rating.GOOD, NOON + MINUTE).state
        other = collection.answer("q1/basic", Rating.GOOD, NOON + MINUTE).state
        assert moved is not None
        assert other is not None
        assert moved.memory == other.memory
        assert min(moved.due_day, other.due_day) > today + 30
        assert_sound(collection)


def test_set_due_while_a_step_runs(folder: Folder) -> None:
    """A learning step whose due day is set is over when that day begins."""
    folder.answer(KEY, at_ms=NOON, rating=Rating.AGAIN)
    with folder.opened() as collection:
        today = collection.today(NOON)
        collection.mark(KEY, EventKind.SET_DUE, NOON, {"day": today + 3})
        state = collection.standing(KEY).state
        assert state is not None
        assert (state.phase, state.due_day) == (Phase.LEARNING, today + 3)
        assert state.due_at_ms == collection.calendar.start_of(today + 3)
        assert KEY in [card.key for card in collection.queue(NOON + 3 * DAY).ready]
        assert KEY not in [card.key for card in collection.queue(NOON + 2 * DAY).ready]


@pytest.mark.parametrize("kind", [EventKind.FORGET, EventKind.SET_DUE])
def test_answer_with_the_clock_set_back(folder: Folder, kind: EventKind) -> None:
    """An answer given after a card was forgotten, or moved, comes after that in the log too."""
    folder.answer(KEY, at_ms=NOON, rating=Rating.EASY)
    with folder.opened() as collection:
        collection.mark(KEY, kind, NOON + DAY, {"day": collection.today(NOON) + 90})
        collection.answer(KEY, Rating.AGAIN, NOON - 9 * DAY)
        state = collection.standing(KEY).state
        assert state is not None
        assert state.last_at_ms > NOON + DAY
        assert state.due_day < collection.today(NOON) + 90
        assert_sound(collection)


@pytest.mark.parametrize("kind", [EventKind.FORGET, EventKind.SET_DUE])
def test_mark_with_the_clock_set_back(folder: Folder, kind: EventKind) -> None:
    """A card forgotten, or moved, with a clock that went back is so all the same."""
    folder.answer(KEY, at_ms=NOON)
    with folder.opened() as collection:
        day = collection.today(NOON) + 90
        collection.mark(KEY, kind, NOON - 9 * DAY, {"day": day})
        state = collection.standing(KEY).state
        assert (state.due_day if state else None) == (None if kind is EventKind.FORGET else day)


def test_unbury_and_flag(folder: Folder) -> None:
    """A buried card can be brought back on the same day; a flag is the last one given."""
    with folder.opened() as collection:
        collection.mark(KEY, EventKind.BURY, NOON)
        assert KEY not in [card.key for card in collection.queue(NOON).ready]
        collection.mark(KEY, EventKind.UNBURY, NOON)
        assert KEY in [card.key for card in collection.queue(NOON).ready]
        for flag in (1, 4):
            collection.mark(KEY, EventKind.FLAG, NOON, {"flag": flag})
        assert collection.standing(KEY).marks.flag == 4
        collection.undo(NOON)
        assert collection.standing(KEY).marks.flag == 1


def lapse(folder: Folder, times: int) -> list[bool]:
    """Forget a card in review so often; of each time, whether it was called a leech."""
    with folder.opened() as collection:
        collection.answer(KEY, Rating.EASY, NOON)
        return [
            collection.answer(KEY, Rating.AGAIN, NOON + number * DAY).leech
            for number in range(1, times + 1)
        ]


def test_leech(folder: Folder) -> None:
    """A card is called a leech when it has lapsed so often as the settings say, and then
    every half as often again; without a number never."""
    folder.settings('time_zone = "UTC"', "leech_lapses = 3", "relearning_steps = []")
    assert lapse(folder, 6) == [False, False, True, False, True, False]
    assert [turns_leech(n - 1, n, 8) for n in range(1, 17)].count(True) == 3
    assert not any(turns_leech(n - 1, n, 0) for n in range(1, 99))


def test_leech_is_suspended(folder: Folder) -> None:
    """Where the settings say so, the answer that makes a leech suspends it; one undo takes
    both back, and what was brought back into study stays there."""
    folder.settings(
        'time_zone = "UTC"', "leech_lapses = 2", 'leech_action = "suspend"',
        "relearning_steps = []", "maximum_interval = 1",
    )  # fmt: skip
    lapse(folder, 2)
    with folder.opened() as collection:
        assert collection.standing(KEY).marks.suspended
        assert_sound(collection)

        undone = collection.undo(NOON + 3 * DAY)
        assert undone is not None
        assert (undone.card_keys, undone.what) == ((KEY,), Rating.AGAIN)
        standing = collection.standing(KEY)
        assert standing.state is not None
        assert (standing.marks.suspended, standing.state.lapses) == (False, 1)

        collection.answer(KEY, Rating.AGAIN, NOON + 3 * DAY)
        collection.mark(KEY, EventKind.UNSUSPEND, NOON + 4 * DAY)
        collection.undo(NOON + 4 * DAY)
        assert collection.standing(KEY).marks.suspended
        assert_sound(collection)


def test_database_of_the_first_version(folder: Folder) -> None:
    """A database from before there were flags is brought up to date with all its states."""
    folder.answer(KEY, "q1/basic", at_ms=NOON)
    folder.mark("q2/basic", EventKind.BURY)
    with folder.opened() as collection:
        before = collection.states.every()
    age(folder.path / "flashprep.db", 1)
    with folder.opened() as collection:
        assert collection.states.every() == before
