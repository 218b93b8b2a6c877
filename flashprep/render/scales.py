"""Scales, quartiles, and month labels for charts in any format."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from math import floor, log10


def nice_top(most: float) -> float:
    """The end of a scale that starts at 0 and includes `most`. The end is 1, 2, 4, 5, or 10
    times a power of ten."""
    if most <= 1:
        return 1.0
    power = 10.0 ** floor(log10(most))
    return next((step * power for step in (1, 2, 4, 5) if most <= step * power), 10 * power)


def quarters(amounts: Iterable[float]) -> tuple[float, ...]:
    """The three quartiles of the amounts above 0, or () if no amount is above 0."""
    some = sorted(amount for amount in amounts if amount > 0)
    return tuple(some[len(some) * part // 4] for part in (1, 2, 3)) if some else ()


def shade(amount: float, parts: Sequence[float]) -> int:
    """The shade of an amount. It is 0 if the amount is 0. Otherwise it is the number (1 to 4)
    of the quarter that contains the amount. `parts` contains the three quartiles."""
    return 1 + bisect_right(parts, amount) if amount > 0 else 0


def month_starts(first_day: int, last_day: int) -> Iterator[tuple[int, str]]:
    """The months that start on a day from `first_day` to `last_day`, inclusive. Each item is
    the first day and the name of a month."""
    for day in range(first_day, last_day + 1):
        when = date.fromordinal(day)
        if when.day == 1:
            yield day, f"{when:%b}"
