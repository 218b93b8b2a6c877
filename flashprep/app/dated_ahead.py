"""Entries dated ahead: rows of the logs that are dated more than a day later than the clock,
since a clock was wrong.

Such reviews, marks and practice do not count before their time: states are computed without
them. The next act on the same card or question undoes them (`Logs.append_review`); so does
`end_ahead`, for all. Replay reads no clock. It reads the *horizon*, which is stored with the
states: the time after which rows are dated ahead.
"""

from flashprep.app.context import Context
from flashprep.app.replay import rebuild, restate
from flashprep.core.events import EventKind
from flashprep.store.logs import DatedAhead, new_uid

DAY_MS = 86_400_000
_HOUR_MS = 3_600_000
_HORIZON = "horizon"


def leave_out_ahead(context: Context, now_ms: int) -> int:
    """Compares the logs with the clock, and computes again the states of cards with rows that
    became dated ahead, or whose time came. Returns the number of rows that do not count."""
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
    # So that few commands write, and nothing that is done during a long one is dated ahead.
    is_near = horizon_ms is not None and abs(horizon_ms - latest_ms) < _HOUR_MS
    if differing or (not is_near if ahead else horizon_ms is not None):
        with context.changing():
            context.states.put_stamp(_HORIZON, str(latest_ms) if ahead else "")
            restate(context, {logs.key_of(row) for row in differing if _is_of_card(row)})
    return len(logs.waiting())


def end_ahead(context: Context, now_ms: int) -> int:
    """Undoes all rows dated ahead, and returns their number; one undo reverses this."""
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
    """The time for an event that replaces others: now, or after the latest of them. Those dated
    ahead do not matter, since the new event ends them."""
    leave_out_ahead(context, now_ms)
    others = (
        each.at_ms
        for each in context.logs.events(kind)
        if each.subject == subject and each.at_ms <= now_ms + DAY_MS
    )
    return max(now_ms, 1 + max(others, default=0))


def cards_ahead(context: Context, rows: "list[DatedAhead]") -> list[str]:
    """The keys of the cards and questions of these rows, sorted."""
    keyed = (row for row in rows if row.kind is None or row.kind.is_keyed)
    return sorted({context.logs.key_of(row) for row in keyed})


def _is_of_card(row: DatedAhead) -> bool:
    return row.kind is None or row.kind.is_mark
