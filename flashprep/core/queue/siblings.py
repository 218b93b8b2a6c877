"""Decides which cards are held back until another day. A card may be held back because another
card reveals it, or because a sibling was studied.

If a card reveals another card, the revealed card is shown first on that day. Two cards that
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

    `learning` and `due` are in the desired order. `new` is in the order of introduction. It
    should contain more than `new_limit` cards, since some may be held back. `new_each` maps
    presets to their limits on new cards. `shown` contains the cards studied today. `reveals`
    maps each candidate and each card in `shown` to the cards that it reveals. If siblings are
    buried, `resting` maps each note studied today to the card that was studied; otherwise
    `resting` is None.
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
        """Appends cards. Each card is placed after the cards that it would reveal. At most
        `limit` cards are placed. `each` maps presets to the maximum number of their cards."""
        self._left = dict(each)
        pool = {card.key: card for card in cards}
        pending = set(pool)
        end = None if limit is None else len(self.placed) + limit
        for first in cards:
            # Chains of cards can be long, so the code uses an explicit stack instead of
            # recursion. Each card is taken from the stack twice. The first time, the cards that
            # must precede the card are added; the second time, the card is placed. `opened`
            # maps the cards that are on the stack for the second time to their positions.
            stack = [(first, False)]
            opened: dict[str, int] = {}
            while stack:
                if end is not None and len(self.placed) >= end:
                    return
                card, is_seen = stack.pop()
                if is_seen:
                    del opened[card.key]
                    self._place(card)
                    # If cards reveal each other in a circle, the placed card may reveal an
                    # opened card. That card is then held back, so the cards that would precede
                    # it are no longer moved before it.
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
        A card that was studied today is only repeated. A card whose step is left from an
        earlier day is a test, so no card may reveal it before the step ends. If a card already
        reveals it, the test is held back."""
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
        """Returns the pending cards that must precede this card, in reverse order of
        introduction. This card would reveal them, and they do not reveal this card."""
        others = [
            pool[key]
            for key in self._reveals.get(card.key, frozenset()) & pending
            if card.key not in self._reveals.get(key, frozenset())
        ]
        return sorted(others, key=lambda other: other.position, reverse=True)
