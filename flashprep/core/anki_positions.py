"""The order of new cards in Anki. Anki does not know which cards reveal each other.

Anki introduces a fixed number of new cards a day, by position. Two cards that reveal each other
must not be introduced on the same day. So more than a day's new cards are placed between the
two cards. This distance is kept across all decks, and also within their deck, in case the user
studies only that deck.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import Protocol

from flashprep.core.lagged import Chain, arrange, connected


class Revealing(Protocol):
    """The properties of a card that determine its position in Anki."""

    @property
    def key(self) -> str:
        """The card's key."""

    @property
    def deck(self) -> str:
        """The card's deck."""

    @property
    def reveals(self) -> Collection[str]:
        """The keys of the cards that this card reveals. Cards in other decks are ignored."""


def anki_order(
    cards: Sequence[Revealing], new_cards_a_day: int, last: AbstractSet[str] = frozenset()
) -> list[str]:
    """The keys of these cards, sorted by their positions in Anki.

    `cards` are in the order of introduction. The result keeps this order where possible. Cards
    that reveal each other are more than `new_cards_a_day` positions apart. If the deck has too
    few cards for that distance, the cards are as far apart as possible. If card A reveals card
    B, and B comes first in `cards`, then B also comes first in the result. The cards in `last`
    follow all other cards and are ordered separately.
    """
    early = [card for card in cards if card.key not in last]
    late = [card for card in cards if card.key in last]
    lag = new_cards_a_day + 1
    return [card.key for part in (early, late) for card in _spaced(part, lag)]


def _spaced(cards: Sequence[Revealing], lag: int) -> Iterable[Revealing]:
    """The cards in order. Each deck is ordered first; then the decks are merged."""
    by_deck: dict[str, list[int]] = defaultdict(list)
    for at, card in enumerate(cards):
        by_deck[card.deck].append(at)
    decks = []
    apart: list[Chain] = []
    for deck in by_deck.values():
        groups, behind = _ties([cards[at] for at in deck])
        order = deck
        if groups:
            order = [deck[at] for at in arrange(range(len(deck)), groups, behind, lag)]
        place = {at: number for number, at in enumerate(order)}
        apart += (sorted((deck[at] for at in group), key=place.__getitem__) for group in groups)
        decks.append(order)
    if not apart:
        return cards
    if len(decks) == 1:
        return [cards[at] for at in decks[0]]
    pairs = [pair for deck in decks for pair in pairwise(deck)]
    merged = arrange(_turns(decks, len(cards)), apart, pairs, lag)
    return [cards[at] for at in merged]


def _turns(decks: Iterable[Sequence[int]], count: int) -> list[int]:
    """The preferred position of each card. `decks` lists the cards of each deck in their new
    order, as numbers in the order of introduction. The preferred position is the smallest of
    these numbers among the card and all later cards of its deck."""
    turns = [0] * count
    for deck in decks:
        first = count
        for at in reversed(deck):
            first = min(first, at)
            turns[at] = first
    return turns


def _ties(cards: Sequence[Revealing]) -> tuple[list[Chain], list[tuple[int, int]]]:
    """The dependencies between the cards of a deck; cards are given by index. The first list
    contains groups of cards that reveal each other, directly or indirectly. The second list
    contains pairs of a card and a later card that reveals the first card."""
    places = {card.key: at for at, card in enumerate(cards)}
    revealed = [
        {places[key] for key in card.reveals if key in places and key != card.key}
        for card in cards
    ]
    mutual = []
    behind = []
    for at, others in enumerate(revealed):
        for other in sorted(each for each in others if each < at):
            if at in revealed[other]:
                mutual.append((other, at))
            else:
                behind.append((other, at))
    groups: dict[int, list[int]] = defaultdict(list)
    for at, one in enumerate(connected(len(cards), mutual)):
        groups[one].append(at)
    return [group for group in groups.values() if len(group) > 1], behind
