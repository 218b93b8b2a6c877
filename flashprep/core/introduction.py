"""The order in which new cards are introduced."""

from collections import deque
from collections.abc import Iterable, Sequence
from itertools import groupby

from flashprep.core.notes import Card, Priority

# So many families are learned side by side: enough to keep siblings apart, few enough that
# a framework's steps are still met in one sitting.
SIDE_BY_SIDE = 4
_WORTH = {priority: rank for rank, priority in enumerate(Priority)}


def introduction_order(families: Iterable[Sequence[Card]]) -> list[Card]:
    """All cards in the order of introduction.

    `families` come in source order, each in the order `family` gives. What matters most
    comes first, then deck by deck; within a deck a few families take turns.
    """
    by_rank = sorted(
        (cards for cards in families if cards),
        key=lambda cards: (_WORTH[cards[0].priority], cards[0].deck),
    )
    ordered: list[Card] = []
    for _, group in groupby(by_rank, key=lambda cards: (cards[0].priority, cards[0].deck)):
        ordered.extend(_take_turns(list(group)))
    return ordered


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
