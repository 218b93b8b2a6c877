"""The days until the last interview, in as few periods as a plan needs.

A period is a run of days that are planned as one: its budget is the sum of theirs, and what is
studied in it counts as studied on its middle day. Days near today and near an interview are
periods of their own; far from both, periods grow longer, so that an interview in five years
takes hardly more work than one in five months.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

SINGLE = 14  # so many days after today and before an interview are single ones
GROWTH = 0.12  # a period is so much of its distance from the nearest single day
DENSEST = 45  # so many days at most are all single ones
MOST = 4  # so many interviews have single days before them


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to before `end`, counted from today as 0."""

    first: int
    end: int

    @property
    def middle(self) -> int:
        """The day on which the period's studying is taken to happen."""
        return (self.first + self.end - 1) // 2

    @property
    def days(self) -> range:
        """All its days."""
        return range(self.first, self.end)


def periods_until(ends: Sequence[int]) -> tuple[Period, ...]:
    """Return the periods from day 0 to the eve of the last of the days in `ends`, which are
    the interviews', counted from today."""
    marks = sorted({end for end in ends if end > 0})
    if not marks:
        return ()
    if len(marks) > MOST:  # the nearest ones and the last one are what today depends on
        marks = [*marks[: MOST - 1], marks[-1]]
    periods = []
    first = 0
    while first < marks[-1]:
        coming = marks[bisect_right(marks, first)]
        length = _length(first, coming, marks[-1])
        periods.append(Period(first, min(first + length, coming)))
        first = periods[-1].end
    return tuple(periods)


def _length(first: int, coming: int, last: int) -> int:
    if last <= DENSEST:
        return 1
    since, until = first - SINGLE, coming - SINGLE - first
    if since < 0 or until <= 0:
        return 1
    longest = 2 + int(GROWTH * min(since, until))
    return min(longest, until)
