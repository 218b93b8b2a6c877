"""Checks the timestamps in the log, and repairs the log after a clock ran ahead."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from flashprep.app.context import Context
from flashprep.app.dated_ahead import DAY_MS, cards_ahead, end_ahead
from flashprep.app.upkeep.backups import copy_apart
from flashprep.app.upkeep.card_checks import Finding, Grade
from flashprep.store.log_checks import count_out_of_order
from flashprep.text import amount, first_of

_NAMED = 5  # the maximum number of cards that a finding names


def clock_findings(context: Context, now_ms: int) -> Iterator[Finding]:
    """Yields the findings for entries dated ahead (see `app.dated_ahead`), and for entries that
    are dated before earlier entries."""
    ahead = context.logs.later_than(now_ms + DAY_MS)
    if ahead:
        days = -(-(max(row.at_ms for row in ahead) - now_ms) // DAY_MS)
        cards = cards_ahead(context, ahead)
        named = f" (cards: {first_of(cards, _NAMED)})" if cards else ""
        entries = "1 log entry is" if len(ahead) == 1 else f"{len(ahead):,} log entries are"
        yield Finding(
            Grade.WARNING,
            f"{entries} dated up to {amount(days, 'day')} ahead of this machine's clock"
            f"{named}; reviews and other actions on cards do not count until then; "
            "check the clock",
            "dated-ahead",
        )
    back = count_out_of_order(context.database, context.identity.device, DAY_MS)
    if back:
        yield Finding(
            Grade.FINE,
            f"log entries dated more than a day before an earlier entry: {back}; they were "
            "imported later, or the clock was wrong; they are used in the order of their dates",
        )


def zone_findings(context: Context, now_ms: int) -> Iterator[Finding]:
    """The time zone of the study days, and whether this machine's clock has the same offset."""
    start, zone = context.calendar.day_start, context.calendar.time_zone
    yield Finding(Grade.FINE, f"study days begin at {start:02d}:00 in the time zone {zone}")
    warning = zone_warning(context, now_ms)
    if warning:
        yield Finding(Grade.WARNING, warning)


def zone_warning(context: Context, now_ms: int) -> str | None:
    """The warning that this machine's local time is not the local time of the study days. None
    if it is. The time zone was stored when the database was created, or is set in the settings.
    A machine whose time zone is unknown counts as UTC."""
    local = datetime.fromtimestamp(now_ms / 1000, UTC).astimezone()
    machine_min = (local.utcoffset() or timedelta()) // timedelta(minutes=1)
    zone_min = context.calendar.utc_offset_minutes(now_ms)
    if machine_min == zone_min:
        return None
    return (
        f"this machine's clock is at UTC{_offset(machine_min)}, but study days are counted in "
        f"the time zone {context.calendar.time_zone}, which is at UTC{_offset(zone_min)}; to "
        "change this, set time_zone in flashprep.toml"
    )


def _offset(minutes: int) -> str:
    """An offset from UTC, such as "+2:00"."""
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60}:{abs(minutes) % 60:02d}"


def undo_ahead(context: Context, now_ms: int) -> Finding:
    """Backs up the database, then voids all log entries dated ahead. A single undo reverses
    this."""
    if not context.logs.later_than(now_ms + DAY_MS):
        return Finding(Grade.FINE, "no log entry is dated ahead of this machine's clock")
    copy_apart(context, now_ms, "doctor")
    count = end_ahead(context, now_ms)
    return Finding(Grade.FINE, f"undid all log entries dated ahead of the clock ({count:,})")
