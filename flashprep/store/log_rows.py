"""Converts the database rows of the logs into reviews and events."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row

from flashprep.core.events import KINDS, Event, EventKind
from flashprep.core.memory import Mode, Rating, Review

# Dictionaries, since a lookup is faster than calling the enum, and logs are long.
_RATINGS = {rating.value: rating for rating in Rating}
_MODES = {mode.value: mode for mode in Mode}


def review_of(row: Row[Any], card_key: str | None = None) -> Review:
    """The review in a row of `review`, with the key `card_key` or, by default, the row's."""
    return Review(
        uid=row.uid,
        card_key=card_key or row.card_key,
        at_ms=row.at_ms,
        rating=_RATINGS[row.rating],
        duration_ms=row.duration_ms,
        due_day=row.due_day,
        mode=_MODES[row.mode],
        parts=_parts(row.parts) if row.parts else (),
    )


def event_of(row: Row[Any]) -> Event:
    """The event in a row of `event`."""
    return Event(
        uid=row.uid,
        at_ms=row.at_ms,
        kind=KINDS[row.kind],
        subject=row.subject,
        group=row.group,
        payload=json.loads(row.payload),
        since_ms=row.key_since_ms,
    )


def payload_text(kind: EventKind, payload: Mapping[str, Any]) -> str:
    """A payload as stored in `event`. Raises ValueError if it is not valid for its kind."""
    problem = kind.problem(payload)
    if problem:
        raise ValueError(f"{kind}: {problem}")
    return json.dumps(payload, sort_keys=True)


def problem_of_event(name: str, payload: str) -> str | None:
    """Returns the problem of a payload in `event`, or None if the payload is valid. An unknown
    kind is from a newer version and may have any payload."""
    kind = KINDS.get(name)
    if kind is None:
        return None
    try:
        return kind.problem(json.loads(payload))
    except ValueError:
        return "the payload is not JSON"


def _parts(written: str) -> tuple[tuple[str, bool], ...]:
    return tuple((part, passed) for part, passed in json.loads(written))
