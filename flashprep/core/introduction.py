"""The order in which new cards are introduced."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from flashprep.core.cards import Priority
from flashprep.core.notes.kinds.program import Phase, Program

# So many families are learned side by side: enough to keep siblings apart, few enough that
# a framework's steps are still met in one sitting.
SIDE_BY_SIDE = 4
_WORTH = {priority: rank for rank, priority in enumerate(Priority)}


class Introduced(Protocol):
    """What the rank of a card follows from: a card, or as much of it as is known."""

    @property
    def deck(self) -> str:
        """Its deck, with levels parted by "::"."""

    @property
    def priority(self) -> Priority:
        """How much it matters."""

    @property
    def tags(self) -> tuple[str, ...]:
        """Its tags."""


_Card = TypeVar("_Card", bound=Introduced)
_Rank = tuple[int, int, int, str]


def introduction_order(
    families: Iterable[Sequence[_Card]], program: Program | None = None
) -> list[_Card]:
    """All cards in the order of introduction.

    `families` come in source order, each in the order `family` gives. What matters most
    comes first; then what an earlier phase of the program introduces, its decks in the
    order in which it names them; then deck by deck. Within a deck a few families take turns.
    The cards of one family may differ in what they are worth.
    """
    groups: dict[_Rank, list[Sequence[_Card]]] = defaultdict(list)
    ranks: dict[tuple[object, ...], _Rank] = {}  # many cards are alike in what ranks them
    for cards in families:
        of_family: dict[_Rank, list[_Card]] = {}
        for card in cards:
            alike = (card.priority, card.deck, card.tags)
            rank = ranks.get(alike)
            if rank is None:
                rank = (_WORTH[card.priority], *_turn_of(card, program), card.deck)
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
    """The phase that introduces the card, and the place of its deck there; what no phase
    introduces comes after all of them."""
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
