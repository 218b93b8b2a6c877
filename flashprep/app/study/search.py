"""Search: finds the cards that match a query, with their status."""

from dataclasses import dataclass
from typing import ClassVar

from flashprep.app.context import Context
from flashprep.app.json_forms import CARD
from flashprep.core.queue.leeches import is_leech
from flashprep.core.search.card_filter import CardFilter
from flashprep.core.search.evaluate import (
    Present,
    Subject,
    check_names,
    predicate,
    wants_retired,
)
from flashprep.core.search.query import Query, every
from flashprep.store.full_cards import CardRow
from flashprep.store.states import CardStatus


@dataclass(frozen=True, slots=True)
class CardView:
    """A card and its status. `buried` and `leech` state whether the card is buried, or is a
    leech, today."""

    FORM: ClassVar = (
        f"*row(*card({CARD}) position) *standing(stands due_day=state.due_day "
        "stability=state.memory.stability difficulty=state.memory.difficulty) reps lapses "
        "flag=standing.marks.flag buried leech"
    )
    row: CardRow
    standing: CardStatus
    buried: bool
    leech: bool

    @property
    def reps(self) -> int:
        """The number of reviews that count for the card's state."""
        return self.standing.state.reps if self.standing.state else 0

    @property
    def lapses(self) -> int:
        """The number of lapses."""
        return self.standing.state.lapses if self.standing.state else 0


def card_view(context: Context, row: CardRow, standing: CardStatus, today: int) -> CardView:
    """The view of a card with this status on the study day `today`."""
    lapses = standing.state.lapses if standing.state else 0
    leech = is_leech(lapses, context.config.leech_lapses)
    return CardView(row, standing, standing.marks.rests_on(today), leech)


def found_cards(context: Context, cards: CardFilter, now_ms: int) -> list[CardView]:
    """The cards that a filter selects, in the order of introduction."""
    found = search(context, every(cards.queries), now_ms, context.match_decks(cards.decks))
    return [each for each in found if cards.keys is None or each.row.card.key in cards.keys]


def with_keys(context: Context, cards: CardFilter, now_ms: int) -> CardFilter:
    """The same filter, limited to the keys of the cards that match its queries now."""
    if not cards.queries:
        return cards
    found = found_cards(context, cards, now_ms)
    return cards._replace(queries=(), keys=frozenset(each.row.card.key for each in found))


def search(
    context: Context, query: Query, now_ms: int, decks: frozenset[str] | None
) -> list[CardView]:
    """The matching cards in these decks, in order of introduction. If `decks` is None, all
    decks are searched. Retired cards are included only if the query contains `is:retired`.

    Raises SearchError if the query names a deck, kind, or design that no card has.
    """
    retired = None if wants_retired(query) else False
    known = {
        "deck": context.catalog.decks,
        "kind": context.catalog.kinds,
        "design": context.catalog.designs,
    }
    check_names(query, lambda name: known[name](retired=retired))
    matches, today = predicate(query, _present(context, now_ms)), context.today(now_ms)
    found = context.catalog.search(query, today, context.config.leech_lapses, retired=retired)
    return [
        card_view(context, row, standing, today)
        for row, standing in found
        if (decks is None or row.card.deck in decks) and matches(_subject(row, standing))
    ]


def _present(context: Context, now_ms: int) -> Present:
    def retrievability(subject: Subject, day: int) -> float:
        # Loading the scheduler is slow, and few searches need it.
        assert subject.state is not None
        preset = context.config.preset_of(subject.card.deck, subject.card.tags)
        return context.scheduler_for(preset.name).retrievability(subject.state, day)

    return Present(context.today(now_ms), context.config.leech_lapses, retrievability)


def _subject(row: CardRow, standing: CardStatus) -> Subject:
    return Subject(
        card=row.card,
        stands=standing.stands,
        state=standing.state,
        marks=standing.marks,
        introduced_day=standing.introduced_day,
    )
