"""Deck and tag names, whose levels are separated by "::"."""

from collections.abc import Callable


def level_matcher(name: str) -> Callable[[str], bool]:
    """A function that tests whether a deck or tag name contains all levels of `name`,
    consecutively and in the same order. Case is ignored."""
    wanted = f"::{name.casefold().strip(':')}::"
    return lambda levels: wanted in f"::{levels.casefold()}::"
