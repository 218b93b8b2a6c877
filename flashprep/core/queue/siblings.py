"""Decides which cards wait for another day, because another card reveals them or a sibling was
studied.

If a card reveals another card, it is shown after the other card on that day. Two cards that
reveal each other are studied on different days. If siblings are buried, only one card of each
note is shown per day.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from types import MappingProxyType

from flashprep.core.queue.order import Candidate, Queue


def arrange(  # noqa: PLR0913 - each is given by its name
    *,
    now_ms: int,
    learning: Sequence[Candidate],
    due: Sequence[Candidate],
    new: Sequence[Candidate],
    new_limit: int,
    shown: AbstractSet[str],
    reveals: Mapping[str, AbstractSet[str]],
    new_each: Mapping[str, int] = MappingProxyType({}),
    resting: Mapping[str, str] | None = None,
) -> Queue:
    """Returns today's queue.

    `learning` and `due` are in the desired order. `new` is in the order of introduction, and
    has more than `new_limit` cards, since some may have to wait. `new_each` limits the new
    cards of each preset. `shown` are the cards studied today. `reveals` maps these and all
    candidates to the cards that they reveal. If siblings are buried, `resting` maps each note
    studied today to the card that was studied; otherwise it is None.
    """
    ended = [card for card in learning if (card.due_at_ms or 0) <= now_ms]
    running = [card for card in learning if (card.due_at_ms or 0) > now_ms]
    arrangement = _Arrangement(shown, reveals, resting)
    waiting = arrangement.wait(running)
    arrangement.place_all([*(card for card in ended if not card.shown_today), *due])
    arrangement.place_all(new, new_limit, new_each)
    return Queue(
        ready=(*(card for card in ended if card.shown_today), *arrangement.placed),
        waiting=tuple(waiting),
        held=tuple(arrangement.held),
        held_by=arrangement.held_by,
    )


class _Arrangement:
    """Places cards one after another so that no card follows a card that reveals it."""

    def __init__(
        self,
        shown: AbstractSet[str],
        reveals: Mapping[str, AbstractSet[str]],
        resting: Mapping[str, str] | None,
    ) -> None:
        self.placed: list[Candidate] = []
        self.held: list[Candidate] = []
        self.held_by: dict[str, str] = {}
        self._reveals = reveals
        self._awaited: set[str] = set()
        self._left: dict[str, int] = {}
        self._resting = None if resting is None else dict(resting)
        # Maps a revealed card to the card that reveals it.
        self._revealed_by: dict[str, str] = {}
        for key in sorted(shown):
            self._add_revealed(key)

    def place_all(
        self,
        cards: Sequence[Candidate],
        limit: int | None = None,
        each: Mapping[str, int] = MappingProxyType({}),
    ) -> None:
        """Appends cards; each card follows the cards that it would reveal. At most `limit`
        cards are placed. For a preset in `each`, at most the given number of cards is
        placed."""
        self._left = dict(each)
        pool = {card.key: card for card in cards}
        pending = set(pool)
        end = None if limit is None else len(self.placed) + limit
        for first in cards:
            # Chains of cards can be long, so this uses an explicit stack instead of recursion.
            # Each card is on the stack twice: the first time, the cards that must precede it
            # are added; the second time, it is placed. `opened` has the cards that are there
            # for the second time, with their place in the stack.
            stack = [(first, False)]
            opened: dict[str, int] = {}
            while stack:
                if end is not None and len(self.placed) >= end:
                    return
                card, is_seen = stack.pop()
                if is_seen:
                    del opened[card.key]
                    self._place(card)
                    # In a circle, a card may now be revealed that others were to precede. It
                    # is held, so these keep their own places.
                    revealed = opened.keys() & self._reveals.get(card.key, frozenset())
                    kept = min(
                        (opened[key] for key in revealed if key in self._revealed_by),
                        default=len(stack),
                    )
                    for other, is_opened in stack[kept + 1 :]:
                        if is_opened:
                            del opened[other.key]
                            pending.add(other.key)
                    del stack[kept + 1 :]
                elif card.key in pending:
                    pending.remove(card.key)
                    opened[card.key] = len(stack)
                    stack.append((card, True))
                    if card.key not in self._revealed_by:
                        stack.extend(
                            (other, False) for other in self._before(card, pool, pending)
                        )

    def wait(self, cards: Iterable[Candidate]) -> list[Candidate]:
        """Returns the cards in running learning steps that can be studied when their steps end.
        A card studied today is only repeated. Any other card is a test, so no card may reveal
        it before its step ends."""
        waiting = []
        revealed: dict[str, str] = {}
        for card in cards:
            if not card.shown_today:
                revealer = self._revealed_by.get(card.key) or revealed.get(card.key)
                if revealer:
                    self._hold(card, revealer)
                    continue
                self._awaited.add(card.key)
                self._rest(card)
            waiting.append(card)
            for key in self._reveals.get(card.key, frozenset()):
                revealed.setdefault(key, card.key)
        return waiting

    def _place(self, card: Candidate) -> None:
        awaited = self._awaited & self._reveals.get(card.key, frozenset())
        if card.key in self._revealed_by:
            self._hold(card, self._revealed_by[card.key])
        elif awaited:
            self._hold(card, min(awaited))
        elif self._resting is not None and card.kin in self._resting:
            self._hold(card, self._resting[card.kin])
        elif self._left.get(card.preset, 1) > 0:
            if card.preset in self._left:
                self._left[card.preset] -= 1
            self.placed.append(card)
            self._add_revealed(card.key)
            self._rest(card)

    def _rest(self, card: Candidate) -> None:
        """Buries the siblings of a card shown today, if siblings must be buried."""
        if self._resting is not None:
            self._resting.setdefault(card.kin, card.key)

    def _hold(self, card: Candidate, cause: str) -> None:
        self.held.append(card)
        self.held_by[card.key] = cause

    def _add_revealed(self, key: str) -> None:
        for revealed in self._reveals.get(key, frozenset()):
            self._revealed_by.setdefault(revealed, key)

    def _before(
        self, card: Candidate, pool: Mapping[str, Candidate], pending: set[str]
    ) -> list[Candidate]:
        """Returns the pending cards that this card would reveal and that do not reveal this
        card, in reverse order of introduction."""
        others = [
            pool[key]
            for key in self._reveals.get(card.key, frozenset()) & pending
            if card.key not in self._reveals.get(key, frozenset())
        ]
        return sorted(others, key=lambda other: other.position, reverse=True)
