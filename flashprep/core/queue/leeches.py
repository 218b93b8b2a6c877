"""Leeches: cards that were forgotten so often that repeating them is not the remedy."""


def is_leech(lapses: int, threshold: int) -> bool:
    """Whether a card with so many lapses is a leech; with a threshold of 0 none is."""
    return 0 < threshold <= lapses


def turns_leech(before: int, lapses: int, threshold: int) -> bool:
    """Whether an answer that took the lapses from `before` to `lapses` is the moment to say
    so: at the threshold and, since a reminder may help, after each further half of it."""
    if lapses <= before or not is_leech(lapses, threshold):
        return False
    again_after = max(1, (threshold + 1) // 2)
    return (lapses - threshold) % again_after == 0
