"""Lanes of cards, and which card of them comes next.

It is the first one in its lane that is no sibling of those studied just now, and that gives
away none of those still to come.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from heapq import heappop, heappush
from itertools import groupby

from flashprep.core.queue.order import Candidate, Order, Reason, lot


def lanes(cards: Iterable[Candidate], order: Order, today: int) -> list[list[Candidate]]:
    """The cards, each lane in its order. Lanes are emptied one after the other, but for
    `MIXED`, of which the two go on side by side."""
    cards = list(cards)
    due = [card for card in cards if card.reason is not Reason.NEW]
    new = [card for card in cards if card.reason is Reason.NEW]
    match order:
        case Order.NEW_FIRST:
            return [new, due]
        case Order.DECK:
            by_deck = sorted([*due, *new], key=lambda card: card.deck)
            return [list(lane) for _, lane in groupby(by_deck, key=lambda card: card.deck)]
        case Order.WEAKEST:
            return [sorted(due, key=lambda card: (card.recall or 0.0, card.key)), new]
        case Order.RANDOM:
            return [sorted(due, key=lambda card: lot(card, today)), new]
        case _:
            return [due, new]


class Course:
    """What is left of some lanes. `done` counts the due and the new cards that were studied
    today before these."""

    def __init__(
        self,
        lanes: Sequence[Sequence[Candidate]],
        reveals: Mapping[str, AbstractSet[str]],
        order: Order,
        done: Mapping[Reason, int],
    ) -> None:
        self._lanes = [_Lane(lane) for lane in lanes]
        self._lane_of = {card.key: lane for lane in self._lanes for card in lane.cards}
        self._totals: tuple[int, int] | None = None
        if order is Order.MIXED:
            due, new = lanes
            self._totals = (done[Reason.DUE] + len(due), done[Reason.NEW] + len(new))
        # By the card that must come first: those that give it away. And how many cards each
        # card has to wait for.
        self._givers: dict[str, list[str]] = defaultdict(list)
        self._waits: dict[str, int] = {}
        for key, lane in self._lane_of.items():
            first = [other for other in reveals.get(key, ()) if other in self._lane_of]
            for other in first:
                self._givers[other].append(key)
            if first:
                self._waits[key] = len(first)
            else:
                lane.free(key)

    def peek(self, recent: Collection[str], done: Mapping[Reason, int]) -> Candidate | None:
        """The card that comes next, after siblings of those in `recent` and with so many done
        today; None at the end."""
        for lane in self._preferred(done):
            card = lane.peek(recent)
            if card is not None:
                return card
        return None

    def take(self, card: Candidate) -> None:
        """Let a card go that was next."""
        self._lane_of[card.key].take(card)
        for giver in self._givers.get(card.key, ()):
            self._waits[giver] -= 1
            if not self._waits[giver]:
                self._lane_of[giver].free(giver)

    def copy(self) -> "Course":
        """Another one, from which cards can be taken without being missed in this one."""
        twin = object.__new__(Course)
        lanes = {id(lane): lane.copy() for lane in self._lanes}
        twin._lanes = [*lanes.values()]
        twin._lane_of = {key: lanes[id(lane)] for key, lane in self._lane_of.items()}
        twin._totals, twin._givers, twin._waits = self._totals, self._givers, dict(self._waits)
        return twin

    def _preferred(self, done: Mapping[Reason, int]) -> Sequence["_Lane"]:
        """The lanes, that from which a card is to come first."""
        if self._totals is None:
            return self._lanes
        due, new = self._lanes
        all_due, all_new = self._totals
        # Each new card lies in the middle of its share of the due ones.
        is_turn = (2 * done[Reason.NEW] + 1) * all_due <= (2 * done[Reason.DUE] + 1) * all_new
        return (new, due) if is_turn else (due, new)


class _Lane:
    """Cards in an order of their own; only those that are free come."""

    def __init__(self, cards: Sequence[Candidate]) -> None:
        self.cards = cards
        self._ranks = {card.key: rank for rank, card in enumerate(cards)}
        # By kin, the ranks of the cards that are free, as a heap; and of each kin the first,
        # with others that were it once.
        self._free: dict[str, list[int]] = defaultdict(list)
        self._first: list[tuple[int, str]] = []

    def free(self, key: str) -> None:
        rank = self._ranks[key]
        kin = self.cards[rank].kin
        heappush(self._free[kin], rank)
        if self._free[kin][0] == rank:
            heappush(self._first, (rank, kin))

    def peek(self, recent: Collection[str]) -> Candidate | None:
        passed: list[tuple[int, str]] = []
        found: int | None = None
        while self._first and found is None:
            rank, kin = self._first[0]
            ranks = self._free[kin]
            if not ranks or ranks[0] != rank:
                heappop(self._first)
            elif kin in recent:
                passed.append(heappop(self._first))
            else:
                found = rank
        for each in passed:
            heappush(self._first, each)
        if found is None and passed:
            found = passed[0][0]
        return None if found is None else self.cards[found]

    def take(self, card: Candidate) -> None:
        ranks = self._free[card.kin]
        heappop(ranks)
        if ranks:
            heappush(self._first, (ranks[0], card.kin))

    def copy(self) -> "_Lane":
        twin = object.__new__(_Lane)
        twin.cards, twin._ranks = self.cards, self._ranks
        twin._free = defaultdict(list, {kin: ranks[:] for kin, ranks in self._free.items()})
        twin._first = self._first[:]
        return twin
