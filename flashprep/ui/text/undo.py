"""What was taken back, or counts again, in words."""

from typing import TYPE_CHECKING

from flashprep.core.events import EventKind
from flashprep.core.memory import Rating
from flashprep.text import amount, day_and_year

if TYPE_CHECKING:
    from flashprep.app.undo import Undone
    from flashprep.core.events import Event

_WORDS = {
    EventKind.SUSPEND: "suspending",
    EventKind.UNSUSPEND: "bringing back into study",
    EventKind.BURY: "burying",
    EventKind.UNBURY: "bringing back for today",
    EventKind.FLAG: "the flag",
    EventKind.FORGET: "forgetting",
    EventKind.SET_DUE: "the due day",
    EventKind.KNOW: "known",
    EventKind.BREAK: "the break",
    EventKind.PARAMETERS: "the parameters",
    EventKind.ACTIVITY: "ticking off",
    EventKind.PRACTICE: "the practised question",
}


def words_of(undone: "Undone") -> str:
    """Such as "Good, for star/name", "the flag, for star/name and 2 more cards", or "setting
    the interview meta, Fri 18 Dec 2026"."""
    what = undone.what
    if undone.decision is not None:
        return _decided(undone.decision)
    name = what.name.title() if isinstance(what, Rating) else _WORDS[what]
    others = len(undone.card_keys) - 1
    more = f" and {amount(others, 'more card')}" if others else ""
    return f"{name}, for {undone.card_key}{more}"


def _decided(said: "Event") -> str:
    """What was said of the whole collection, and of which interview, activity or question."""
    if said.kind in (EventKind.ACTIVITY, EventKind.PRACTICE):
        return f"{_WORDS[said.kind]} {said.subject}"
    if said.kind is not EventKind.INTERVIEW:
        return _WORDS[said.kind]
    if "cancelled" in said.payload:
        return f"cancelling the interview {said.subject}"
    when = day_and_year(said.payload["day"])
    return f"setting the interview {said.subject}, {when}"
