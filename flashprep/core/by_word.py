"""Cards that count as known by the person's word, before any review of them."""

from typing import Final

from flashprep.core.fsrs import Curve
from flashprep.core.memory import MemoryState

BY_WORD: Final = 0.85
"""The probability of recall with which such a card counts."""
_MIDDLING: Final = 5.0  # difficulty, from 1 to 10
_LOWEST, _HIGHEST = 0.1, 36_500.0  # days of stability


def memory_by_word(curve: Curve, days: int) -> MemoryState:
    """The memory that such a card is taken to have: as if last studied as long ago as there
    are `days` left, and recalled with `BY_WORD` at their end."""
    stability = curve.stability(2 * max(1, days), BY_WORD)
    return MemoryState(min(max(stability, _LOWEST), _HIGHEST), _MIDDLING)
