"""The order of today's cards, updated after each review.

An `Agenda` is built once from a day's cards. Each review then updates the agenda. The time for
an update does not depend on the number of cards. The next card is always the same as if the
agenda were rebuilt. Where possible, several other cards are shown between siblings. If a card
reveals another card, the revealed card is shown first.
"""

from collections import Counter
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from itertools import islice

from flashprep.core.queue.order import LEARN_AHEAD_MS, Candidate, Order, Queue, Reason
from flashprep.core.queue.subqueues import Course, subqueues

SIBLINGS_APART = 10
"""The number of other cards between siblings, if enough other cards are left."""


@dataclass(frozen=True, slots=True)
class Studied:
    """The study of today so far. `notes` maps the key of each card studied today to the key of
    its note; the latest card is last. `latest_ms` is the timestamp of the latest review.
    `reviewed` and `introduced` are numbers of cards."""

    notes: Mapping[str, str] = field(default_factory=dict)
    latest_ms: int = 0
    reviewed: int = 0
    introduced: int = 0


class Agenda:
    """Today's cards in order, kept up to date during the day.

    `made` is the queue from which the agenda was built. In this queue, no card follows a card
    that reveals it. `reveals` maps each card to the cards that it reveals.
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
        self._course = Course(subqueues(cards, order, today), reveals, order, self._done)
        # A card with a learning step left from an earlier day counts as a test. Cards that
        # reveal this card are held back until the step ends. On such a day, the agenda is
        # rebuilt after each card.
        self._is_steady = not self._carried and Reason.LEARNING not in self._left
        tests = [card for card in (*made.waiting, *made.held) if _is_test(card)]
        self._until_ms = min((_end(card)[0] for card in tests), default=None)

    def holds_at(self, now_ms: int) -> bool:
        """Whether the agenda is still valid at this time. It becomes invalid when a learning
        step left from an earlier day ends."""
        return self._is_steady or self._until_ms is None or now_ms < self._until_ms

    # Remaining cards

    def next(self, now_ms: int) -> Candidate | None:
        """Returns the card to study now; None if no card is left, or if the user must wait for
        a card."""
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
        """Returns the number of cards left today, by reason."""
        left = Counter(self._left)
        left[Reason.LEARNING] += len(self._steps) + len(self._carried)
        return left

    def queue(self, now_ms: int) -> Queue:
        """Returns all cards left today, in order. `Queue.held` is not updated: it contains the
        cards that were held back when the agenda was built."""
        steps = sorted(self._steps.values(), key=_end)
        ended = [card for card in steps if _end(card)[0] <= now_ms]
        running = [card for card in steps if _end(card)[0] > now_ms]
        recent = [*reversed(self._recent()), *(card.kin for card in ended)]
        course, done, ready = self._course.copy(), dict(self._done), list(ended)
        while (card := course.peek(recent[-SIBLINGS_APART:], done)) is not None:
            course.take(card)
            done[_kind(card)] += 1
            ready.append(card)
            recent.append(card.kin)
        waiting = sorted((*running, *self._carried), key=_end)
        return replace(self.made, ready=tuple(ready), waiting=tuple(waiting))

    # Reviews

    def follow(self, key: str, at_ms: int, step_ends_ms: int | None) -> Candidate | None:
        """Records a review of the next card, and returns the card. If the card's next learning
        step ends today, `step_ends_ms` is the time of its end. Returns None if the agenda
        cannot be updated and must be rebuilt."""
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
        """Returns the keys of the notes of the cards studied last; the latest comes first."""
        last = islice(reversed(self._shown.items()), SIBLINGS_APART)
        return [note or key for key, note in last]


def _end(card: Candidate) -> tuple[int, str]:
    return card.due_at_ms or 0, card.key


def _is_repetition(card: Candidate) -> bool:
    """Whether the card was studied today and must be repeated for a learning step."""
    return card.reason is Reason.LEARNING and card.shown_today


def _is_test(card: Candidate) -> bool:
    """Whether the card's learning step began on another day."""
    return card.reason is Reason.LEARNING and not card.shown_today


def _kind(card: Candidate) -> Reason:
    return Reason.NEW if card.reason is Reason.NEW else Reason.DUE
