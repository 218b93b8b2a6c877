"""Cramming: each card until it is recalled once, regardless of its schedule."""

from collections.abc import Iterable, Sequence

from flashprep.core.memory import Rating

# A card that was not recalled is repeated after this many others, if so many are left.
OTHERS_BETWEEN = 5


def left_to_cram(order: Sequence[str], given: Iterable[tuple[str, Rating]]) -> list[str]:
    """Returns the remaining cards, next first.

    `order` is the order at the start; `given` contains the reviews since then, oldest first.
    A card that was recalled is done; any other is repeated.
    """
    left = dict.fromkeys(order)
    for key, rating in given:
        if key not in left:
            continue
        del left[key]
        if rating is Rating.AGAIN:
            keys = list(left)
            keys.insert(OTHERS_BETWEEN, key)
            left = dict.fromkeys(keys)
    return list(left)
