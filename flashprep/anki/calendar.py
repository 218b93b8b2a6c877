"""Converts Anki's days to study days.

Anki numbers days from the creation of its collection. An Anki day starts at an hour that the
user sets in Anki. It becomes the study day of the date on which it starts.
"""

from datetime import UTC, datetime
from typing import Final

from flashprep.anki.reading import AnkiClock
from flashprep.core.calendar import StudyCalendar

_DAY_MS: Final = 86_400_000
_HOUR_MS: Final = 3_600_000
_MINUTE_MS: Final = 60_000
_EPOCH_DAY: Final = datetime(1970, 1, 1, tzinfo=UTC).toordinal()
_LAST_DAY: Final = datetime(9000, 1, 1, tzinfo=UTC).toordinal()
_QUARTER_MS: Final = 900_000  # time zone offsets change at quarters of an hour
_DEFAULT_ROLLOVER: Final = 4
# The years 5 to 8941, well within the range of Python's dates.
_CREATED_S: Final = range(-62_000_000_000, 220_000_000_000)


class AnkiDays:
    """Converts the days of a package to study days of a calendar."""

    def __init__(self, calendar: StudyCalendar, clock: AnkiClock, rollover: int | None) -> None:
        """`rollover` is the hour to use if the package does not contain an hour."""
        self._calendar = calendar
        hour = clock.rollover if clock.rollover is not None else rollover
        self._rollover_ms = (_DEFAULT_ROLLOVER if hour is None else hour) * _HOUR_MS
        self._offsets: dict[int, int] = {}
        self._created_day: int | None = None
        if clock.created_s in _CREATED_S:
            created_ms = clock.created_s * 1000
            offset = -clock.west if clock.west is not None else self.utc_offset(created_ms)
            self._created_day = _ordinal(created_ms + offset * _MINUTE_MS)

    def utc_offset(self, at_ms: int) -> int:
        """The number of minutes by which local time is ahead of UTC."""
        quarter = at_ms // _QUARTER_MS
        known = self._offsets.get(quarter)
        if known is None:
            known = self._offsets[quarter] = self._calendar.utc_offset_minutes(at_ms)
        return known

    def due(self, at_ms: int, interval: int | None) -> int | None:
        """The study day that is `interval` Anki days after the time `at_ms`. None if there is
        no interval."""
        if interval is None:
            return None
        local_ms = at_ms + self.utc_offset(at_ms) * _MINUTE_MS
        return _ordinal(local_ms - self._rollover_ms) + interval

    def counted(self, number: int) -> int | None:
        """The study day of the Anki day `number`; None if it is outside the range of dates."""
        if self._created_day is None:
            return None
        day = self._created_day + number
        return day if 0 < day < _LAST_DAY else None


def _ordinal(local_ms: int) -> int:
    return local_ms // _DAY_MS + _EPOCH_DAY
