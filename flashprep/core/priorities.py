"""Priorities of cards. Apart from cards, since most commands need no complete card."""

from enum import StrEnum
from typing import Final


class Priority(StrEnum):
    """How important a card is when time is short, the most important first."""

    CORE = "core"
    USEFUL = "useful"
    REFERENCE = "reference"


WORTH: Final = {Priority.CORE: 1.0, Priority.USEFUL: 0.6, Priority.REFERENCE: 0.3}
"""The value of knowing a card of each priority, relative to a core card."""
