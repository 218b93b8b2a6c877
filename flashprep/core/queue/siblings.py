"""Which cards wait for another day, since a sibling gives their answer away or was studied.

A card that reveals another's answer comes after it on that day; two cards that reveal each
other are studied on different days, and where siblings rest, one card of a note on each.
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
    """Today's queue.

    `learning` and `due` are in the order wanted, `new` in that of introduction and longer
    than `new_limit`, since some may have to wait; of the presets that `new_each` names, no
    more are placed than it says. `shown` are the cards studied today; `reveals` tells of these
    and of all candidates which cards they reveal. With `resting` only one card of each note
    comes on a day; it gives the notes of which one was studied, each with that card.
    """
    over = [card for card in learning if (card.due_at_ms or 0) <= now_ms]
    running = [card for card in learning if (card.due_at_ms or 0) > now_ms]
    arrangement = _Arrangement(shown, reveals, resting)
    waiting = arrangement.wait(running)
    arrangement.place_all([*(card for card in over if not card.shown_today), *due])
    arrangement.place_all(new, new_limit, new_each)
    return Queue(
        ready=(*(card for card in over if card.shown_today), *arrangement.placed),
        waiting=tuple(waiting),
        held=tuple(arrangement.held),
        held_by=arrangement.held_by,
    )


class _Arrangement:
    """Cards put one after the other so that none comes after one that reveals it."""

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
        # By the card that is given away, the one that does it.
        self._given_away: dict[str, str] = {}
        for key in sorted(shown):
            self._give_away(key)

    def place_all(
        self,
        cards: Sequence[Candidate],
        limit: int | None = None,
        each: Mapping[str, int] = MappingProxyType({}),
    ) -> None:
        """Put these after what is placed, at most `limit` of them and of some presets at most
        `each`, each card after those that it would give away."""
        self._left = dict(each)
        pool = {card.key: card for card in cards}
        pending = set(pool)
        end = None if limit is None else len(self.placed) + limit
        for first in cards:
            # A stack of our own, since one card can wait for a long chain of others. A card
            # lies on it twice: to see what has to come before it, and then to be placed.
            stack = [(first, False)]
            while stack:
                if end is not None and len(self.placed) >= end:
                    return
                card, is_seen = stack.pop()
                if is_seen:
                    self._place(card)
                elif card.key in pending:
                    pending.remove(card.key)
                    stack.append((card, True))
                    if card.key not in self._given_away:
                        stack.extend(
                            (other, False) for other in self._before(card, pool, pending)
                        )

    def wait(self, cards: Iterable[Candidate]) -> list[Candidate]:
        """Those of these, whose steps still run, that can be studied when they are over. One
        that was studied today is only repeated; the answer of another is not to be given
        away until then."""
        waiting = []
        revealed: dict[str, str] = {}
        for card in cards:
            if not card.shown_today:
                giver = self._given_away.get(card.key) or revealed.get(card.key)
                if giver:
                    self._hold(card, giver)
                    continue
                self._awaited.add(card.key)
                self._rest(card)
            waiting.append(card)
            for key in self._reveals.get(card.key, frozenset()):
                revealed.setdefault(key, card.key)
        return waiting

    def _place(self, card: Candidate) -> None:
        awaited = self._awaited & self._reveals.get(card.key, frozenset())
        if card.key in self._given_away:
            self._hold(card, self._given_away[card.key])
        elif awaited:
            self._hold(card, min(awaited))
        elif self._resting is not None and card.kin in self._resting:
            self._hold(card, self._resting[card.kin])
        elif self._left.get(card.preset, 1) > 0:
            if card.preset in self._left:
                self._left[card.preset] -= 1
            self.placed.append(card)
            self._give_away(card.key)
            self._rest(card)

    def _rest(self, card: Candidate) -> None:
        """Let the siblings of a card that comes today rest until tomorrow, if they are to."""
        if self._resting is not None:
            self._resting.setdefault(card.kin, card.key)

    def _hold(self, card: Candidate, on_account_of: str) -> None:
        self.held.append(card)
        self.held_by[card.key] = on_account_of

    def _give_away(self, key: str) -> None:
        for revealed in self._reveals.get(key, frozenset()):
            self._given_away.setdefault(revealed, key)

    def _before(
        self, card: Candidate, pool: Mapping[str, Candidate], pending: set[str]
    ) -> list[Candidate]:
        """Those that this card would give away, but that do not give it away themselves,
        the last to be introduced first."""
        others = [
            pool[key]
            for key in self._reveals.get(card.key, frozenset()) & pending
            if card.key not in self._reveals.get(key, frozenset())
        ]
        return sorted(others, key=lambda other: other.position, reverse=True)
