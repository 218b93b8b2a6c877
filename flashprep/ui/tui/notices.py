"""What the screen says above and below a card: its title, and what there is to notice."""

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
    """What there is to notice, in `style`. Where there is no room for all of it, it ends at a
    word: the `place` in a file that it begins with stays, and `end` behind it, or `cut_end`."""

    words: str
    style: str = ""
    place: str = ""
    end: str = ""
    cut_end: str = ""

    def lines(self, setter: Typesetter) -> list[Text]:
        """As many lines as the screen has for it, or fewer."""
        place = f"{_shortened(self.place, setter.width - 1)}: " if self.place else ""
        lines = setter.lines(Text(f"{place}{self.words}{self.end}", self.style))
        words = self.words
        while len(lines) > NOTICE_LINES and " " in words:
            words = words.rpartition(" ")[0]
            cut = f"{place}{words.rstrip(',;:')} …{self.cut_end}"
            lines = setter.lines(Text(cut, self.style))
        return lines


def _shortened(place: str, width: int) -> str:
    """A place in a file without the first of its folders, if it is too long for a line."""
    if len(place) <= width:
        return place
    while "/" in place:
        place = place.partition("/")[2]
        if len(place) + 2 <= width:
            return f"…/{place}"
    return f"…{place[1 - width :]}"


def leech_notice(card: Card, answered: "Answered") -> Notice:
    """That a card was forgotten very often, and what to do."""
    lapses = answered.state.lapses if answered.state else 0
    return Notice(
        f"{card.key} is a leech: forgotten {amount(lapses, 'time')}"
        f"{', and now suspended' if answered.suspended else ''}. Other words help more than "
        "repeating it: u brings it back, then e edits it."
    )


def title_of(card: Card, setter: Typesetter, label: str = "") -> str:
    """The deck's last level (unless the context begins with it), the context, and the card's
    position; before them the label of a session that is not ordinary study."""
    deck = card.deck.rpartition("::")[2]
    names = [setter.inline(name).plain for name in (deck, card.context) if name]
    if len(names) > 1 and names[1].casefold().startswith(names[0].casefold()):
        del names[0]
    return " · ".join(filter(None, (label, *names, position(card))))


def short_title_of(card: Card, setter: Typesetter) -> str:
    """The same for a narrow screen, without the deck: a front may need its context."""
    return " · ".join(filter(None, (setter.inline(card.context).plain, position(card))))


def meeting_title(sheet: "Sheet") -> str:
    """What stands above a note that is shown before its first card."""
    return f"{sheet.deck.rpartition('::')[2]} · read this first"


def problem_notice(problems: Sequence[Problem], edited: Card) -> Notice:
    """The first problem, one of the file just edited before any other."""
    path = edited.location.path
    first = min(problems, key=lambda problem: (problem.location.path != path, problem))
    others = len(problems) - 1
    return Notice(
        f"{first.message}{hint(first.code)}",
        "red",
        place=str(first.location),
        end=f" ({others} more: {FLASHPREP} check)" if others else "",
        cut_end=f" (in full{f', and {others} more' if others else ''}: {FLASHPREP} check)",
    )
