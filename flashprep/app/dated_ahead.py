"""Entries dated ahead: rows of the log whose timestamp is more than a day in the future. Such
rows exist if a computer's clock was wrong.

Reviews, marks and practice that are dated ahead have no effect before their time: card states
are computed without them. The next action on the same card or prompt voids such entries (see
`Logs.append_review`). The function `end_ahead` voids all entries dated ahead.

Replay does not read the clock. Instead it reads the *horizon*, a timestamp that is stored with
the states. Rows after the horizon are dated ahead.
"""

from flashprep.app.context import Context
from flashprep.app.replay import rebuild, restate
from flashprep.core.events import EventKind
from flashprep.store.logs import DatedAhead, new_uid

DAY_MS = 86_400_000
_HOUR_MS = 3_600_000
_HORIZON = "horizon"


def leave_out_ahead(context: Context, now_ms: int) -> int:
    """Compares the log with the clock, and returns the number of rows that have no effect yet.
    A row may be dated ahead now, or may no longer be dated ahead. In both cases, the state of
    its card is computed again."""
    logs, latest_ms = context.logs, now_ms + DAY_MS
    horizon_ms, is_ahead = logs.horizon(latest_ms)
    if horizon_ms is None and not is_ahead:
        return 0
    ahead = logs.later_than(latest_ms)
    if horizon_ms is None:
        differing = ahead
    else:
        first_ms = min(horizon_ms, latest_ms)
        last_ms = max(horizon_ms, latest_ms) if ahead else None
        later = logs.later_than(first_ms)
        differing = [row for row in later if last_ms is None or row.at_ms <= last_ms]
    # The stored horizon is changed only if it differs by an hour or more, so that few commands
    # write to the database. The tolerance also keeps rows written during a long command from
    # being dated ahead.
    is_near = horizon_ms is not None and abs(horizon_ms - latest_ms) < _HOUR_MS
    if differing or (not is_near if ahead else horizon_ms is not None):
        with context.changing():
            context.states.put_stamp(_HORIZON, str(latest_ms) if ahead else "")
            restate(context, {logs.key_of(row) for row in differing if _is_of_card(row)})
    return len(logs.waiting())


def end_ahead(context: Context, now_ms: int) -> int:
    """Voids all rows dated ahead, and returns the number of these rows. A single undo reverses
    this action."""
    leave_out_ahead(context, now_ms)
    with context.changing():
        ahead = context.logs.later_than(now_ms + DAY_MS)
        if not ahead:
            return 0
        group = new_uid()
        for row in ahead:
            context.logs.append_event(EventKind.VOID, row.uid, now_ms, group=group)
        context.logs.append_event(EventKind.END_AHEAD, "", now_ms, group=group)
        if any(row.kind and row.kind.rebuilds for row in ahead):
            rebuild(context)
    leave_out_ahead(context, now_ms)
    return len(ahead)


def after_others(context: Context, kind: EventKind, subject: str, now_ms: int) -> int:
    """The timestamp for a new event that replaces earlier events of this kind and subject. It
    is `now_ms` or, if the clock went back, just after the latest of these events. Events dated
    ahead are ignored, since the new event voids them."""
    leave_out_ahead(context, now_ms)
    others = (
        each.at_ms
        for each in context.logs.events(kind)
        if each.subject == subject and each.at_ms <= now_ms + DAY_MS
    )
    return max(now_ms, 1 + max(others, default=0))


def cards_ahead(context: Context, rows: "list[DatedAhead]") -> list[str]:
    """The keys of the cards and prompts to which these rows belong, sorted."""
    keyed = (row for row in rows if row.kind is None or row.kind.is_keyed)
    return sorted({context.logs.key_of(row) for row in keyed})


def _is_of_card(row: DatedAhead) -> bool:
    return row.kind is None or row.kind.is_mark
