from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flashprep.core.calendar import StudyCalendar
from flashprep.core.memory import CardState, MemoryState, Phase, Rating, StudySettings
from flashprep.core.pace import Pace
from flashprep.core.planner.outcomes import Outcomes
from flashprep.core.scheduler import Scheduler
from tests.core.histories import examples, parameters

DAY_MS = 86_400_000
NOON_MS = int(datetime(2024, 1, 1, 12, tzinfo=UTC).timestamp()) * 1000
CALENDAR = StudyCalendar("UTC")


def close(memory: MemoryState, state: CardState) -> bool:
    """Whether the memory is that of the state, but for rounding."""
    return (
        pytest.approx(state.memory.stability, rel=1e-9) == memory.stability
        and pytest.approx(state.memory.difficulty, rel=1e-9) == memory.difficulty
    )


@settings(max_examples=examples(60))
@given(parameters(), st.floats(0.01, 3000), st.floats(1, 10), st.integers(1, 400))
def test_review_as_in_the_scheduler(
    weights: tuple[float, ...], stability: float, difficulty: float, days: int
) -> None:
    """A review, its repetition included, leaves the memory that the scheduler gives."""
    scheduler = Scheduler(StudySettings(parameters=weights), CALENDAR)
    outcomes = Outcomes(scheduler.parameters, Pace())
    memory = MemoryState(stability, difficulty)
    last = CALENDAR.day_of(NOON_MS)
    state = CardState(Phase.REVIEW, None, memory, last, None, last, NOON_MS, 3, 0)
    now_ms = NOON_MS + days * DAY_MS

    after = scheduler.preview(state, "key", now_ms)
    lapsed = scheduler.review(after[Rating.AGAIN], "key", Rating.GOOD, now_ms + 600_000)
    found = outcomes.of_review(memory, days)

    assert sum(share for share, _ in found) == pytest.approx(1)
    assert 1 - found[0][0] == pytest.approx(scheduler.retrievability(state, last + days))
    expected = [lapsed, *(after[rating] for rating in list(Rating)[1:])]
    assert all(close(m, s) for (_, m), s in zip(found, expected, strict=True))


@settings(max_examples=examples(40))
@given(parameters())
def test_meeting_as_in_the_scheduler(weights: tuple[float, ...]) -> None:
    """Meeting a new card leaves the memory that the scheduler gives, when Again and Hard are
    followed by a Good."""
    scheduler = Scheduler(StudySettings(parameters=weights), CALENDAR)
    found = Outcomes(scheduler.parameters, Pace()).of_introduction()

    for (_, memory), rating in zip(found, Rating, strict=True):
        state = scheduler.review(None, "key", rating, NOON_MS)
        if state.phase is Phase.LEARNING:
            state = scheduler.review(state, "key", Rating.GOOD, NOON_MS + 600_000)
        assert close(memory, state)


def test_seconds() -> None:
    """A review takes as long as its passes and lapses do, by their chances."""
    outcomes = Outcomes(Scheduler(StudySettings(), CALENDAR).parameters, Pace())

    assert outcomes.review_s(0.75) == pytest.approx(0.75 * 8 + 0.25 * 20)


def test_shares_of_nothing() -> None:
    """Where no share of ratings is known, all answers are Good."""
    weights = Scheduler(StudySettings(), CALENDAR).parameters
    outcomes = Outcomes(weights, Pace(passes=(0, 0, 0), firsts=(0, 0, 0, 0)))

    assert [share for share, _ in outcomes.of_introduction()] == [0, 0, 1, 0]


def test_stretched_memories() -> None:
    """Where memories last half as long as FSRS believes, recall is that of half the days; what
    FSRS makes of an answer is the same, only lapses are more."""
    parameters = Scheduler(StudySettings(), CALENDAR).parameters
    plain, short = Outcomes(parameters, Pace()), Outcomes(parameters, Pace(), 0.5)
    memory = MemoryState(6.0, 5.0)

    assert short.recall(6.0, 4) == pytest.approx(plain.recall(3.0, 4))
    found, believed = short.of_review(memory, 4), plain.of_review(memory, 4)
    assert [after for _, after in found] == [after for _, after in believed]
    assert found[0][0] == pytest.approx(1 - plain.recall(3.0, 4))
