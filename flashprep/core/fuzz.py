"""Fuzz: on which of several nearly equal days a card comes back.

Cards learnt together would for ever come back together. So an interval is a range of
days, as wide as Anki makes it, and a day in it is chosen: the emptiest, or else one by a
number drawn from the card's key and its count of reviews. The same review always gets the
same day; no random generator is involved.
"""

from collections.abc import Mapping
from hashlib import blake2b
from math import floor, inf

# (from, to, share): the part of an interval that lies between `from` and `to` days adds
# this share of itself to either side. Intervals below the first `from` are left alone.
_BANDS = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.10), (20.0, inf, 0.05))


def spread(interval: int, maximum: int) -> range:
    """Return the intervals that will do in place of one of `interval` days.

    The range of Anki's scheduler: one day more or less, plus 15 % of what lies between 2.5
    and 7 days, 10 % up to 20 days and 5 % beyond, rounded to whole days; intervals of one
    and two days stay. None is above `maximum`; a greater interval never gets a lower end.
    """
    interval = min(interval, maximum)
    if interval < _BANDS[0][0]:
        return range(interval, interval + 1)
    slack = 1.0 + sum(
        share * max(0.0, min(interval, end) - start) for start, end, share in _BANDS
    )
    # Halves round up, as in Anki; Python's own round() takes them to the even number.
    shortest = floor(interval - slack + 0.5)
    longest = floor(interval + slack + 0.5)
    return range(shortest, min(longest, maximum) + 1)


def position(card_key: str, reps: int) -> float:
    """Return where in its range the review number `reps` of a card falls: 0 <= x < 1."""
    digest = blake2b(f"{card_key}\n{reps}".encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") / 2**32


def choose(days: range, at: float, load: Mapping[int, int] | None = None) -> int:
    """Return the day with the fewest cards, the one at position `at` where several tie.

    Without a load all days tie. Of two ranges, the one that neither begins nor ends
    earlier never gets the earlier day, given one load and one position: an emptier day in
    only one of them lies on its own side, and of the days that tie in both, the position
    points as far or farther in the later range, which has none before them.
    """
    if load is None:
        return days[int(at * len(days))]
    fewest = min(load.get(day, 0) for day in days)
    emptiest = [day for day in days if load.get(day, 0) == fewest]
    return emptiest[int(at * len(emptiest))]
