"""Cards that the user marked as known before their first review."""

from typing import Final

from flashprep.core.fsrs import Curve
from flashprep.core.memory import MemoryState

BY_WORD: Final = 0.85
"""The assumed probability of recall of a card that the user marked as known."""
_MEDIUM: Final = 5.0  # difficulty, from 1 to 10
_LOWEST, _HIGHEST = 0.1, 36_500.0  # days of stability


def memory_by_word(curve: Curve, days: int) -> MemoryState:
    """The assumed memory state of a card that the user marked as known. The state assumes that
    the card was last studied `days` days ago. It is chosen so that the recall in `days` days is
    `BY_WORD`."""
    stability = curve.stability(2 * max(1, days), BY_WORD)
    return MemoryState(min(max(stability, _LOWEST), _HIGHEST), _MEDIUM)
