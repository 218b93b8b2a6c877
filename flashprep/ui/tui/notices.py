"""The titles above a card and the notices below it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.text import Text

from flashprep.core.cards import Card
from flashprep.core.faces import position
from flashprep.errors import Problem
from flashprep.render.terminal import Typesetter
from flashprep.text import amount
from flashprep.ui.text.hints import hint
from flashprep.ui.text.program import FLASHPREP
from flashprep.ui.tui.layout import NOTICE_LINES

if TYPE_CHECKING:
    from flashprep.app.study.answers import Answered
    from flashprep.core.sheets import Sheet


@dataclass(frozen=True, slots=True)
class Notice:
    """A message below a card, in the style `style`.

    It consists of `place` (a place in a file), `words`, and `end`. If the message is too long,
    `words` are cut between words, and `cut_end` replaces `end`.
    """

    words: str
    style: str = ""
    place: str = ""
    end: str = ""
    cut_end: str = ""

    def lines(self, setter: Typesetter) -> list[Text]:
        """The message on at most `NOTICE_LINES` lines."""
        place = f"{_shortened(self.place, setter.width - 1)}: " if self.place else ""
        lines = setter.lines(Text(f"{place}{self.words}{self.end}", self.style))
        words = self.words
        while len(lines) > NOTICE_LINES and " " in words:
            words = words.rpartition(" ")[0]
            cut = f"{place}{words.rstrip(',;:')} …{self.cut_end}"
            lines = setter.lines(Text(cut, self.style))
        return lines


def _shortened(place: str, width: int) -> str:
    """A place in a file. If the place is too long for a line, its first folders are left
    out."""
    if len(place) <= width:
        return place
    while "/" in place:
        place = place.partition("/")[2]
        if len(place) + 2 <= width:
            return f"…/{place}"
    return f"…{place[1 - width :]}"


def leech_notice(card: Card, answered: "Answered") -> Notice:
    """The notice that a card has become a leech. It says what to do about the card."""
    lapses = answered.state.lapses if answered.state else 0
    return Notice(
        f"{card.key} is a leech: forgotten {amount(lapses, 'time')}"
        f"{', and now suspended' if answered.is_out else ''}. Rewording it helps more than "
        "repeating it: press u to undo, then e to edit it."
    )


def title_of(card: Card, setter: Typesetter, label: str = "") -> str:
    """The title of a card: the `label`, the deck, the context, and the position of the card.

    Only the last level of the deck's name is shown. If the context starts with that level, the
    deck is left out.
    """
    deck = card.deck.rpartition("::")[2]
    names = [setter.inline(name).plain for name in (deck, card.context) if name]
    if len(names) > 1 and names[1].casefold().startswith(names[0].casefold()):
        del names[0]
    return " · ".join(filter(None, (label, *names, position(card))))


def short_title_of(card: Card, setter: Typesetter) -> str:
    """The title of a card on a narrow screen. It contains only the context and the position,
    because a front may be unclear without its context."""
    return " · ".join(filter(None, (setter.inline(card.context).plain, position(card))))


def meeting_title(sheet: "Sheet") -> str:
    """The title of a note that is shown before its first card."""
    return f"{sheet.deck.rpartition('::')[2]} · read this first"


def problem_notice(problems: Sequence[Problem], edited: Card) -> Notice:
    """The notice about the first problem. Problems of the edited card's file come first."""
    path = edited.location.path
    first = min(problems, key=lambda problem: (problem.location.path != path, problem))
    others = len(problems) - 1
    return Notice(
        f"{first.message}{hint(first.code)}",
        "red",
        place=str(first.location),
        end=f" ({others} more: {FLASHPREP} check)" if others else "",
        cut_end=f" (full text{f' and {others} more' if others else ''}: {FLASHPREP} check)",
    )
