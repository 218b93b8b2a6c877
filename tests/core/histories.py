"""Random settings and review histories for the scheduler's tests."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from fsrs.scheduler import LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS
from hypothesis import strategies as st

from flashprep.core.calendar import StudyCalendar
from flashprep.core.memory import CardState, Rating, Review, StudySettings
from flashprep.core.scheduler import Load, Scheduler

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
START = int(datetime(2024, 1, 1, 12, tzinfo=UTC).timestamp()) * 1000

ratings = st.sampled_from(Rating)
calendars = st.builds(
    StudyCalendar,
    st.sampled_from(["America/New_York", "Asia/Tokyo", "Australia/Lord_Howe"]),
    st.sampled_from([0, 4, 23]),
)


def examples(count: int) -> int:
    """How many examples a property is tried with: more under FLASHPREP_FULL=1."""
    return count * 20 if os.environ.get("FLASHPREP_FULL") == "1" else count


@st.composite
def parameters(draw: st.DrawFn) -> tuple[float, ...]:
    """Any weights that FSRS-6 allows, a better first rating giving no less stability."""
    weights = [
        draw(st.floats(low, high))
        for low, high in zip(LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True)
    ]
    return (*sorted(weights[:4]), *weights[4:])


# Steps grow and stay short of 16 hours: one that is followed by a shorter one, or by a
# whole day while Hard waits half as long again, has no order that could be kept.
steps = st.lists(st.integers(MINUTE, 15 * HOUR), max_size=3).map(sorted).map(tuple)
settings = st.builds(
    StudySettings,
    desired_retention=st.floats(0.70, 0.99),
    learning_steps_ms=steps,
    relearning_steps_ms=steps,
    maximum_interval=st.sampled_from([1, 2, 3, 30, 365, 36_500]),
    parameters=st.none() | parameters(),
)
gaps = (
    st.integers(1, HOUR)
    | st.integers(1, 60).map(lambda days: days * DAY)
    | st.integers(1, 400 * DAY)
)


@dataclass(frozen=True)
class Answer:
    """What a person does: waits `gap_ms` (below 0: the clock was set back) and rates."""

    gap_ms: int
    rating: Rating


histories = st.lists(st.builds(Answer, gaps, ratings), min_size=1, max_size=12)
loads = st.dictionaries(st.integers(0, 60), st.integers(0, 5)).map(
    lambda counts: (
        lambda first, last: {
            day: counts[day % 61] for day in range(first, last + 1) if day % 61 in counts
        }
    )
)
"""Loads that repeat every 61 days, so that any range meets some of them."""


def study(
    scheduler: Scheduler, answers: list[Answer], load: Load | None = None
) -> tuple[CardState, list[Review]]:
    """Answer one card again and again; return its last state and the log of its reviews."""
    state: CardState | None = None
    log = []
    at_ms = START
    for number, answer in enumerate(answers):
        at_ms += answer.gap_ms
        state = scheduler.review(state, "star/action", answer.rating, at_ms, load)
        log.append(
            Review(
                uid=f"{number:04}",
                card_key="star/action",
                at_ms=at_ms,
                rating=answer.rating,
                due_day=state.due_day,
            )
        )
    assert state is not None
    return state, log


def replayed(scheduler: Scheduler, reviews: Iterable[Review]) -> CardState | None:
    """The state that one card's reviews, in any order, lead to; None if there are none."""
    log = sorted(reviews, key=lambda review: (review.at_ms, review.uid))
    if not log:
        return None
    answers = [(review.at_ms, review.rating, review.due_day) for review in log]
    return scheduler.state_after(log[-1].card_key, answers)
