"""The order in which today's cards come, one after the other, as answers are given.

An agenda is made once from a day's cards and then follows each answer at the cost of that one
card, whatever the number of the others; what it gives next is what an agenda made anew would.
Siblings, the cards of one note, come some cards apart where that is possible, and no card comes
before one whose answer it gives away.
"""

from collections import Counter
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from itertools import islice

from flashprep.core.queue.order import LEARN_AHEAD_MS, Candidate, Order, Queue, Reason
from flashprep.core.queue.subqueues import Course, lanes

SIBLINGS_APART = 10
"""So many cards lie between siblings, where there are others to lie there."""


@dataclass(frozen=True, slots=True)
class Studied:
    """What was done today: the note of each card studied, the latest last, which was at
    `latest_ms`; and how many cards were reviewed, and how many seen for the first time."""

    notes: Mapping[str, str] = field(default_factory=dict)
    latest_ms: int = 0
    reviewed: int = 0
    introduced: int = 0


class Agenda:
    """Today's cards in their order, at any moment of the day.

    `made` has them as they were when it was made, in an order in which none gives away one
    that comes before it; `reveals` tells which cards give away which.
    """

    def __init__(
        self,
        made: Queue,
        order: Order,
        today: int,
        studied: Studied,
        reveals: Mapping[str, AbstractSet[str]],
    ) -> None:
        self.made = made
        self._today = today
        self._shown = dict(studied.notes)
        self._latest_ms = studied.latest_ms
        self._done = {Reason.DUE: studied.reviewed, Reason.NEW: studied.introduced}
        both = (*made.ready, *made.waiting)
        self._steps = {card.key: card for card in both if _is_repetition(card)}
        self._carried = [card for card in made.waiting if not _is_repetition(card)]
        cards = [card for card in made.ready if not _is_repetition(card)]
        self._left = Counter(card.reason for card in cards)
        self._course = Course(lanes(cards, order, today), reveals, order, self._done)
        # A step carried over from yesterday is to be a proof: cards that give it away wait
        # for it, but not for ever. On such a day the agenda is made anew after each card.
        self._is_steady = not self._carried and Reason.LEARNING not in self._left
        proofs = [card for card in (*made.waiting, *made.held) if _is_proof(card)]
        self._until_ms = min((_end(card)[0] for card in proofs), default=None)

    def holds_at(self, now_ms: int) -> bool:
        """Whether time alone has changed nothing: no step carried over has ended since."""
        return self._is_steady or self._until_ms is None or now_ms < self._until_ms

    # What comes

    def next(self, now_ms: int) -> Candidate | None:
        """The card to study now; None when there is none, or only one to wait for."""
        step = min(self._steps.values(), key=_end, default=None)
        if step is not None and _end(step)[0] <= now_ms:
            return step
        card = self._course.peek(self._recent(), self._done)
        if card is not None:
            return card
        soonest = min((*self._steps.values(), *self._carried), key=_end, default=None)
        if soonest is not None and _end(soonest)[0] <= now_ms + LEARN_AHEAD_MS:
            return soonest
        return None

    def left(self) -> Mapping[Reason, int]:
        """How many cards are left today, by reason."""
        left = Counter(self._left)
        left[Reason.LEARNING] += len(self._steps) + len(self._carried)
        return left

    def queue(self, now_ms: int) -> Queue:
        """All that is left today, in its order. What is held is told as it was when the agenda
        was made."""
        steps = sorted(self._steps.values(), key=_end)
        over = [card for card in steps if _end(card)[0] <= now_ms]
        run = [card for card in steps if _end(card)[0] > now_ms]
        recent = [*reversed(self._recent()), *(card.kin for card in over)]
        course, done, ready = self._course.copy(), dict(self._done), list(over)
        while (card := course.peek(recent[-SIBLINGS_APART:], done)) is not None:
            course.take(card)
            done[_kind(card)] += 1
            ready.append(card)
            recent.append(card.kin)
        waiting = sorted((*run, *self._carried), key=_end)
        return replace(self.made, ready=tuple(ready), waiting=tuple(waiting))

    # What was done

    def follow(self, key: str, at_ms: int, step_ends_ms: int | None) -> Candidate | None:
        """Take note of an answer that was given to a card which was next, and return that;
        `step_ends_ms` is when its step is over, if it has one that ends today. None, if this
        agenda cannot tell what follows from it; then it is of no more use."""
        if not self._is_steady or at_ms <= self._latest_ms:
            return None
        card = self._steps.pop(key, None)
        if card is None:
            card = self._course.peek(self._recent(), self._done)
            if card is None or card.key != key or card.shown_today:
                return None
            self._course.take(card)
            self._done[_kind(card)] += 1
            self._left[card.reason] -= 1
        self._latest_ms = at_ms
        self._shown.pop(key, None)
        self._shown[key] = card.note
        if step_ends_ms is not None:
            self._steps[key] = replace(
                card,
                reason=Reason.LEARNING,
                due_day=self._today,
                due_at_ms=step_ends_ms,
                shown_today=True,
                recall=1.0,
            )
        return card

    def _recent(self) -> list[str]:
        """What the siblings of the cards studied last have in common, the latest first."""
        last = islice(reversed(self._shown.items()), SIBLINGS_APART)
        return [note or key for key, note in last]


def _end(card: Candidate) -> tuple[int, str]:
    return card.due_at_ms or 0, card.key


def _is_repetition(card: Candidate) -> bool:
    """Whether it was studied today, and its step asks for it once more."""
    return card.reason is Reason.LEARNING and card.shown_today


def _is_proof(card: Candidate) -> bool:
    """Whether its step was begun on another day."""
    return card.reason is Reason.LEARNING and not card.shown_today


def _kind(card: Candidate) -> Reason:
    return Reason.NEW if card.reason is Reason.NEW else Reason.DUE
