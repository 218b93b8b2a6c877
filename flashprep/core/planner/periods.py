"""Divides the days until the last interview into periods.

A period is a sequence of days that are planned together. The budget of a period is the sum of
the budgets of its days. All study in a period is assumed to happen on its middle day. Each day
near today or near an interview is a period by itself. Other periods are longer. So the
computation of a plan for five years takes hardly more time than the computation of a plan for
five months.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

SINGLE = 14  # each of this many days after today, and before an interview, is a period
GROWTH = 0.12  # a period grows by this many days per day of distance from these single days
DENSEST = 45  # if the last interview is at most this many days away, each day is a period
MOST = 4  # the days before at most this many interviews are periods by themselves


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` up to, but not including, `end`. Day 0 is today."""

    first: int
    end: int

    @property
    def middle(self) -> int:
        """The day on which all study of the period is assumed to happen."""
        return (self.first + self.end - 1) // 2

    @property
    def days(self) -> range:
        """All days of the period."""
        return range(self.first, self.end)


def periods_until(ends: Sequence[int]) -> tuple[Period, ...]:
    """Return the periods from day 0 (today) to the day before the last interview. `ends` are
    the days of the interviews, counted from today."""
    days = sorted({end for end in ends if end > 0})
    if not days:
        return ()
    if len(days) > MOST:  # today's list mainly depends on the next interviews and the last one
        days = [*days[: MOST - 1], days[-1]]
    periods = []
    first = 0
    while first < days[-1]:
        following = days[bisect_right(days, first)]
        length = _length(first, following, days[-1])
        periods.append(Period(first, min(first + length, following)))
        first = periods[-1].end
    return tuple(periods)


def _length(first: int, following: int, last: int) -> int:
    if last <= DENSEST:
        return 1
    since, until = first - SINGLE, following - SINGLE - first
    if since < 0 or until <= 0:
        return 1
    longest = 2 + int(GROWTH * min(since, until))
    return min(longest, until)
