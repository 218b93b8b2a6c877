"""The order in which new cards are introduced."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from flashprep.core.notes.kinds.program import Phase, Program
from flashprep.core.priorities import Priority

# The number of notes whose cards alternate. The number is large enough to keep siblings apart.
# It is small enough that all steps of a framework are introduced in one session.
SIDE_BY_SIDE = 4
_PRIORITY_RANK = {priority: rank for rank, priority in enumerate(Priority)}


class Introduced(Protocol):
    """The properties that determine a card's position in the order of introduction."""

    @property
    def deck(self) -> str:
        """The card's deck, with levels separated by "::"."""

    @property
    def priority(self) -> Priority:
        """The card's priority."""

    @property
    def tags(self) -> tuple[str, ...]:
        """The card's tags."""


_Card = TypeVar("_Card", bound=Introduced)
_Rank = tuple[int, int, int, str]


def introduction_order(
    families: Iterable[Sequence[_Card]], program: Program | None = None
) -> list[_Card]:
    """All cards in the order of introduction.

    `families` contains the cards of each note. Notes are in source order, and the cards of a
    note are in the order of `family`. The sort criteria are the card's priority, the phase of
    the program that introduces the card, the order of decks in that phase, and the deck. Within
    a deck, the cards of a few notes alternate. The cards of a note may have different
    priorities.
    """
    groups: dict[_Rank, list[Sequence[_Card]]] = defaultdict(list)
    ranks: dict[tuple[object, ...], _Rank] = {}  # a cache, since many cards share a rank
    for cards in families:
        of_family: dict[_Rank, list[_Card]] = {}
        for card in cards:
            alike = (card.priority, card.deck, card.tags)
            rank = ranks.get(alike)
            if rank is None:
                rank = (_PRIORITY_RANK[card.priority], *_turn_of(card, program), card.deck)
                ranks[alike] = rank
            of_family.setdefault(rank, []).append(card)
        for rank, alike_cards in of_family.items():
            groups[rank].append(alike_cards)
    return [card for rank in sorted(groups) for card in _take_turns(groups[rank])]


def introduces(phase: Phase, card: Introduced) -> bool:
    """Whether this phase of a program introduces the card."""
    return (
        phase.introduces
        and (not phase.decks or _deck_turn(phase, card) < len(phase.decks))
        and (not phase.tags or not set(phase.tags).isdisjoint(card.tags))
        and (not phase.priorities or card.priority in phase.priorities)
    )


def _turn_of(card: Introduced, program: Program | None) -> tuple[int, int]:
    """The number of the phase that introduces the card, and the number of the card's deck
    within that phase. A card that no phase introduces gets the highest numbers, so it follows
    all other cards."""
    phases = program.phases if program else ()
    for number, phase in enumerate(phases):
        if introduces(phase, card):
            return number, _deck_turn(phase, card)
    return len(phases), 0


def _deck_turn(phase: Phase, card: Introduced) -> int:
    for place, deck in enumerate(phase.decks):
        if card.deck == deck or card.deck.startswith(f"{deck}::"):
            return place
    return len(phase.decks)


def _take_turns(families: Iterable[Sequence[_Card]]) -> Iterator[_Card]:
    waiting = deque(families)
    turns: deque[deque[_Card]] = deque()
    while waiting or turns:
        while waiting and len(turns) < SIDE_BY_SIDE:
            turns.append(deque(waiting.popleft()))
        turn = turns.popleft()
        yield turn.popleft()
        if turn:
            turns.append(turn)
