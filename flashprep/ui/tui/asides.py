"""Pages that are shown in place of a card, such as its history."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from rich.text import Text

from flashprep.core.memory import Review
from flashprep.render.terminal import Typesetter

if TYPE_CHECKING:
    from flashprep.app.study.session import Session

Aside = Callable[[Typesetter], list[Text]]
"""A function that returns the lines of a page. The given typesetter sets the width of the
lines."""


def history_lines(session: "Session") -> Aside:
    """A page with the history of the current card. The most recent entry is last."""
    from flashprep.app.upkeep.card_history import card_history
    from flashprep.ui.text.history import entry_words

    context, card = session.context, session.card
    entries = card_history(context, card.key) if card else []
    rows = [
        (when, what, isinstance(entry.act, Review))
        for entry in entries
        for when, what in [entry_words(entry)]
    ]

    def lines(setter: Typesetter) -> list[Text]:
        found = [Text(card.key if card else "", "bold"), Text()]
        column = max((len(when) for when, _, _ in rows), default=0)
        for when, what, is_review in rows:
            text = Text(what, "" if is_review else "dim")
            found += setter.hanging(Text(f"{when:>{column}}  "), text)
        return found if rows else [*found, Text("Never reviewed.")]

    return lines
