"""Where cards stand in the introduction of all cards, when some files were read again."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from flashprep.core.cards import Card
from flashprep.core.introduction import introduction_order
from flashprep.core.notes.kinds.program import Program
from flashprep.store.catalog import CardRow, Catalog, Placed

# The file of a note, and its place there.
Place = tuple[str, int]


def positions(
    families: Mapping[Place, Sequence[Card]],
    touched: Collection[str],
    catalog: Catalog,
    program: Program | None,
) -> dict[str, int]:
    """The positions, from 1, of the cards of these families, and of those other cards that
    get another one by them.

    `families` are all those of the `touched` files, as they are now; all others are as the
    catalog knows them.
    """
    others = catalog.families(apart_from=touched)
    every: dict[Place, Sequence[Card | Placed]] = {**families, **others}
    ordered = introduction_order([every[place] for place in sorted(every)], program)
    before = {card.key: card.position for cards in others.values() for card in cards}
    return {
        card.key: position
        for position, card in enumerate(ordered, start=1)
        if before.get(card.key) != position
    }


def stand_as_before(
    families: Mapping[Place, Sequence[Card]],
    before: Iterable[CardRow],
    places: Mapping[str, int],
) -> bool:
    """Whether the cards of these families are those of `before`, in the same order and with
    all that their turn depends on; `places` are those of the notes of `before`."""
    now = [_turn(card) for _, cards in sorted(families.items()) for card in cards]
    rows = sorted(
        before,
        key=lambda row: (row.card.location.path, places.get(row.card.note_key, -1), row.place),
    )
    return now == [_turn(row.card) for row in rows]


def _turn(card: Card) -> tuple[object, ...]:
    return card.location.path, card.key, card.deck, card.priority, card.tags
