"""Converts the database rows of the logs into reviews and events."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from flashprep.core.events import KINDS, Event, EventKind
from flashprep.core.memory import Mode, Rating, Review

REVIEW: Final = (
    "review.uid, review.seq, card_key, review.key_since_ms, review.at_ms, rating, duration_ms, "
    "mode, due_day, parts"
)
EVENT: Final = (
    'event.uid, event.seq, subject, event.key_since_ms, event.at_ms, kind, "group", payload'
)
"""The columns of the rows that `review_of` and `event_of` accept, as SQL. Both lists begin with
the uid, the sequence number, the key, and the time since which the key has belonged to its
card."""

# A lookup in a dictionary is faster than a call of the enum, which matters for long logs.
_RATINGS = {rating.value: rating for rating in Rating}
_MODES = {mode.value: mode for mode in Mode}


def review_of(row: Sequence[Any], card_key: str | None = None) -> Review:
    """The review in a row with the columns REVIEW. `card_key` is the key of its card (default:
    the key in the row)."""
    uid, _, key, _, at_ms, rating, duration_ms, mode, due_day, parts = row
    return Review(
        uid=uid,
        card_key=card_key or key,
        at_ms=at_ms,
        rating=_RATINGS[rating],
        duration_ms=duration_ms,
        due_day=due_day,
        mode=_MODES[mode],
        parts=_parts(parts) if parts else (),
    )


def event_of(row: Sequence[Any]) -> Event:
    """The event in a row with the columns EVENT."""
    uid, _, subject, since_ms, at_ms, kind, group, payload = row
    return Event(
        uid=uid,
        at_ms=at_ms,
        kind=KINDS[kind],
        subject=subject,
        group=group,
        payload=json.loads(payload),
        since_ms=since_ms,
    )


def payload_text(kind: EventKind, payload: Mapping[str, Any]) -> str:
    """A payload in the form that the table `event` stores. Raises ValueError if the payload is
    not valid for the kind."""
    problem = kind.problem(payload)
    if problem:
        raise ValueError(f"{kind}: {problem}")
    return json.dumps(payload, sort_keys=True)


def problem_of_event(name: str, payload: str) -> str | None:
    """The problem with a payload in the table `event`; None if the payload is valid. An unknown
    kind of event is from a newer version and may have any payload."""
    kind = KINDS.get(name)
    if kind is None:
        return None
    try:
        return kind.problem(json.loads(payload))
    except ValueError:
        return "the payload is not JSON"


def _parts(written: str) -> tuple[tuple[str, bool], ...]:
    return tuple((part, passed) for part, passed in json.loads(written))
