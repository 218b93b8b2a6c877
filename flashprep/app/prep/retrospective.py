"""Summarizes past interviews from the log: the forecasts for an interview, and the warm-up on
its day. flashprep does not record the outcome of the interview itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from flashprep.app.context import Context
from flashprep.app.prep.forecasts import forecasts_of
from flashprep.app.prep.interviews import ever_covered_keys
from flashprep.core.events import EventKind
from flashprep.core.interviews import Interview, over_by
from flashprep.core.memory import Mode, Rating, Review


@dataclass(frozen=True, slots=True)
class Past:
    """A past interview. `foreseen` contains pairs: the day of a forecast, and the predicted
    recall (0-1). `warmed_up` is the number of the interview's cards that the user reviewed on
    the day of the interview. `recalled` is the number of those cards that the user recalled at
    the first try."""

    FORM: ClassVar = (
        "*interview(name day) forecasts=foreseen(made_day=0 recall=1) warmed_up recalled"
    )
    interview: Interview
    foreseen: tuple[tuple[int, float], ...]
    warmed_up: int
    recalled: int


def past_interviews(context: Context, now_ms: int, most: int | None = None) -> tuple[Past, ...]:
    """The past interviews that were not canceled, latest first. `most` is the maximum number of
    interviews; None means all."""
    today = context.today(now_ms)
    past = over_by(context.logs.events(EventKind.INTERVIEW), today, context.calendar.day_of)
    past, start_of = past[::-1][:most], context.calendar.start_of
    warm_ups = {
        day: context.logs.between(Mode.CRAM, start_of(day), start_of(day + 1))
        for day in {each.day for each in past}
    }
    return tuple(_past(context, each, warm_ups[each.day]) for each in past)


def _past(context: Context, interview: Interview, warm_up: Iterable[Review]) -> Past:
    asked = ever_covered_keys(context, interview) if warm_up else frozenset()
    firsts: dict[str, Rating] = {}
    for review in warm_up:
        if review.card_key in asked:
            firsts.setdefault(review.card_key, review.rating)
    return Past(
        interview,
        tuple(forecasts_of(context, interview)),
        warmed_up=len(firsts),
        recalled=sum(rating > Rating.AGAIN for rating in firsts.values()),
    )
