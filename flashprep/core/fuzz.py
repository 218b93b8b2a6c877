"""Fuzz: chooses a card's due day among several nearly equal days.

Without fuzz, cards learned together would always be due together. So an interval becomes a
range of days that is as wide as in Anki. Within the range, the day with the fewest due cards is
chosen. If several days tie, a hash of the card's key and its number of reviews decides. No
random generator is involved, so the same review always leads to the same day.
"""

from collections.abc import Mapping
from hashlib import blake2b
from math import floor, inf

# Each entry is (from, to, share). For each entry, the range extends to either side by `share`
# times the number of the interval's days between `from` and `to`. Intervals below the first
# `from` are not fuzzed.
_BANDS = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.10), (20.0, inf, 0.05))


def spread(interval: int, maximum: int) -> range:
    """Return the range of intervals, in days, that replaces the exact `interval`.

    As in Anki's scheduler, the range extends to either side by one day, plus 15% of the
    interval's days between 2.5 and 7, 10% of the days between 7 and 20, and 5% of the days
    beyond 20. The bounds are rounded to full days. Intervals of one or two days are unchanged.
    The range ends at `maximum` at the latest. The range of a longer interval neither starts nor
    ends earlier than the range of a shorter interval.
    """
    interval = min(interval, maximum)
    if interval < _BANDS[0][0]:
        return range(interval, interval + 1)
    slack = 1.0 + sum(
        share * max(0.0, min(interval, end) - start) for start, end, share in _BANDS
    )
    # Halves are rounded up, as in Anki. Python's round() would round halves to the even number.
    shortest = floor(interval - slack + 0.5)
    longest = floor(interval + slack + 0.5)
    return range(shortest, min(longest, maximum) + 1)


def onward(intervals: range, interval: int, before: int) -> range:
    """Return the part of a range of intervals that does not go back behind the interval
    `before` the review.

    `intervals` is the result of `spread` for `interval`. If `interval` is longer than `before`,
    the new interval must be longer, too. Otherwise it must not be shorter, unless the complete
    range is shorter. This is Anki's rule.
    """
    least = before + 1 if interval > before else before
    return range(least, intervals.stop) if least in intervals else intervals


def position(card_key: str, reps: int) -> float:
    """Return the relative position (0 <= x < 1) within the range of days that `choose` prefers
    for a card after review number `reps`."""
    digest = blake2b(f"{card_key}\n{reps}".encode(), digest_size=4).digest()
    return int.from_bytes(digest, "big") / 2**32


def choose(days: range, at: float, load: Mapping[int, int] | None = None) -> int:
    """Return the day with the fewest due cards. If several days tie, return the day at the
    relative position `at` among these days.

    `load` maps days to numbers of due cards. Without `load`, all days tie.

    A later range never leads to an earlier day. Assume that the second of two ranges neither
    starts nor ends earlier than the first range, and that `load` and `at` are the same. Then
    the day chosen in the second range is not earlier than the day chosen in the first range.
    Proof: days that are only in the first range precede the second range. Days that are only in
    the second range follow the first range. Among the days that tie, `at` selects the same day
    or a later day in the second range.
    """
    if load is None:
        return days[int(at * len(days))]
    fewest = min(load.get(day, 0) for day in days)
    emptiest = [day for day in days if load.get(day, 0) == fewest]
    return emptiest[int(at * len(emptiest))]
