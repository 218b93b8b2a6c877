"""Sub-queues of cards, and the choice of the next card.

The next card is the first suitable card of its sub-queue. A card is suitable if it reveals no
pending card and no sibling was studied recently.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from heapq import heappop, heappush
from itertools import groupby

from flashprep.core.queue.order import Candidate, Order, Reason, lot


def subqueues(cards: Iterable[Candidate], order: Order, today: int) -> list[list[Candidate]]:
    """Returns the sub-queues, each with its cards in order. The next card comes from the first
    sub-queue that is not empty. Only with the order `MIXED`, cards alternate between the two
    sub-queues."""
    cards = list(cards)
    due = [card for card in cards if card.reason is not Reason.NEW]
    new = [card for card in cards if card.reason is Reason.NEW]
    match order:
        case Order.NEW_FIRST:
            return [new, due]
        case Order.DECK:
            by_deck = sorted([*due, *new], key=lambda card: card.deck)
            return [list(group) for _, group in groupby(by_deck, key=lambda card: card.deck)]
        case Order.WEAKEST:
            return [sorted(due, key=lambda card: (card.recall or 0.0, card.key)), new]
        case Order.RANDOM:
            return [sorted(due, key=lambda card: lot(card, today)), new]
        case _:
            return [due, new]


class Course:
    """The remaining cards of all sub-queues. `done` counts the due and new cards studied
    earlier today."""

    def __init__(
        self,
        subqueues: Sequence[Sequence[Candidate]],
        reveals: Mapping[str, AbstractSet[str]],
        order: Order,
        done: Mapping[Reason, int],
    ) -> None:
        self._subqueues = [_Subqueue(cards) for cards in subqueues]
        self._subqueue_of = {card.key: each for each in self._subqueues for card in each.cards}
        self._totals: tuple[int, int] | None = None
        if order is Order.MIXED:
            due, new = subqueues
            self._totals = (done[Reason.DUE] + len(due), done[Reason.NEW] + len(new))
        # `_after` maps each card to the cards that reveal it, which must follow. `_waits` maps
        # each card to the number of cards that must precede it.
        self._after: dict[str, list[str]] = defaultdict(list)
        self._waits: dict[str, int] = {}
        for key, subqueue in self._subqueue_of.items():
            first = [other for other in reveals.get(key, ()) if other in self._subqueue_of]
            for other in first:
                self._after[other].append(key)
            if first:
                self._waits[key] = len(first)
            else:
                subqueue.free(key)

    def peek(self, recent: Collection[str], done: Mapping[Reason, int]) -> Candidate | None:
        """Returns the next card, or None if no card is left. `recent` contains the notes
        studied last. `done` contains the number of cards studied today, by reason."""
        for subqueue in self._preferred(done):
            card = subqueue.peek(recent)
            if card is not None:
                return card
        return None

    def take(self, card: Candidate) -> None:
        """Removes the card that `peek` returned."""
        self._subqueue_of[card.key].take(card)
        for key in self._after.get(card.key, ()):
            self._waits[key] -= 1
            if not self._waits[key]:
                self._subqueue_of[key].free(key)

    def copy(self) -> "Course":
        """Returns an independent copy."""
        twin = object.__new__(Course)
        copies = {id(each): each.copy() for each in self._subqueues}
        twin._subqueues = [*copies.values()]
        twin._subqueue_of = {key: copies[id(each)] for key, each in self._subqueue_of.items()}
        twin._totals, twin._after, twin._waits = self._totals, self._after, dict(self._waits)
        return twin

    def _preferred(self, done: Mapping[Reason, int]) -> Sequence["_Subqueue"]:
        """Returns the sub-queues, sorted by precedence for the next card."""
        if self._totals is None:
            return self._subqueues
        due, new = self._subqueues
        all_due, all_new = self._totals
        # Each new card comes in the middle of an equal share of the due cards.
        is_turn = (2 * done[Reason.NEW] + 1) * all_due <= (2 * done[Reason.DUE] + 1) * all_new
        return (new, due) if is_turn else (due, new)


class _Subqueue:
    """Cards in order. A card is free if it reveals no pending card; only free cards are
    shown."""

    def __init__(self, cards: Sequence[Candidate]) -> None:
        self.cards = cards
        self._ranks = {card.key: rank for rank, card in enumerate(cards)}
        # The dict maps each note to a heap with the ranks of its free cards. The other heap
        # contains the lowest rank of each note, and may also contain outdated entries.
        self._free: dict[str, list[int]] = defaultdict(list)
        self._first: list[tuple[int, str]] = []

    def free(self, key: str) -> None:
        rank = self._ranks[key]
        note = self.cards[rank].kin
        heappush(self._free[note], rank)
        if self._free[note][0] == rank:
            heappush(self._first, (rank, note))

    def peek(self, recent: Collection[str]) -> Candidate | None:
        passed: list[tuple[int, str]] = []
        found: int | None = None
        while self._first and found is None:
            rank, note = self._first[0]
            ranks = self._free[note]
            if not ranks or ranks[0] != rank:
                heappop(self._first)
            elif note in recent:
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

    def copy(self) -> "_Subqueue":
        twin = object.__new__(_Subqueue)
        twin.cards, twin._ranks = self.cards, self._ranks
        twin._free = defaultdict(list, {note: ranks[:] for note, ranks in self._free.items()})
        twin._first = self._first[:]
        return twin
