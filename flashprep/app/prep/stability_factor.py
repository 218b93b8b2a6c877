"""How long a person's memories last beside what FSRS believes, by the collection's own log."""

from typing import TYPE_CHECKING, Final

from flashprep.app.context import Context
from flashprep.app.upkeep.last_studied import last_studied
from flashprep.core.forgetting import decay_of
from flashprep.core.memory import Rating
from flashprep.core.stability_factor import Proof, learn_stretch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flashprep.core.formulas import Formulas

RECENT_DAYS: Final = 60
"""Answers of so many days tell how one remembers now, of the cards studied last."""


def formulas_by_preset(context: Context) -> "dict[str, tuple[Formulas, float]]":
    """Of each preset its formulas of FSRS, and its exponent of forgetting."""
    return {
        preset.name: (
            context.scheduler_for(preset.name).formulas,
            decay_of(context.fitted.study(preset)),
        )
        for preset in context.config.every_preset
    }


def own_stretch(context: Context, today: int) -> float:
    """What stabilities are to be taken times, as the answers of the last weeks show."""
    presets = formulas_by_preset(context)
    day_of, since = context.calendar.day_of, today - RECENT_DAYS
    since_ms = context.calendar.start_of(since)

    def proofs() -> "Iterator[Proof]":
        for studied in last_studied(context).values():
            standing, answers = studied.standing, studied.answers
            state = standing.state
            if state is not None and state.last_at_ms >= since_ms and len(answers) > 1:
                formulas, decay = presets[standing.preset]
                days = [(day_of(answer.at_ms), answer.rating) for answer in answers]
                yield from _proofs(days, formulas, decay, since)

    return learn_stretch(proofs())


def _proofs(
    answers: "Sequence[tuple[int, int]]", formulas: "Formulas", decay: float, since: int
) -> "Iterator[Proof]":
    """Of one card's answers, given as study day and rating in the order of time, those that
    tell of memory, from the day `since` on."""
    last, rating = answers[0]
    stability, difficulty = formulas.first[rating - 1]
    for day, rating in answers[1:]:
        days = max(0, day - last)
        if days and day >= since:
            yield Proof(days, stability, decay, rating != Rating.AGAIN)
        stability, difficulty = formulas.after(stability, difficulty, days, rating)
        last = max(last, day)
