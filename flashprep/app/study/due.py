"""Counts the cards to study today, by deck."""

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from flashprep.app.context import Context
from flashprep.app.study.candidates import BACKLOG, Day, Wanted
from flashprep.core.queue.order import Reason
from flashprep.core.search.card_filter import CardFilter

if TYPE_CHECKING:
    from flashprep.core.queue.backlog import Backlog


@dataclass(frozen=True, slots=True)
class DueInDeck:
    """The numbers of cards in a deck. `due`, `learning` and `new` are the cards to study today.
    `unseen` is the number of all cards that were never reviewed."""

    deck: str
    due: int
    learning: int
    new: int
    unseen: int

    @property
    def today(self) -> int:
        """The number of the deck's cards to study today."""
        return self.due + self.learning + self.new


@dataclass(frozen=True, slots=True)
class DueToday:
    """The numbers of cards to study on a day, by deck. `backlog` is None if all due cards fit
    into the day."""

    FORM: ClassVar = f"day decks {BACKLOG}"
    day: int
    decks: tuple[DueInDeck, ...]
    backlog: "Backlog | None"


def due_today(context: Context, cards: CardFilter, now_ms: int) -> DueToday:
    """The numbers of today's cards that pass the filter, by deck."""
    found = None
    if cards.queries:
        from flashprep.app.study.search import found_cards

        found = found_cards(context, cards, now_ms)
        cards = cards._replace(queries=(), keys={each.row.card.key for each in found})
    day = Day(context, Wanted(cards), now_ms)
    queue = day.agenda().queue(now_ms)
    counts = Counter((card.deck, card.reason) for card in (*queue.ready, *queue.waiting))
    if found is None:
        shown = list(day.cards.decks) or context.states.decks()
        unseen = context.states.unseen()
    else:
        standings = [each.standing for each in found]
        shown = sorted({each.deck for each in standings})
        unseen = Counter(each.deck for each in standings if each.queue == "new")
    return DueToday(
        day.today,
        tuple(
            DueInDeck(
                name,
                counts[name, Reason.DUE],
                counts[name, Reason.LEARNING],
                counts[name, Reason.NEW],
                unseen.get(name, 0),
            )
            for name in shown
        ),
        day.backlog(),
    )
