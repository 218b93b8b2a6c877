"""Leeches: cards forgotten so often that more repetition will not help."""


def is_leech(lapses: int, threshold: int) -> bool:
    """Whether a card with so many lapses is a leech; a threshold of 0 turns leeches off."""
    return 0 < threshold <= lapses


def turns_leech(before: int, lapses: int, threshold: int) -> bool:
    """Whether to report a leech now that a review raised its lapses from `before` to `lapses`:
    at the threshold and, as a reminder, after each further half of it."""
    if lapses <= before or not is_leech(lapses, threshold):
        return False
    again_after = max(1, (threshold + 1) // 2)
    return (lapses - threshold) % again_after == 0
