"""Computes the positions of cards in the order of introduction after some deck files have
changed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from flashprep.core.cards import Card
from flashprep.core.introduction import introduction_order
from flashprep.core.notes.kinds.program import Program
from flashprep.store.catalog import Catalog
from flashprep.store.full_cards import CardRow

if TYPE_CHECKING:
    from flashprep.store.card_rows import CardSummary

# The file of a note, and the note's index in the file.
Place = tuple[str, int]


def positions(
    families: Mapping[Place, Sequence[Card]],
    touched: Collection[str],
    catalog: Catalog,
    program: Program | None,
) -> dict[str, int]:
    """The positions of the cards in `families`, and of other cards whose positions change.
    Positions start at 1.

    `families` contains the current cards of the `touched` files, grouped by note. All other
    cards are read from the catalog.
    """
    others = catalog.families(apart_from=touched)
    every: dict[Place, Sequence[Card | CardSummary]] = {**families, **others}
    ordered = introduction_order([every[place] for place in sorted(every)], program)
    before = {card.key: card.position for cards in others.values() for card in cards}
    return {
        card.key: position
        for position, card in enumerate(ordered, start=1)
        if before.get(card.key) != position
    }


def is_unchanged(
    families: Mapping[Place, Sequence[Card]],
    before: Iterable[CardRow],
    places: Mapping[str, int],
) -> bool:
    """Whether the positions of these cards are unchanged. Positions are unchanged if the cards
    have the same order as `before` and all fields that affect positions are equal. `places`
    maps the ids of notes to their former indexes within the file."""
    now = [_order_fields(card) for _, cards in sorted(families.items()) for card in cards]
    rows = sorted(
        before,
        key=lambda row: (row.card.location.path, places.get(row.card.note_key, -1), row.place),
    )
    return now == [_order_fields(row.card) for row in rows]


def _order_fields(card: Card) -> tuple[object, ...]:
    return card.location.path, card.key, card.deck, card.priority, card.tags
