"""Cramming: cards until each was recalled once, whatever their schedule."""

from collections.abc import Iterable, Sequence

from flashprep.core.memory import Rating

# A card that was not recalled comes again after so many others, if there are as many.
OTHERS_BETWEEN = 5


def left_to_cram(order: Sequence[str], given: Iterable[tuple[str, Rating]]) -> list[str]:
    """The cards that are still to come, soonest first.

    `order` is how they were to be asked to begin with, `given` are the answers since, oldest
    first. What was recalled is done with; what was not comes again.
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
