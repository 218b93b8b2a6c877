"""The order in which new cards are introduced."""

from collections import deque
from collections.abc import Iterable, Sequence
from itertools import groupby

from flashprep.core.cards import Card, Priority
from flashprep.core.notes import Phase, Programme

# So many families are learned side by side: enough to keep siblings apart, few enough that
# a framework's steps are still met in one sitting.
SIDE_BY_SIDE = 4
_WORTH = {priority: rank for rank, priority in enumerate(Priority)}


def introduction_order(
    families: Iterable[Sequence[Card]], programme: Programme | None = None
) -> list[Card]:
    """All cards in the order of introduction.

    `families` come in source order, each in the order `family` gives. What matters most
    comes first; then what an earlier phase of the programme introduces, its decks in the
    order in which it names them; then deck by deck. Within a deck a few families take turns.
    """

    def rank(cards: Sequence[Card]) -> tuple[int, int, int, str]:
        card = cards[0]
        return (_WORTH[card.priority], *_turn_of(card, programme), card.deck)

    ordered: list[Card] = []
    by_rank = sorted((cards for cards in families if cards), key=rank)
    for _, group in groupby(by_rank, key=rank):
        ordered.extend(_take_turns(list(group)))
    return ordered


def introduces(phase: Phase, card: Card) -> bool:
    """Whether this phase of a programme introduces the card."""
    return (
        phase.introduces
        and (not phase.decks or _deck_turn(phase, card) < len(phase.decks))
        and (not phase.tags or not set(phase.tags).isdisjoint(card.tags))
        and (not phase.priorities or card.priority in phase.priorities)
    )


def _turn_of(card: Card, programme: Programme | None) -> tuple[int, int]:
    """The phase that introduces the card, and the place of its deck there; what no phase
    introduces comes after all of them."""
    phases = programme.phases if programme else ()
    for number, phase in enumerate(phases):
        if introduces(phase, card):
            return number, _deck_turn(phase, card)
    return len(phases), 0


def _deck_turn(phase: Phase, card: Card) -> int:
    for place, deck in enumerate(phase.decks):
        if card.deck == deck or card.deck.startswith(f"{deck}::"):
            return place
    return len(phase.decks)


def _take_turns(families: list[Sequence[Card]]) -> Iterable[Card]:
    waiting = deque(deque(cards) for cards in families)
    turns: deque[deque[Card]] = deque()
    while waiting or turns:
        while waiting and len(turns) < SIDE_BY_SIDE:
            turns.append(waiting.popleft())
        turn = turns.popleft()
        yield turn.popleft()
        if turn:
            turns.append(turn)
