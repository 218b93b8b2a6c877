"""The study calendar: which study day an instant belongs to.

A study day is a local calendar date, shifted: it begins `day_start` hours after midnight
by the clock on the wall and lasts until the next one begins (23 or 25 hours when the
clocks change). It depends on the instant and the two settings alone, never on today, on
the machine's own time zone or on the season in which one asks, so that a log of reviews
always replays to the same days.
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
# The year 9000: calendars end with 9999, and what is answered in one year is due in another.
_END_MS = 221_845_392_000_000


def read_instant(text: str) -> int:
    """An instant in ms since 1970: ISO 8601 with its offset, what is finer than a millisecond
    cut off, or whole milliseconds. ValueError if it is neither, or not from 1970 on."""
    try:
        at_ms = (
            int(text)
            if text.isdigit()
            else (datetime.fromisoformat(text) - _EPOCH) // _MILLISECOND
        )
    except TypeError as error:  # a date without its offset
        raise ValueError(text) from error
    if not 0 <= at_ms < _END_MS:
        raise ValueError(text)
    return at_ms


@dataclass(frozen=True, slots=True)
class StudyCalendar:
    """Study days in one time zone; ValueError for a zone or an hour that is none.

    `time_zone` is an IANA name such as "Europe/Berlin", `day_start` the hour (0-23) at
    which a study day begins. Instants are milliseconds since 1970 in UTC, days are
    proleptic ordinals (`datetime.date.toordinal`).
    """

    time_zone: str
    day_start: int = 4
    _zone: ZoneInfo = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Look up the zone once, so that a bad name is found here and not at a review."""
        try:
            zone = ZoneInfo(self.time_zone)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(
                f"time zone {self.time_zone!r} is not known; "
                "give an IANA name such as 'Europe/Berlin'"
            ) from error
        if not 0 <= self.day_start <= 23:  # noqa: PLR2004 (the hours of a day)
            raise ValueError(
                f"day_start {self.day_start} is not an hour of the day; give one from 0 to 23"
            )
        object.__setattr__(self, "_zone", zone)

    def day_of(self, at_ms: int) -> int:
        """Return the study day that an instant belongs to; it never falls as time goes on."""
        local = self._local(at_ms)
        day = (local - timedelta(hours=self.day_start)).toordinal()
        # Where clocks go back over the start of a day (Troll's by two hours, St. John's at
        # one minute past midnight), the day that has begun goes on.
        if local.fold and at_ms >= self.start_of(day + 1):
            return day + 1
        return day

    def date_of(self, day: int) -> date:
        """Return the calendar date on which a study day begins."""
        return date.fromordinal(day)

    def start_of(self, day: int) -> int:
        """Return the first instant of a study day.

        That is the first time the wall clock shows `day_start` on that date or, where the
        clocks skip that hour, the instant at which they do.
        """
        wall = datetime.combine(self.date_of(day), time(self.day_start))
        start = _milliseconds(wall.replace(tzinfo=self._zone))
        if self._wall(start) == wall:
            return start
        # A skipped hour read by the offset after the change lies before the change, read
        # by the offset before it (as above) lies after: the change is in between.
        before = _milliseconds(wall.replace(tzinfo=self._zone, fold=1))
        skipped = range(before, start + 1)
        return skipped[bisect_left(skipped, wall, key=self._wall)]

    def utc_offset_minutes(self, at_ms: int) -> int:
        """Return how many minutes local time is ahead of UTC (east is positive)."""
        offset = self._local(at_ms).utcoffset() or timedelta()
        return offset // timedelta(minutes=1)

    def _local(self, at_ms: int) -> datetime:
        return (_EPOCH + at_ms * _MILLISECOND).astimezone(self._zone)

    def _wall(self, at_ms: int) -> datetime:
        return self._local(at_ms).replace(tzinfo=None, fold=0)


class DayTable:
    """The study days of many instants: what `StudyCalendar.day_of` says of each, looked up.

    The table covers whole years, and grows with the instants that it is asked for.
    """

    def __init__(self, calendar: StudyCalendar) -> None:
        self._calendar = calendar
        # The first day, and when it and those after it begin; replaced as one, since threads
        # share it.
        self._table: tuple[int, list[int]] = 0, []

    def day_of(self, at_ms: int) -> int:
        """Return the study day that an instant belongs to."""
        first_day, starts = self._table
        place = bisect_right(starts, at_ms)
        if 0 < place < len(starts):
            return first_day + place - 1
        return self._grow(at_ms)

    def days_of(self, instants: Sequence[int]) -> list[int]:
        """Return the study days of instants, the first of which is the earliest and the last
        the latest."""
        if not instants:
            return []
        ends = self.day_of(instants[0]), self.day_of(instants[-1])
        first_day, starts = self._table
        before = first_day - 1
        if not before < ends[0] <= ends[1] < before + len(starts):  # too long for a table
            return [self.day_of(at_ms) for at_ms in instants]
        return [before + bisect_right(starts, at_ms) for at_ms in instants]

    def _grow(self, at_ms: int) -> int:
        day = self._calendar.day_of(at_ms)
        first_day, starts = self._table
        last_day = first_day + len(starts) - 1
        first = min(day, first_day) - _YEAR if starts else day - _YEAR
        last = max(day, last_day) + _YEAR if starts else day + _YEAR
        first, last = max(first, 1), min(last, date.max.toordinal())
        if last - first <= _LONGEST:  # an instant that is far away is not worth a table
            starts = [self._calendar.start_of(each) for each in range(first, last + 1)]
            self._table = first, starts
        return day


def _milliseconds(at: datetime) -> int:
    return (at - _EPOCH) // _MILLISECOND
