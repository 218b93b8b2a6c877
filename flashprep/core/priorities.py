"""The priorities of cards. This module is separate from `cards`, since most commands need no
complete cards."""

from enum import StrEnum
from typing import Final


class Priority(StrEnum):
    """The importance of a card when time is short. The most important priority comes first."""

    CORE = "core"
    USEFUL = "useful"
    REFERENCE = "reference"


WORTH: Final = {Priority.CORE: 1.0, Priority.USEFUL: 0.6, Priority.REFERENCE: 0.3}
"""The value of knowing a card of each priority, relative to a card of priority `core`."""
