"""Fuzz: chooses a card's due day among several nearly equal days.

Without it, cards learned together would always be due together. So an interval becomes a range
of days, as wide as in Anki, and one of them is chosen: the day with the fewest cards, or else
a day determined by a hash of the card's key and its number of reviews. No random generator is
involved, so the same review always leads to the same day.
"""

from collections.abc import Mapping
from hashlib import blake2b
from math import floor, inf

# (from, to, share): the part of an interval between `from` and `to` days widens the range by
# this share of itself on either side. Intervals below the first `from` are not fuzzed.
_BANDS = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.10), (20.0, inf, 0.05))


def spread(interval: int, maximum: int) -> range:
    """Return the range of intervals, in days, to choose from instead of `interval`.

    As in Anki's scheduler, it extends to either side by one day, plus 15% of the part of the
    interval between 2.5 and 7 days, 10% of that up to 20 days, and 5% of the rest, rounded to
    full days. Intervals of one and two days stay. The range ends at `maximum`; a longer
    interval never has an earlier start or end.
    """
    interval = min(interval, maximum)
    if interval < _BANDS[0][0]:
        return range(interval, interval + 1)
    slack = 1.0 + sum(
        share * max(0.0, min(interval, end) - start) for start, end, share in _BANDS
    )
    # Halves are rounded up, as in Anki; Python's round() rounds them to the even number.
    shortest = floor(interval - slack + 0.5)
    longest = floor(interval + slack + 0.5)
    return range(shortest, min(longest, maximum) + 1)


def position(card_key: str, reps: int) -> float:
    """Return the position of review number `reps` of a card within its range: 0 <= x < 1."""
    digest = blake2b(f"{card_key}\n{reps}".encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") / 2**32


def choose(days: range, at: float, load: Mapping[int, int] | None = None) -> int:
    """Return the day with the fewest cards; if several tie, the one at position `at`.

    Without `load` all days tie. Compare two ranges under the same load and position: the one
    that neither starts nor ends earlier never gets the earlier day. A day with fewer cards that
    is only in one range lies on that range's own side. Among days that tie in both, the
    position points at the same day or a later one in the later range.
    """
    if load is None:
        return days[int(at * len(days))]
    fewest = min(load.get(day, 0) for day in days)
    emptiest = [day for day in days if load.get(day, 0) == fewest]
    return emptiest[int(at * len(emptiest))]
