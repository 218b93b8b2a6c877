"""The learner's pace and memory factor on a study day.

The estimates use only reviews before the day, so reviews during the day do not change the
estimates. They are stored in the cache, since the computation takes longer than most commands.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import Any, Final, NamedTuple

from flashprep.app.context import Context
from flashprep.core.card_memory import Formulas
from flashprep.core.events import names_of
from flashprep.core.memory import Rating, Review
from flashprep.core.pace import Pace, learn_pace
from flashprep.core.stability_factor import RecallSample, fit_memory_factor

RECENT_DAYS: Final = 60
"""The memory factor is estimated from reviews within this number of days."""
# The memory factor and the pace are each estimated from this number of cards, those studied
# last. The user's earlier pace may have been different.
_CARDS: Final = 1000
_PACE_CARDS: Final = 500
_STAMP: Final = "learner"


class Learner(NamedTuple):
    """The estimates for a learner: the memory factor and the pace. FSRS stabilities are
    multiplied by the memory factor."""

    memory_factor: float
    pace: Pace


def learner_of(context: Context, today: int) -> Learner:
    """The estimates for a study day. They come from the cache if the data on which they depend
    is unchanged."""
    return context.database.kept.found(("learner", today), lambda: _learner(context, today))


def day_mark(context: Context, today: int) -> str:
    """A digest of the data on which a day's plan and the learner's estimates depend. Today's
    reviews are not included."""
    return context.database.kept.found(("mark", today), lambda: _day_mark(context, today))


def _day_mark(context: Context, today: int) -> str:
    since_ms = context.calendar.start_of(today)
    files = sorted((name, row.digest) for name, row in context.catalog.files().items())
    unrelated = names_of(lambda kind: not kind.bears_on_plan)
    depends = (
        today,
        context.logs.latest_event(apart_from=unrelated, answered_since_ms=since_ms),
        context.states_stamp(),
        len(context.logs.waiting()),
        files,
    )
    return hashlib.sha256(repr(depends).encode()).hexdigest()


def _learner(context: Context, today: int) -> Learner:
    mark, start_ms = day_mark(context, today), context.calendar.start_of(today)
    with suppress(KeyError, TypeError, ValueError):  # missing, or written by another version
        kept = json.loads(context.states.stamp(_STAMP) or "{}")
        if kept["mark"] == mark and not context.logs.is_answered_late(
            kept["answers"], start_ms
        ):
            return _read(kept)
    answers = context.logs.latest_answer()
    found = estimated(context, today)
    figures = {"memory_factor": found.memory_factor, **asdict(found.pace)}
    text = json.dumps({"mark": mark, "answers": answers, **figures})
    context.states.keep_stamp(_STAMP, text)
    return found


def _read(kept: Mapping[str, Any]) -> Learner:
    """The estimates in the cache. Raises KeyError, TypeError or ValueError if they are
    invalid."""
    pace = Pace(
        new_s=float(kept["new_s"]),
        pass_s=float(kept["pass_s"]),
        lapse_s=float(kept["lapse_s"]),
        passes=tuple(map(float, kept["passes"])),
        firsts=tuple(map(float, kept["firsts"])),
    )
    return Learner(float(kept["memory_factor"]), pace)


def estimated(context: Context, today: int) -> Learner:
    """The estimates for a study day, computed from the log."""
    since = today - RECENT_DAYS
    since_ms = context.calendar.start_of(since)
    day_of = context.scheduler.days.day_of

    def samples() -> Iterator[RecallSample]:
        for preset, answers in studied:
            if answers[-1].at_ms >= since_ms and len(answers) > 1:
                days = [(day_of(answer.at_ms), answer.rating) for answer in answers]
                yield from _samples(days, context.scheduler_for(preset).formulas, since)

    studied = _studied(context, today)
    pace = learn_pace((answers for _, answers in studied[:_PACE_CARDS]), day_of)
    return Learner(fit_memory_factor(samples()), pace)


def _studied(context: Context, day: int) -> list[tuple[str, list[Review]]]:
    """The preset and reviews of the cards studied last before a day; the card studied last
    comes first. Only reviews that took place before that day and count for the card's state are
    included."""
    before_ms = context.calendar.start_of(day)
    cards = context.states.studied_last(day, before_ms, _CARDS)
    reviews = context.logs.reviews_by_card(cards)
    found = []
    for key, (preset, forgotten_ms) in cards.items():
        start_ms = -1 if forgotten_ms is None else forgotten_ms
        answers = [each for each in reviews.get(key, ()) if start_ms < each.at_ms < before_ms]
        if answers:
            found.append((preset, answers))
    return sorted(found, key=lambda each: -each[1][-1].at_ms)[:_CARDS]


def _samples(
    reviews: Sequence[tuple[int, int]], formulas: Formulas, since: int
) -> Iterator[RecallSample]:
    """Yields the samples in one card's reviews from the day `since` on. A sample is the card's
    first review of a day. `reviews` contains pairs of study day and rating, oldest first."""
    last, rating = reviews[0]
    stability, difficulty = formulas.first[rating - 1]
    for day, rating in reviews[1:]:
        days = max(0, day - last)
        if days and day >= since:
            yield RecallSample(days, stability, formulas.curve.decay, rating != Rating.AGAIN)
        stability, difficulty = formulas.after(stability, difficulty, days, rating)
        last = max(last, day)
