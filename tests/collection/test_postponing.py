from collections import Counter
from pathlib import Path

import pytest

from flashprep.app.study.answers import preview
from flashprep.app.study.breaks import before_break
from flashprep.app.study.candidates import Wanted, todays_backlog
from flashprep.app.study.postpone import clear_in, days_to_clear, put_off, write_moves
from flashprep.collection import Collection
from flashprep.core.break_days import Break
from flashprep.core.events import EventKind
from flashprep.core.memory import Rating
from tests.collection.folders import DAY, NOON, Folder, assert_sound

CARDS = 24


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A collection of cards that were answered in turn, one each day, and then no more."""
    notes = [f"- {{basic: Q{n}?, answer: A, id: q{n}}}" for n in range(CARDS)]
    folder = Folder(tmp_path, a="\n".join(notes))
    folder.settings('time_zone = "UTC"', "reviews_a_day = 6", "new_cards_a_day = 0")
    folder.sync()
    for number in range(CARDS):
        folder.answer(f"q{number}/basic", at_ms=NOON + number * DAY, rating=Rating.EASY)
    return folder


LATER = NOON + 60 * DAY


def due_days(collection: Collection) -> dict[str, int]:
    """How many days from LATER each card is due."""
    today = collection.today(LATER)
    return {
        key: standing.state.due_day - today
        for key, standing in collection.states.every().items()
        if standing.state
    }


def test_spread_over_days(folder: Folder) -> None:
    """What is due is spread evenly over the days, today included; the cards that lose most by
    waiting come first, no memory is touched, and the cache is what the log says."""
    with folder.opened() as collection:
        before = collection.states.every()
        moves = clear_in(collection, 4, LATER)
        write_moves(collection, moves, LATER)
        after = collection.states.every()
        assert_sound(collection)
        days = due_days(collection)
        assert Counter(max(0, day) for day in days.values()) == {0: 6, 1: 6, 2: 6, 3: 6}
        stability = {key: s.state.memory.stability for key, s in after.items() if s.state}
        assert len(set(stability.values())) == 1
        # All are as stable, so that the forgetting slows down with the days since.
        assert [key for key, day in days.items() if day == 3] == [
            f"q{n}/basic" for n in range(6)
        ]
        for key, standing in before.items():
            was, present = standing.state, after[key].state
            assert was is not None
            assert present is not None
            assert (was.memory, was.last_at_ms, was.reps) == (
                *(present.memory, present.last_at_ms, present.reps),
            )


def test_one_undo(folder: Folder) -> None:
    """One undo takes all of it back, and a redo brings it again."""
    with folder.opened() as collection:
        before = collection.states.every()
        write_moves(collection, clear_in(collection, 4, LATER), LATER)
        after = collection.states.every()
        undone = collection.undo(LATER)
        assert undone is not None
        assert len(undone.card_keys) == 18
        assert collection.states.every() == before
        collection.redo(LATER)
        assert collection.states.every() == after


def test_as_many_days_as_the_limits_need(folder: Folder) -> None:
    """The limits of the settings say in how many days a backlog is done."""
    with folder.opened() as collection:
        backlog = todays_backlog(collection, Wanted(), LATER)
        assert backlog is not None
        assert (backlog.due, backlog.a_day, backlog.days) == (24, 6, 4)
        assert days_to_clear(collection, LATER) == 4
        write_moves(collection, clear_in(collection, 4, LATER), LATER)
        assert todays_backlog(collection, Wanted(), LATER) is None
        assert days_to_clear(collection, LATER) == 1
        assert not clear_in(collection, 1, LATER).days


def test_put_off(folder: Folder) -> None:
    """Put off by three days, all come back from then on, as many a day as there is room for;
    of some cards only those."""
    with folder.opened() as collection:
        moves = put_off(collection, 3, LATER)
        today = collection.today(LATER)
        assert moves.by_day() == dict.fromkeys(range(today + 3, today + 7), 6)
        some = put_off(collection, 3, LATER, frozenset({"q1/basic", "q9/basic"}))
        assert some.days == {"q1/basic": today + 3, "q9/basic": today + 3}


def test_break(folder: Folder) -> None:
    """What is due in a break comes after it, on as many days; one undo takes back both."""
    with folder.opened() as collection:
        now_ms = NOON + CARDS * DAY
        first = min(collection.states.load(collection.today(now_ms) + 3, 10**7))
        rest = Break(first, first + 3)
        among = collection.states.load(first, first + 3)
        before = collection.states.every()
        write_moves(collection, before_break(collection, rest, now_ms), now_ms)
        assert_sound(collection)
        assert collection.breaks() == (rest,)
        assert not collection.states.load(first, first + 3)
        assert sum(among.values()) > 0
        load = collection.states.load(first + 4, first + 7)
        assert max(load.values()) - min(load.values()) <= 1
        undone = collection.undo(now_ms)
        assert undone is not None
        assert undone.what is EventKind.BREAK
        assert collection.breaks() == ()
        assert collection.states.every() == before


def test_due_days_avoid_a_break(folder: Folder) -> None:
    """A due day chosen before a break lies in none of its days, if its range has others."""
    with folder.opened() as collection:
        day = preview(collection, "q0/basic", LATER)[Rating.GOOD].due_day
        write_moves(collection, before_break(collection, Break(day, day), LATER), LATER)
        assert preview(collection, "q0/basic", LATER)[Rating.GOOD].due_day != day
        answered = collection.answer("q0/basic", Rating.GOOD, LATER)
        assert answered.state is not None
        assert answered.state.due_day != day
        assert_sound(collection)


def test_spread_around_a_break(folder: Folder) -> None:
    """A backlog is not spread over the days of a break."""
    with folder.opened() as collection:
        today = collection.today(LATER)
        moves = before_break(collection, Break(today + 1, today + 2), LATER)
        write_moves(collection, moves, LATER)
        write_moves(collection, clear_in(collection, 4, LATER), LATER)
        days = Counter(max(0, day) for day in due_days(collection).values())
        assert days == {0: 6, 3: 6, 4: 6, 5: 6}


def test_many_are_copied_first(
    folder: Folder, copies: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before many cards are moved the database is copied."""
    monkeypatch.setattr("flashprep.app.upkeep.backups.MANY", 10)
    with folder.opened() as collection:
        write_moves(collection, clear_in(collection, 4, LATER), LATER)
        (copy,) = copies.glob("*/*-postpone-1.db")
        assert copy.exists()
