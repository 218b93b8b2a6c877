"""Forecasts kept, so that it can be told what is expected, and later what came of it.

The first of a day is an event: the mean recall on each morning to come, and of which cards it
is. The newest is in the cache, for what says where one stands without making a plan.
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

_DAYS: Final = 120  # so many are kept of each
_NEWEST: Final = "forecast"  # its name in the cache


@dataclass(frozen=True, slots=True)
class Kept:
    """A forecast made on `made_day`: the mean recall (0-1) on each morning after it, and what
    was foreseen for each interview, by its day. `asked` tells by the same days which cards
    that interview and later ones ask, as `digest_of` does."""

    made_day: int
    mornings: tuple[float, ...]
    on_the_day: tuple[tuple[int, float], ...]
    asked: tuple[str, ...]

    def on_morning(self, day: int, asked: str) -> float | None:
        """What was foreseen for the morning of a day; None if it was not, or of other cards
        than those `asked`."""
        ahead = day - self.made_day - 1
        coming = zip(self.on_the_day, self.asked, strict=True)
        of = next((digest for (last, _), digest in coming if last >= day), None)
        return self.mornings[ahead] if 0 <= ahead < len(self.mornings) and of == asked else None


def keep_forecast(context: Context, now_ms: int, plan: "Plan") -> None:
    """Keep what a plan foresees as the newest, and in the log once a day, and anew when
    interviews change. Where nothing can be written, it is not kept."""
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
    """The first ones of the days on which the interviews were set as they are now, by day:
    others foresaw something else."""
    now_set = _set_of(context)
    kept = (
        _kept(event.payload)
        for event in context.logs.events(EventKind.FORECAST)
        if event.payload.get("set") == now_set
    )
    return sorted(kept, key=lambda each: each.made_day)


def forecasts_of(context: Context, interview: Interview) -> list[tuple[int, float]]:
    """What was foreseen for an interview while it was on its day, whatever else changed
    since: the day on which, and the mean recall (0-1), by that day."""
    said = context.logs.events(EventKind.INTERVIEW)
    found = []
    for event in context.logs.events(EventKind.FORECAST):
        kept = _kept(event.payload)
        were = fold_interviews(each for each in said if each.at_ms <= event.at_ms)
        if event.payload.get("set") != _digest_of_set(were):  # what was undone since
            continue
        named = [each.name for each in were if each.day == interview.day]
        foreseen = [recall for day, recall in kept.on_the_day if day == interview.day]
        # Of an interview that asks no card there is no forecast.
        if interview.name in named and len(named) == len(foreseen):
            found.append((kept.made_day, foreseen[named.index(interview.name)]))
    return sorted(found, key=itemgetter(0))


def newest_forecast(context: Context, today: int) -> Kept | None:
    """The last one made until today for the interviews as they are set now."""
    kept = [each for each in kept_forecasts(context) if each.made_day <= today]
    newest = json.loads(context.states.stamp(_NEWEST) or "{}")
    if newest.get("set") == _set_of(context) and newest["day"] <= today:
        kept.append(_kept(newest))
    # Of those of one day the last one: what is in the cache is at least as new.
    return max(reversed(kept), key=lambda each: each.made_day, default=None)


def digest_of(keys: "Iterable[str]") -> str:
    """A short text that stands for these cards and no others."""
    return _digest(sorted(keys))


def _asked_of(plan: "Plan") -> list[str]:
    """For each interview foreseen which cards it and later ones ask."""
    cards = [(key, card.recall) for key, card in plan.cards.items()]
    # Of an interview that asks no card there is no forecast.
    places = sorted(
        {n for _, recall in cards for n, each in enumerate(recall) if each is not None}
    )
    return [
        digest_of(key for key, recall in cards if any(each is not None for each in recall[n:]))
        for n in places
    ]


def _set_of(context: Context) -> str:
    """Stands for the interviews as they are set."""
    return _digest_of_set(all_interviews(context))


def _digest_of_set(interviews: "Iterable[Interview]") -> str:
    return _digest([[each.name, each.payload()] for each in interviews])


def _digest(what: object) -> str:
    said = json.dumps(what, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _kept(payload: "Mapping[str, Any]") -> Kept:
    return Kept(
        made_day=payload["day"],
        mornings=tuple(payload["mornings"]),
        on_the_day=tuple((day, recall) for day, recall in payload["interviews"]),
        asked=tuple(payload["asked"]),
    )
