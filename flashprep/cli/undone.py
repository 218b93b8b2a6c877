"""What was taken back, or counts again, in words."""

from typing import TYPE_CHECKING

from flashprep.cli.output import amount
from flashprep.core.history import EventKind
from flashprep.core.memory import Rating

if TYPE_CHECKING:
    from flashprep.collection.study import Undone

_WORDS = {
    EventKind.SUSPEND: "suspending",
    EventKind.UNSUSPEND: "bringing back into study",
    EventKind.BURY: "burying",
    EventKind.UNBURY: "bringing back for today",
    EventKind.FLAG: "the flag",
    EventKind.FORGET: "forgetting",
    EventKind.SET_DUE: "the due day",
    EventKind.BREAK: "the break",
    EventKind.PARAMETERS: "the parameters",
    EventKind.INTERVIEW: "what was said of an interview",
    EventKind.ACTIVITY: "ticking off an activity",
    EventKind.PRACTICE: "a practised question",
}


def words_of(undone: "Undone") -> str:
    """Such as "Good, for star/name", or "the flag, for star/name and 2 more cards"."""
    what = undone.what
    name = what.name.title() if isinstance(what, Rating) else _WORDS[what]
    if undone.card_key is None:
        return name
    others = len(undone.card_keys) - 1
    more = f" and {amount(others, 'more card')}" if others else ""
    return f"{name}, for {undone.card_key}{more}"
