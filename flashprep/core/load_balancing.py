"""Spreads cards evenly over days that already have due cards."""

from collections.abc import Mapping, Sequence


def spread(keys: Sequence[str], days: Sequence[int], load: Mapping[int, int]) -> dict[str, int]:
    """A day for each card. The first cards get the earlier days. Afterwards all days have the
    same number of cards, as far as the cards already due (`load`) allow."""
    level = _level(len(keys), sorted(load.get(day, 0) for day in days))
    assigned: dict[str, int] = {}
    left = iter(keys)
    for day in days:
        for _, key in zip(range(level - load.get(day, 0)), left, strict=False):
            assigned[key] = day
    return assigned


def _level(count: int, loads: Sequence[int]) -> int:
    """The smallest number of cards to which all days must be filled so that `count` more cards
    fit."""
    below = 0
    for number, height in enumerate(loads, start=1):
        below += height
        level = -(-(count + below) // number)
        if number == len(loads) or level <= loads[number]:
            return level
    return 0
