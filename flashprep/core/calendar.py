"""The study calendar: maps timestamps to study days.

A study day is a shifted local date. It begins when local clocks show `day_start`, and ends when
the next study day begins. It lasts 23 or 25 hours if the clocks change. The study day depends
only on the timestamp and the two settings of `StudyCalendar`, never on the current date or the
machine's time zone. So every replay of a log gets the same study days.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_YEAR = 365
_LONGEST = 100 * _YEAR
# The year 9000. Dates end with the year 9999, and a due date is later than its review.
_END_MS = 221_845_392_000_000


def read_instant(text: str) -> int:
    """Parses a timestamp, and returns it in ms since 1970. `text` is a number of milliseconds,
    or ISO 8601 with an offset. Digits beyond milliseconds are dropped. Raises ValueError for
    any other text and for times before 1970."""
    try:
        at_ms = (
            int(text)
            if text.isdigit()
            else (datetime.fromisoformat(text) - _EPOCH) // _MILLISECOND
        )
    except TypeError as error:  # a time without an offset
        raise ValueError(text) from error
    if not 0 <= at_ms < _END_MS:
        raise ValueError(text)
    return at_ms


@dataclass(frozen=True, slots=True)
class StudyCalendar:
    """Study days in one time zone. Raises ValueError for an unknown zone or an invalid hour.

    `time_zone` is an IANA name such as "Europe/Berlin". `day_start` is the hour (0-23) at which
    a study day begins. Timestamps are milliseconds since 1970 in UTC. Days are proleptic
    ordinals (`datetime.date.toordinal`).
    """

    time_zone: str
    day_start: int = 4
    _zone: ZoneInfo = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Look up the time zone now, so that an unknown name fails here and not during a
        review."""
        try:
            zone = ZoneInfo(self.time_zone)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(
                f"unknown time zone {self.time_zone!r}; "
                "use an IANA name such as 'Europe/Berlin'"
            ) from error
        if not 0 <= self.day_start <= 23:  # noqa: PLR2004 (the hours of a day)
            raise ValueError(f"day_start must be an hour from 0 to 23; it is {self.day_start}")
        object.__setattr__(self, "_zone", zone)

    def day_of(self, at_ms: int) -> int:
        """Return the study day of a timestamp; a later timestamp never has an earlier day."""
        local = self._local(at_ms)
        day = (local - timedelta(hours=self.day_start)).toordinal()
        # Clocks may go back across the start of a study day. In Troll, they go back by two
        # hours; in St. John's, they went back at one minute past midnight. In such a case the
        # new study day continues.
        if local.fold and at_ms >= self.start_of(day + 1):
            return day + 1
        return day

    def date_of(self, day: int) -> date:
        """Return the calendar date on which a study day begins."""
        return date.fromordinal(day)

    def start_of(self, day: int) -> int:
        """Return the timestamp at which a study day begins.

        The day begins when local clocks first show `day_start` on that date. If the clocks skip
        that hour, the day begins at the moment of the clock change.
        """
        wall = datetime.combine(self.date_of(day), time(self.day_start))
        start = _milliseconds(wall.replace(tzinfo=self._zone))
        if self._wall(start) == wall:
            return start
        # The clocks skip this hour, so the skipped local time can be read with either offset.
        # The offset after the clock change gives a timestamp before the change. The offset
        # before the change, used above, gives a timestamp after the change. So the change is
        # between these two timestamps.
        before = _milliseconds(wall.replace(tzinfo=self._zone, fold=1))
        skipped = range(before, start + 1)
        return skipped[bisect_left(skipped, wall, key=self._wall)]

    def utc_offset_minutes(self, at_ms: int) -> int:
        """Return the number of minutes by which local time is ahead of UTC (east is
        positive)."""
        offset = self._local(at_ms).utcoffset() or timedelta()
        return offset // timedelta(minutes=1)

    def _local(self, at_ms: int) -> datetime:
        return (_EPOCH + at_ms * _MILLISECOND).astimezone(self._zone)

    def _wall(self, at_ms: int) -> datetime:
        return self._local(at_ms).replace(tzinfo=None, fold=0)


class DayTable:
    """A lookup table for `StudyCalendar.day_of`, for many timestamps.

    The table covers whole years. It grows when a timestamp is outside these years.
    """

    def __init__(self, calendar: StudyCalendar) -> None:
        self._calendar = calendar
        # The first day of the table, and the times at which this day and the following days
        # begin. Threads share the table, so the day and the times are in one tuple that is
        # replaced atomically.
        self._table: tuple[int, list[int]] = 0, []

    def day_of(self, at_ms: int) -> int:
        """Return the study day of a timestamp."""
        first_day, starts = self._table
        place = bisect_right(starts, at_ms)
        if 0 < place < len(starts):
            return first_day + place - 1
        return self._grow(at_ms)

    def days_of(self, timestamps: Sequence[int]) -> list[int]:
        """Return the study days of these timestamps. The first element of `timestamps` must be
        the earliest timestamp, and the last element the latest timestamp."""
        if not timestamps:
            return []
        found = self.covering(timestamps[0], timestamps[-1])
        if found is None:
            return [self.day_of(at_ms) for at_ms in timestamps]
        first_day, starts = found
        before = first_day - 1
        return [before + bisect_right(starts, at_ms) for at_ms in timestamps]

    def covering(self, first_ms: int, last_ms: int) -> tuple[int, list[int]] | None:
        """Return a study day, and the timestamps at which that day and the following days
        begin, so that all days from `first_ms` to `last_ms` are among them. Return None if
        these are too many for a table."""
        ends = self.day_of(first_ms), self.day_of(last_ms)
        first_day, starts = self._table
        if first_day <= ends[0] <= ends[1] < first_day - 1 + len(starts):
            return first_day, starts
        return None

    def _grow(self, at_ms: int) -> int:
        day = self._calendar.day_of(at_ms)
        first_day, starts = self._table
        last_day = first_day + len(starts) - 1
        first = min(day, first_day) - _YEAR if starts else day - _YEAR
        last = max(day, last_day) + _YEAR if starts else day + _YEAR
        first, last = max(first, 1), min(last, date.max.toordinal())
        if last - first <= _LONGEST:  # for a distant timestamp, the table would be too large
            starts = [self._calendar.start_of(each) for each in range(first, last + 1)]
            self._table = first, starts
        return day


def _milliseconds(at: datetime) -> int:
    return (at - _EPOCH) // _MILLISECOND
