"""Keeps the readiness in the cache until something that it depends on changes.

Readiness is computed from all reviews and a plan, which takes longer than most commands. The
last one is stored with a digest of all that it depends on, so that `ready` can be repeated.
"""

import hashlib
import json
from collections.abc import Collection as Some
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, replace
from typing import Any, Final

from flashprep import __version__
from flashprep.app.context import Context
from flashprep.app.prep.forecasts import digest_of
from flashprep.app.prep.interviews import upcoming_interviews
from flashprep.app.upkeep.learner import day_mark
from flashprep.core.events import EventKind
from flashprep.core.readiness import Judged, Readiness, Ready, Topic

_STAMP: Final = "readiness"
# A longer text is not stored: thousands of topics, as with the parts of all notes.
_LONGEST: Final = 1 << 20


def kept_readiness(
    context: Context, now_ms: int, among: Some[str] | None = None, *, fine: bool = False
) -> Readiness | None:
    """The result of `readiness_of`: the stored one if it would be the same now. Otherwise it is
    computed and stored."""
    # Read first: what another process writes meanwhile makes the stored result invalid.
    mark = _mark(context, context.today(now_ms), among, fine=fine)
    with suppress(KeyError, TypeError, ValueError):  # missing, or damaged
        kept = json.loads(context.states.stamp(_STAMP) or "{}")
        if kept["mark"] == mark:
            return None if kept["found"] is None else _read(context, now_ms, kept["found"])
    # Slow to load.
    from flashprep.app.prep.readiness import readiness_of

    found = readiness_of(context, now_ms, among, fine=fine)
    text = json.dumps({"mark": mark, "found": None if found is None else _stored(found)})
    if len(text) <= _LONGEST:
        context.states.keep_stamp(_STAMP, text)
    return found


def _mark(context: Context, today: int, among: Some[str] | None, *, fine: bool) -> str:
    """Digest of all that readiness depends on. Today's own forecast is an event that the first
    result of a day writes. Only forecasts of other days, which it is compared with, count."""
    logs = context.logs
    forecasts = [
        event.uid
        for event in logs.events(EventKind.FORECAST)
        if event.payload.get("day") != today
    ]
    depends = (
        __version__,
        day_mark(context, today),
        logs.latest_answer(),
        logs.latest_event(apart_from=[EventKind.FORECAST.name]),
        forecasts,
        repr(context.config),
        None if among is None else digest_of(among),
        fine,
    )
    return hashlib.sha256(repr(depends).encode()).hexdigest()


def _stored(found: Readiness) -> dict[str, Any]:
    """The readiness as JSON. Of the interviews, which are read again, only the names."""
    names = [each.name for each in found.interviews]
    return {**asdict(replace(found, interviews=())), "interviews": names}


def _read(context: Context, now_ms: int, stored: Mapping[str, Any]) -> Readiness:
    """The readiness in the cache. Raises KeyError, TypeError or ValueError if it is invalid."""
    upcoming = upcoming_interviews(context, now_ms)
    return Readiness(
        today=stored["today"],
        interviews=tuple(each for each in upcoming if each.name in stored["interviews"]),
        whole=_ready(stored["whole"]),
        topics=tuple(map(_ready, stored["topics"])),
        days=tuple(stored["days"]),
        unpracticed=tuple(stored["unpracticed"]),
        judged=tuple(Judged(**each) for each in stored["judged"]),
        by_word=stored["by_word"],
    )


def _ready(stored: Mapping[str, Any]) -> Ready:
    values = {**stored, "topic": Topic(**stored["topic"]), "trend": tuple(stored["trend"])}
    return Ready(**values)
