"""Estimates the memory factor: how much longer or shorter this learner's memories last than
FSRS predicts."""

from typing import TYPE_CHECKING, Final

from flashprep.app.context import Context
from flashprep.app.upkeep.last_studied import last_studied
from flashprep.core.memory import Rating
from flashprep.core.stability_factor import RecallSample, fit_memory_factor

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flashprep.core.fsrs import Formulas

RECENT_DAYS: Final = 60
"""Look-back window, in days: only recent reviews of the cards studied last are used."""


def own_memory_factor(context: Context, today: int) -> float:
    """The memory factor, by which predicted stabilities are multiplied."""
    day_of, since = context.calendar.day_of, today - RECENT_DAYS
    since_ms = context.calendar.start_of(since)

    def samples() -> "Iterator[RecallSample]":
        for studied in last_studied(context).values():
            standing, answers = studied.standing, studied.answers
            state = standing.state
            if state is not None and state.last_at_ms >= since_ms and len(answers) > 1:
                formulas = context.scheduler_for(standing.preset).formulas
                days = [(day_of(answer.at_ms), answer.rating) for answer in answers]
                yield from _samples(days, formulas, since)

    return fit_memory_factor(samples())


def _samples(
    reviews: "Sequence[tuple[int, int]]", formulas: "Formulas", since: int
) -> "Iterator[RecallSample]":
    """The samples in one card's reviews from the day `since` on. Reviews are pairs of study day
    and rating in time order; the first review of a day is a sample."""
    last, rating = reviews[0]
    stability, difficulty = formulas.first[rating - 1]
    for day, rating in reviews[1:]:
        days = max(0, day - last)
        if days and day >= since:
            yield RecallSample(days, stability, formulas.curve.decay, rating != Rating.AGAIN)
        stability, difficulty = formulas.after(stability, difficulty, days, rating)
        last = max(last, day)
