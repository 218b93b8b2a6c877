"""Spreading cards over days: evenly, with regard to what is due on them already."""

from collections.abc import Mapping, Sequence


def spread(keys: Sequence[str], days: Sequence[int], load: Mapping[int, int]) -> dict[str, int]:
    """A day for each card, those that come first on the earlier days, so that the days come to
    the same number of cards as far as what is due on them already allows."""
    level = _level(len(keys), sorted(load.get(day, 0) for day in days))
    given: dict[str, int] = {}
    left = iter(keys)
    for day in days:
        for _, key in zip(range(level - load.get(day, 0)), left, strict=False):
            given[key] = day
    return given


def _level(count: int, loads: Sequence[int]) -> int:
    """The least height to which days must be filled to take so many cards."""
    below = 0
    for number, height in enumerate(loads, start=1):
        below += height
        level = -(-(count + below) // number)
        if number == len(loads) or level <= loads[number]:
            return level
    return 0
