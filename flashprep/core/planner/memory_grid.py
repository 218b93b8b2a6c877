"""The grid of memory states, and the numbers of days between two studies for which the planner
has tables.

The grid has two axes: the logarithm of stability, and difficulty. A state between grid points
is divided among the four points around it. Small numbers of days between studies are exact;
larger numbers grow in steps of 15%.
"""

from functools import cached_property
from math import exp, log
from typing import Final

from flashprep.core.memory import MemoryState

_LOWEST_STABILITY: Final = 0.1
_HORIZONS: Final = 30  # the highest stability, as a multiple of the most days between studies
_EXACT: Final = 8  # days up to this number are exact; larger numbers grow by _STEP
_STEP: Final = 1.15


class Points:
    """A grid of memory states, with the numbers of days between studies."""

    def __init__(self, longest: int, shape: tuple[int, int]) -> None:
        """`longest` is the largest number of days between two studies. `shape` contains the
        number of stabilities and the number of difficulties, which must be at least two."""
        self._rows, self._columns = shape
        self._low = log(_LOWEST_STABILITY)
        self._step = (log(_HORIZONS * longest) - self._low) / (self._rows - 1)
        self._width = 9 / (self._columns - 1)
        self.elapsed = list(range(1, min(_EXACT, longest) + 1))
        while self.elapsed[-1] < longest:
            self.elapsed.append(min(longest, round(self.elapsed[-1] * _STEP)))

    @cached_property
    def memories(self) -> list[MemoryState]:
        """The memory state at each point."""
        return [
            MemoryState(exp(self._low + row * self._step), 1 + column * self._width)
            for row in range(self._rows)
            for column in range(self._columns)
        ]

    def around(self, memory: MemoryState) -> list[tuple[int, float]]:
        """The grid points around a memory state. Each point has a share, as for interpolation;
        the shares add up to 1. A state outside the grid is moved to the edge."""
        row = (log(memory.stability) - self._low) / self._step
        column = (memory.difficulty - 1) / self._width
        row = min(max(row, 0.0), self._rows - 1.0)
        column = min(max(column, 0.0), self._columns - 1.0)
        above, left = min(int(row), self._rows - 2), min(int(column), self._columns - 2)
        down, right = row - above, column - left
        at = above * self._columns + left
        return [
            (at, (1 - down) * (1 - right)),
            (at + 1, (1 - down) * right),
            (at + self._columns, down * (1 - right)),
            (at + self._columns + 1, down * right),
        ]
