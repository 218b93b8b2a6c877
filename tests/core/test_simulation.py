from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import settings as config
from hypothesis import strategies as st

from flashprep.core.calendar import StudyCalendar
from flashprep.core.memory import MemoryState, StudySettings
from flashprep.core.pace import Pace
from flashprep.core.scheduler import Scheduler
from flashprep.core.simulation import Limits, Regime, SimulatedCard, simulate
from tests.core.histories import examples, replayed
from tests.simulation import Person, study

CALENDAR = StudyCalendar("UTC")
WEIGHTS = Scheduler(StudySettings(), CALENDAR).parameters
NORMAL = Regime(WEIGHTS, 0.9, 365)
FREE = Limits(20, 9999)
DAYS = range(1000, 1060)
NEW = [SimulatedCard(f"k{number}", "default") for number in range(600)]


def test_nothing_to_do() -> None:
    """Without a card, days pass and cost nothing."""
    found = simulate([], {}, FREE, Pace(), DAYS)
    assert (found.minutes_a_day, found.known, found.gain_per_minute) == (0, 0, 0)
    assert [each.day for each in found.days] == list(DAYS)


def test_repeatable() -> None:
    """The same question has the same answer."""
    regimes = {"default": NORMAL}
    assert simulate(NEW, regimes, FREE, Pace(), DAYS) == simulate(
        NEW, regimes, FREE, Pace(), DAYS
    )


def test_as_a_person_studies() -> None:
    """Reviews a day and cards known are near to those of a person who really studies so,
    answer by answer, under the scheduler itself."""
    person = Person(seed=1, new_a_day=20, rest=0)
    settings = StudySettings()
    log = study(person, [card.key for card in NEW], CALENDAR, DAYS.start, len(DAYS))
    sittings = {(review.card_key, CALENDAR.day_of(review.at_ms)) for review in log}
    scheduler = Scheduler(settings, CALENDAR)
    lives: dict[str, list] = {}
    for review in log:
        lives.setdefault(review.card_key, []).append(review)
    states = [replayed(scheduler, life) for life in lives.values()]
    known = sum(scheduler.retrievability(state, DAYS.stop) for state in states if state)

    pace = Pace(passes=(12, 78, 10), firsts=(0.3, 0.7 * 0.12, 0.7 * 0.78, 0.7 * 0.1))
    found = simulate(NEW, {"default": NORMAL}, FREE, pace, DAYS)

    reviews = (len(sittings) - len(NEW)) / len(DAYS)
    assert found.reviews_a_day == pytest.approx(reviews, rel=0.1)
    assert found.known == pytest.approx(known, rel=0.02)


def test_retention_costs() -> None:
    """A higher desired retention costs more reviews and minutes, brings more, and gains less
    for each minute."""
    found = [
        simulate(NEW, {"default": replace(NORMAL, desired_retention=each)}, FREE, Pace(), DAYS)
        for each in (0.75, 0.85, 0.95)
    ]
    for lower, higher in pairwise(found):
        assert lower.reviews_a_day < higher.reviews_a_day
        assert lower.minutes_a_day < higher.minutes_a_day
        assert lower.known < higher.known
        assert lower.gain_per_minute > higher.gain_per_minute


@config(max_examples=examples(40), deadline=None)
@given(
    st.integers(0, 30),
    st.integers(0, 60),
    st.none() | st.integers(0, 1800),
    st.lists(st.floats(0.1, 100), max_size=60),
    st.integers(0, 40),
)
def test_limits_hold(
    new: int, reviews: int, seconds: int | None, stabilities: list[float], overdue: int
) -> None:
    """No day goes beyond its limits, but for the card that is at hand when time is up; no card
    is met twice as a new one; and what is known stays below all there is."""
    seen = [
        SimulatedCard(
            f"s{number}", "p", MemoryState(each, 5), DAYS.start - 30, DAYS.start - overdue
        )
        for number, each in enumerate(stabilities)
    ]
    cards = [*seen, *NEW[:100]]
    regimes = {"p": replace(NORMAL, maximum_interval=5), "default": NORMAL}

    found = simulate(cards, regimes, Limits(new, reviews, seconds), Pace(), DAYS)

    assert sum(each.new for each in found.days) <= 100
    for each in found.days:
        assert each.new <= new
        assert each.reviews <= reviews
        if seconds is not None:
            assert each.seconds < seconds + Pace().new_s or each.seconds == 0
    assert 0 <= found.unstudied <= len(seen)
    assert found.known <= len(cards)


def test_days_of_their_own() -> None:
    """Where days have seconds of their own, none takes more, but for a last card; what is known
    is the sum of what is said of each card."""
    budgets = [600.0 * (day % 3) for day in DAYS]
    found = simulate(NEW, {"default": NORMAL}, FREE, Pace(), DAYS, budgets)
    for each, budget in zip(found.days, budgets, strict=True):
        assert each.seconds < budget + Pace().new_s or each.seconds == 0
    assert {each.seconds > 0 for each in found.days} == {True, False}
    assert found.known == pytest.approx(sum(found.recalls))
    assert len(found.recalls) == len(NEW)
    assert found.recalls[-1] == 0


def test_other_memories() -> None:
    """One who forgets sooner than FSRS believes knows less, with the same intervals."""
    short = replace(NORMAL, memory_factor=0.5)
    found, believed = (
        simulate(NEW, {"default": regime}, FREE, Pace(), DAYS) for regime in (short, NORMAL)
    )
    assert found.known < 0.98 * believed.known


def test_waiting() -> None:
    """Reviews for which there was no room are said to wait."""
    seen = [
        SimulatedCard(f"s{number}", "default", MemoryState(500, 5), 998, 999)
        for number in range(100)
    ]
    found = simulate(seen, {"default": NORMAL}, Limits(0, 10), Pace(), range(1000, 1003))
    assert found.waiting == 70
