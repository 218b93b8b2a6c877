"""Spreads cards over several days so that all days have about the same number of due cards."""

from collections.abc import Mapping, Sequence


def spread(keys: Sequence[str], days: Sequence[int], load: Mapping[int, int]) -> dict[str, int]:
    """The day for each card, by the card's key. The first cards get the earlier days. `load` is
    the number of cards already due on each day. As far as `load` allows, all days end up with
    the same number of cards."""
    level = _level(len(keys), sorted(load.get(day, 0) for day in days))
    assigned: dict[str, int] = {}
    left = iter(keys)
    for day in days:
        for _, key in zip(range(level - load.get(day, 0)), left, strict=False):
            assigned[key] = day
    return assigned


def _level(count: int, loads: Sequence[int]) -> int:
    """The smallest number of cards per day at which `count` more cards fit. `loads` are the
    numbers of cards that the days already have."""
    below = 0
    for number, height in enumerate(loads, start=1):
        below += height
        level = -(-(count + below) // number)
        if number == len(loads) or level <= loads[number]:
            return level
    return 0
