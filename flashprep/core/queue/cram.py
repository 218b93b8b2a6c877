"""Cramming: each card is shown until it is recalled once, regardless of its schedule."""

from collections.abc import Iterable, Sequence

from flashprep.core.memory import Rating

# A card that was not recalled is repeated after this many other cards, if that many are left.
OTHERS_BETWEEN = 5


def left_to_cram(order: Sequence[str], given: Iterable[tuple[str, Rating]]) -> list[str]:
    """Returns the keys of the remaining cards; the next card comes first.

    `order` contains the keys of all cards, in the order at the start of the session. `given`
    contains the reviews of the session, oldest first. A recalled card is done; a card that was
    not recalled is repeated.
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
