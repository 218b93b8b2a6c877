"""Stores the forecasts of plans. Forecasts are displayed, and later compared with actual
recall.

The first forecast of a day is logged as an event. The event contains the mean recall on each
coming morning and a digest of the cards. The newest forecast is also in the cache, so that
`status` needs no new plan.
"""

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final

from flashprep.app.context import Context
from flashprep.app.prep.interviews import all_interviews
from flashprep.core.events import EventKind
from flashprep.core.interviews import Interview, fold_interviews
from flashprep.errors import FlashprepError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from flashprep.core.planner.plan import Plan

_DAYS: Final = 120  # number of mornings stored per forecast
_NEWEST: Final = "forecast"  # name of the newest forecast in the cache


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored forecast, made on `made_day`. `mornings` contains the mean recall (0-1) on each
    following morning. `on_the_day` contains pairs: the day of an interview, and the recall
    predicted for the interview. For each of these interviews, `asked` contains a digest (see
    `digest_of`) of the cards that this interview and later interviews cover."""

    made_day: int
    mornings: tuple[float, ...]
    on_the_day: tuple[tuple[int, float], ...]
    asked: tuple[str, ...]

    def on_morning(self, day: int, asked: str) -> float | None:
        """The recall predicted for the morning of `day`. Returns None if the forecast does not
        include the day, or if it was made for other cards. `asked` is the digest of the
        expected cards."""
        ahead = day - self.made_day - 1
        coming = zip(self.on_the_day, self.asked, strict=True)
        of = next((digest for (last, _), digest in coming if last >= day), None)
        return self.mornings[ahead] if 0 <= ahead < len(self.mornings) and of == asked else None


def keep_forecast(context: Context, now_ms: int, plan: "Plan") -> None:
    """Stores a plan's forecast in the cache. The first forecast of a day, and the first
    forecast after a change of the interviews, are also logged. If the database cannot be
    written, nothing is stored."""
    if not plan.days:
        return
    today = context.today(now_ms)
    payload = {
        "set": _set_of(context),
        "day": today,
        "mornings": [round(day.recall, 4) for day in plan.days[:_DAYS]],
        "interviews": [[each.day, round(each.recall, 4)] for each in plan.forecasts],
        "asked": _asked_of(plan),
    }
    newest = json.dumps(payload)
    is_first = all(each.made_day != today for each in kept_forecasts(context))
    if not is_first and newest == context.states.stamp(_NEWEST):
        return
    with suppress(FlashprepError), context.database.transaction():
        context.states.put_stamp(_NEWEST, newest)
        if is_first:
            context.logs.append_event(EventKind.FORECAST, "plan", now_ms, payload)


def kept_forecasts(context: Context) -> list[Kept]:
    """The logged forecasts for the current set of interviews, sorted by day. Forecasts for
    another set of interviews are left out, because they predicted the recall of other cards or
    days."""
    now_set = _set_of(context)
    kept = (
        _kept(event.payload)
        for event in context.logs.events(EventKind.FORECAST)
        if event.payload.get("set") == now_set
    )
    return sorted(kept, key=lambda each: each.made_day)


def forecasts_of(context: Context, interview: Interview) -> list[tuple[int, float]]:
    """The forecasts for an interview that were made while the interview had its current date.
    Each item is a pair: the day on which the forecast was made, and the predicted mean recall
    (0-1). The pairs are sorted by day."""
    events = context.logs.events(EventKind.INTERVIEW)
    found = []
    for event in context.logs.events(EventKind.FORECAST):
        kept = _kept(event.payload)
        active = fold_interviews(each for each in events if each.at_ms <= event.at_ms)
        if event.payload.get("set") != _digest_of_set(active):  # an undo followed
            continue
        named = [each.name for each in active if each.day == interview.day]
        predicted = [recall for day, recall in kept.on_the_day if day == interview.day]
        # An interview that covers no card has no forecast.
        if interview.name in named and len(named) == len(predicted):
            found.append((kept.made_day, predicted[named.index(interview.name)]))
    return sorted(found, key=itemgetter(0))


def newest_forecast(context: Context, today: int) -> Kept | None:
    """The newest forecast for the current set of interviews. Forecasts made after `today` are
    ignored."""
    kept = [each for each in kept_forecasts(context) if each.made_day <= today]
    newest = json.loads(context.states.stamp(_NEWEST) or "{}")
    if newest.get("set") == _set_of(context) and newest["day"] <= today:
        kept.append(_kept(newest))
    # If a logged forecast has the same day, the cached forecast is used, because it is at least
    # as new.
    return max(reversed(kept), key=lambda each: each.made_day, default=None)


def digest_of(keys: "Iterable[str]") -> str:
    """A short text that identifies this set of cards."""
    return _digest(sorted(keys))


def _asked_of(plan: "Plan") -> list[str]:
    """For each interview in the plan's forecasts, the digest of the cards that this interview
    and later interviews cover."""
    cards = [(key, card.recall) for key, card in plan.cards.items()]
    # An interview that covers no card has no forecast.
    places = sorted(
        {n for _, recall in cards for n, each in enumerate(recall) if each is not None}
    )
    return [
        digest_of(key for key, recall in cards if any(each is not None for each in recall[n:]))
        for n in places
    ]


def _set_of(context: Context) -> str:
    """A digest of the interviews that are currently set."""
    return _digest_of_set(all_interviews(context))


def _digest_of_set(interviews: "Iterable[Interview]") -> str:
    return _digest([[each.name, each.payload()] for each in interviews])


def _digest(value: object) -> str:
    text = json.dumps(value, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _kept(payload: "Mapping[str, Any]") -> Kept:
    return Kept(
        made_day=payload["day"],
        mornings=tuple(payload["mornings"]),
        on_the_day=tuple((day, recall) for day, recall in payload["interviews"]),
        asked=tuple(payload["asked"]),
    )


@dataclass(frozen=True, slots=True)
class Expected:
    """A prediction by the plan of `made_day`: the recall (0-1) at the next interview."""

    made_day: int
    recall: float


def expected(context: Context, now_ms: int) -> Expected | None:
    """The prediction of the newest plan. Returns None if no plan was computed since the last
    change of the interviews."""
    today = context.today(now_ms)
    newest = newest_forecast(context, today)
    if newest is None:
        return None
    upcoming = (recall for day, recall in newest.on_the_day if day > today)
    return next((Expected(newest.made_day, recall) for recall in upcoming), None)
