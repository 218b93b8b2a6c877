"""Compares deck and tag names. The levels of such a name are separated by "::"."""

from collections.abc import Callable

from flashprep.text import composed


def level_matcher(name: str) -> Callable[[str], bool]:
    """Returns a function that tests a deck or tag name. The test is true if the tested name
    contains all levels of `name`, consecutively and in the same order. Case is ignored."""
    wanted = f"::{composed(name).casefold().strip(':')}::"
    return lambda levels: wanted in f"::{composed(levels).casefold()}::"
