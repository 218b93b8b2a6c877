"""What the screen says above and below a card: its title, and what there is to notice."""

from collections.abc import Sequence

from rich.text import Text

from flashprep.cli.output import amount
from flashprep.core.cards import Card
from flashprep.errors import Problem
from flashprep.render.terminal import Typesetter


def leech_notice(card: Card, lapses: int, *, suspended: bool) -> Text:
    """That a card was forgotten very often, and what to do."""
    return Text(
        f"{card.key} is a leech: forgotten {amount(lapses, 'time')}"
        f"{', and now suspended' if suspended else ''}. Other words help more than "
        "repeating it: u brings it back, then e edits it."
    )


def title_of(card: Card, setter: Typesetter, label: str = "") -> str:
    """The deck's last level and what the card is about, unless that says it already; before
    them the label of a session that is not ordinary study."""
    deck = card.deck.rpartition("::")[2]
    names = [setter.inline(name).plain for name in (deck, card.context) if name]
    if len(names) > 1 and names[1].casefold().startswith(names[0].casefold()):
        del names[0]
    return " · ".join([label, *names] if label else names)


def problem_notice(problems: Sequence[Problem], edited: Card) -> Text:
    """The first problem, one of the file just edited before any other."""
    path = edited.location.path
    first = min(problems, key=lambda problem: (problem.location.path != path, problem))
    more = f" ({len(problems) - 1} more: flashprep check)" if len(problems) > 1 else ""
    return Text(f"{first}{more}", "red")
