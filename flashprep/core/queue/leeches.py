"""Leeches: cards that the user has forgotten so often that more repetition will not help."""


def is_leech(lapses: int, threshold: int) -> bool:
    """Whether a card with this many lapses is a leech. With a threshold of 0, no card is a
    leech."""
    return 0 < threshold <= lapses


def turns_leech(before: int, lapses: int, threshold: int) -> bool:
    """Whether to report a leech after a review has raised the card's lapses from `before` to
    `lapses`. A leech is reported when its lapses reach the threshold, and again each time they
    increase by half the threshold."""
    if lapses <= before or not is_leech(lapses, threshold):
        return False
    again_after = max(1, (threshold + 1) // 2)
    return (lapses - threshold) % again_after == 0
