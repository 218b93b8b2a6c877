"""Cards that the user marked as known before their first review."""

from typing import Final

from flashprep.core.fsrs import Curve
from flashprep.core.memory import MemoryState

BY_WORD: Final = 0.85
"""The probability of recall assumed for such a card."""
_MEDIUM: Final = 5.0  # difficulty, from 1 to 10
_LOWEST, _HIGHEST = 0.1, 36_500.0  # days of stability


def memory_by_word(curve: Curve, days: int) -> MemoryState:
    """The memory state assumed for such a card. The card counts as last studied `days` days
    ago, and its recall `days` days from now is `BY_WORD`."""
    stability = curve.stability(2 * max(1, days), BY_WORD)
    return MemoryState(min(max(stability, _LOWEST), _HIGHEST), _MEDIUM)
