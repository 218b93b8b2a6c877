"""Interviews as their events say them."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from flashprep.core.events import Event, EventKind
from flashprep.core.interviews import (
    CANCELLED,
    Interview,
    begun_days,
    fold_interviews,
    minutes_on,
    over_by,
)
from flashprep.core.priorities import Priority

FRIDAY = date(2026, 12, 18).toordinal()
DAYS = st.integers(FRIDAY - 400, FRIDAY + 400)
INTERVIEWS = st.builds(
    Interview,
    name=st.sampled_from("abc"),
    day=DAYS,
    company=st.text(max_size=5),
    level=st.text(max_size=5),
    decks=st.lists(st.text(max_size=4), max_size=3).map(tuple),
    priorities=st.lists(st.sampled_from(Priority), max_size=2).map(tuple),
    weight=st.floats(0.1, 10),
    minutes=st.integers(0, 90),
    weekdays=st.dictionaries(st.integers(0, 6), st.integers(0, 90)),
    off=st.lists(st.tuples(DAYS, DAYS), max_size=2).map(tuple),
)


def said(interview: Interview, at_ms: int = 1) -> Event:
    """The event that sets it."""
    uid = f"u{at_ms}"
    return Event(uid, at_ms, EventKind.INTERVIEW, interview.name, payload=interview.payload())


@given(INTERVIEWS)
def test_event_says_all(interview: Interview) -> None:
    """What is read from an event is the interview that it was made of."""
    assert fold_interviews([said(interview)]) == (interview,)


def test_last_word_holds() -> None:
    """An interview said again is changed, one cancelled is gone, whatever the order in which
    the events come."""
    first, changed = Interview("meta", FRIDAY), Interview("meta", FRIDAY + 3, minutes=30)
    events = [said(changed, 2), said(first, 1)]
    assert fold_interviews(events) == (changed,)
    gone = Event("u3", 3, EventKind.INTERVIEW, "meta", payload=CANCELLED)
    assert fold_interviews([gone, *events]) == ()


def test_those_that_are_over() -> None:
    """An interview is over from the day after it, also once its name went to another one; one
    that was moved before its day, or cancelled, never was."""
    moved, meta = Interview("meta", FRIDAY - 5), Interview("meta", FRIDAY)
    again, acme = Interview("meta", FRIDAY + 20), Interview("acme", FRIDAY - 3)
    gone = Event("u5", 5, EventKind.INTERVIEW, "acme", payload=CANCELLED)
    events = [said(moved, 1), said(meta, 2), said(acme, 3), said(again, 4)]
    days = {1: FRIDAY - 9, 2: FRIDAY - 8, 3: FRIDAY - 7, 4: FRIDAY + 1, 5: FRIDAY + 2}

    def over(today: int, *more: Event) -> tuple[Interview, ...]:
        return over_by([*events, *more], today, days.__getitem__)

    assert over_by(events[:3], FRIDAY, days.__getitem__) == (acme,)
    assert over_by(events[:3], FRIDAY + 1, days.__getitem__) == (acme, meta)
    assert over(FRIDAY + 20) == (acme, meta)
    days[4] = FRIDAY  # moved on its very day: it was not over
    assert over(FRIDAY + 20) == (acme,)
    days[4] = FRIDAY + 1
    assert over(FRIDAY + 21, gone) == (meta, again)


def test_minutes_of_a_day() -> None:
    """A day has the most minutes that an interview after it is given; none where one of them
    is off, and none once all are over."""
    meta = Interview("meta", FRIDAY, minutes=20, weekdays={5: 45})
    acme = Interview("acme", FRIDAY + 7, minutes=30, off=((FRIDAY - 3, FRIDAY - 2),))
    both = (meta, acme)
    saturday = FRIDAY - 6
    assert minutes_on(both, saturday) == 45
    assert minutes_on(both, FRIDAY - 1) == 30
    assert minutes_on(both, FRIDAY - 2) == 0
    assert minutes_on((meta,), FRIDAY) == 0


def begun(*events: Event) -> dict[str, int]:
    """When each interview's way began, where an instant is its day."""
    return begun_days(reversed(events), day_of=lambda at_ms: at_ms)


def test_the_way_begins_when_it_is_set() -> None:
    """The way to an interview begins on the day on which it was first set, whatever was changed
    since; anew if it was cancelled, or over, in between."""
    assert begun(said(Interview("a", 10), 1), said(Interview("a", 12), 6)) == {"a": 1}
    assert begun(said(Interview("a", 4), 2), said(Interview("a", 15), 7)) == {"a": 7}
    gone = Event("u5", 5, EventKind.INTERVIEW, "a", payload=CANCELLED)
    assert begun(said(Interview("a", 20), 3), gone, said(Interview("a", 20), 9)) == {"a": 9}
    assert begun(said(Interview("a", 20), 3), gone) == {}


def test_the_way_goes_on_to_the_next() -> None:
    """One that is set while another lies ahead shares its way, so that the weeks go on when the
    first is over."""
    first, second = said(Interview("a", 10), 1), said(Interview("b", 30), 8)
    assert begun(first, second) == {"a": 1, "b": 1}
    assert begun(first, said(Interview("b", 30), 10)) == {"a": 1, "b": 10}
