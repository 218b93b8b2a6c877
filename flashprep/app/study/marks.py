"""Suspensions, burials, flags, and other actions on cards apart from ratings."""

from collections.abc import Collection as Some
from collections.abc import Iterable, Mapping
from typing import Any

from flashprep.app.context import Context
from flashprep.app.replay import restate
from flashprep.app.upkeep.backups import copy_before_many
from flashprep.core.events import EventKind
from flashprep.store.logs import new_uid
from flashprep.store.states import CardStatus


def keys_to_mark(
    context: Context,
    keys: Iterable[str],
    kind: EventKind,
    now_ms: int,
    payload: Mapping[str, Any],
) -> list[str]:
    """The keys of the cards that the action would change."""
    today = context.today(now_ms)
    return [key for key in keys if _changes(context.standing(key), kind, payload, today)]


def _changes(
    standing: CardStatus, kind: EventKind, payload: Mapping[str, Any], today: int
) -> bool:
    match kind:
        case EventKind.SUSPEND | EventKind.UNSUSPEND:
            return standing.marks.suspended is not (kind is EventKind.SUSPEND)
        case EventKind.BURY | EventKind.UNBURY:
            return standing.marks.rests_on(today) is not (kind is EventKind.BURY)
        case EventKind.FLAG:
            return bool(standing.marks.flag != payload["flag"])
        case _:  # set-due and forget change a card's state
            return standing.state is not None


def mark_cards(
    context: Context,
    keys: Some[str],
    kind: EventKind,
    now_ms: int,
    payload: Mapping[str, Any] | None = None,
) -> None:
    """Applies an action to cards. A single undo reverses the action for all cards. If there are
    many cards, the database is backed up first.

    A buried card is hidden until the next study day. The payload of a flag is `{"flag": 0 to
    7}`; the payload of a due date is `{"day": ordinal}`.
    """
    copy_before_many(context, len(keys), now_ms, kind.name.replace("_", "-"))
    with context.changing():
        group = new_uid() if len(keys) > 1 else None
        for key in keys:
            record_mark(context, key, kind, now_ms, payload or {}, group)
        restate(context, keys)


def record_mark(
    context: Context,
    key: str,
    kind: EventKind,
    now_ms: int,
    payload: Mapping[str, Any],
    group: str | None,
) -> None:
    """Appends one event to the log. The caller must update the states in the same
    transaction."""
    standing = context.standing(key)
    if kind is EventKind.BURY:
        payload = {"until_day": context.today(now_ms) + 1}
    # The event must be later than all earlier events of the card, even if the clock went back.
    # If the event affects the memory state, it must also be later than the card's reviews.
    marks = context.logs.marks_by_card([key]).get(key, ())
    last = max((mark.at_ms for mark in marks), default=0)
    if kind.is_after_answers and standing.state:
        last = max(last, standing.state.last_at_ms)
    at_ms = max(now_ms, last + 1)
    context.logs.append_event(kind, key, at_ms, payload, group)
