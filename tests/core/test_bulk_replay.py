import math
import random
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import settings as config
from hypothesis import strategies as st

from flashprep.core import bulk_replay
from flashprep.core.arrays import Floats, np
from flashprep.core.calendar import StudyCalendar
from flashprep.core.courses import Course, StateRow
from flashprep.core.memory import Rating, Review, StudySettings
from flashprep.core.scheduler import Scheduler
from tests.core.histories import (
    DAY,
    START,
    Answer,
    calendars,
    examples,
    histories,
    loads,
    settings,
    study,
)


@pytest.fixture(params=[0, 2, 32], ids=["all together", "some", "all alone"])
def _together(request: pytest.FixtureRequest) -> Iterator[None]:
    """How many cards may be replayed one by one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk_replay, "_FEW", request.param)
        yield


def course(key: str, log: list[Review]) -> Course:
    """The course of a card, its reviews in no order."""
    numbers = [10 * each.at_ms + each.rating for each in log]
    return Course(key, len(log), ",".join(map(str, numbers[::-1])), log[-1].due_day)


def one_by_one(scheduler: Scheduler, courses: list[Course]) -> list[StateRow]:
    """The states that the scheduler computes, card by card."""
    return [
        StateRow.of(
            scheduler.state_after(each.key, each.answers()),
            scheduler.days.day_of(each.answers()[0][0]),
        )
        for each in courses
    ]


def test_powers() -> None:
    """Powers of arrays have the bits of Python's powers, whatever the length of the array."""
    chance = random.Random(1)  # noqa: S311 - the same numbers each time
    for length in (1, 2, 7, 8, 9, 1_000, 100_000):
        numbers = [
            chance.uniform(0.001, 1) * 10 ** chance.uniform(-3, 5) for _ in range(length)
        ]
        exponents = [chance.uniform(-3, 3) for _ in range(length)]
        floats, others = (np.array(each).view(Floats) for each in (numbers, exponents))
        assert (floats**-0.1542).tolist() == [number**-0.1542 for number in numbers]
        assert (math.e**others).tolist() == [math.e**exponent for exponent in exponents]


@pytest.mark.usefixtures("_together")
@config(max_examples=examples(100), deadline=None)
@given(
    settings,
    calendars,
    st.lists(st.tuples(histories, st.none() | loads), min_size=1, max_size=6),
)
def test_same_bits(given: StudySettings, calendar: StudyCalendar, lives: list) -> None:
    """Cards that are replayed together have the very states that each has alone, whatever the
    settings, the clock and the reviews."""
    scheduler = Scheduler(given, calendar)
    courses = [
        course("star/action", study(scheduler, answers, load)[1]) for answers, load in lives
    ]
    found = bulk_replay.rows_after(scheduler, courses)
    assert found == one_by_one(scheduler, courses)


@pytest.mark.usefixtures("_together")
def test_times_too_far_apart_for_a_table() -> None:
    """Study days are right even if the log spans centuries."""
    scheduler = Scheduler(StudySettings(), StudyCalendar("America/New_York"))
    answers = [
        Answer(1, Rating.GOOD),
        Answer(DAY, Rating.GOOD),
        Answer(150_000 * DAY, Rating.GOOD),
    ]
    courses = [course("a/b", study(scheduler, answers)[1])]
    found = bulk_replay.rows_after(scheduler, courses)
    assert found == one_by_one(scheduler, courses)
    assert found[0].last_at_ms == START + 1 + 150_001 * DAY


@pytest.mark.usefixtures("_together")
def test_stability_at_its_limit() -> None:
    """Of a card whose stability is at its upper limit, the interval is the scheduler's."""
    scheduler = Scheduler(StudySettings(maximum_interval=36_500), StudyCalendar("UTC"))
    answers = [Answer(1, Rating.EASY), *[Answer(9_000 * DAY, Rating.EASY)] * 4]
    courses = [course("a/b", study(scheduler, answers)[1])]
    (found,) = bulk_replay.rows_after(scheduler, courses)
    assert [found] == one_by_one(scheduler, courses)
    assert found.stability == 36_500
