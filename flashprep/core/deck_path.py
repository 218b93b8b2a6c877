"""Names of levels parted by "::", as decks and tags have them, and what is meant by them."""

from collections.abc import Callable


def level_matcher(name: str) -> Callable[[str], bool]:
    """Whether a name of levels parted by "::" is meant by `name`: the levels it has stand
    there one after the other, whatever their case."""
    wanted = f"::{name.casefold().strip(':')}::"
    return lambda levels: wanted in f"::{levels.casefold()}::"
