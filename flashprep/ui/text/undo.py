"""Describes an undone or redone action in words."""

from typing import TYPE_CHECKING

from flashprep.core.events import in_words
from flashprep.core.memory import Review
from flashprep.text import amount

if TYPE_CHECKING:
    from flashprep.app.undo import Undone


def words_of(undone: "Undone") -> str:
    """The undone or redone action and the cards that it changed.

    For example: "Good, for star/name", "the flag, for star/name and 2 more cards", or "setting
    the interview meta, Fri, Dec 18, 2026".
    """
    act = undone.act
    if isinstance(act, Review):
        name = act.rating.name.title()
    else:
        name = in_words(act.kind.undo_words, act)
    if undone.decision is not None:
        return name
    others = len(undone.card_keys) - 1
    more = f" and {amount(others, 'more card')}" if others else ""
    return f"{name}, for {undone.card_key}{more}"
