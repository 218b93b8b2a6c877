"""What can be studied, and why: the cards of a day, and the orders in which they come."""

import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from enum import StrEnum

from flashprep.core.presets import DEFAULT

# When nothing else is left, a learning step that ends within this time is not waited for.
LEARN_AHEAD_MS = 20 * 60_000


class Reason(StrEnum):
    """Why a card is in today's queue."""

    LEARNING = "learning"
    DUE = "due"
    NEW = "new"


class Order(StrEnum):
    """In which order the cards of a day come; learning steps that are over come first in all
    of them. What is in no order given comes most overdue first, shuffled within a day."""

    DUE_FIRST = "due-first"
    NEW_FIRST = "new-first"
    MIXED = "mixed"
    DECK = "deck"
    WEAKEST = "weakest"
    RANDOM = "random"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A card that could be studied today. `due_day` is None for a new card, `due_at_ms` is
    set while a learning step runs, `shown_today` says that it was studied today already;
    `preset` is the name of its preset, `note` the key of its note; `recall` is how likely it
    is recalled today, None for a new card."""

    key: str
    reason: Reason
    position: int
    due_day: int | None = None
    due_at_ms: int | None = None
    shown_today: bool = False
    preset: str = DEFAULT
    deck: str = ""
    note: str = ""
    recall: float | None = None

    @property
    def kin(self) -> str:
        """What its siblings have in common with it, and no other card."""
        return self.note or self.key


@dataclass(frozen=True, slots=True)
class Queue:
    """Today's cards. `ready` can be studied now, in this order; `waiting` are learning steps
    that are not over, soonest first; `held` wait for another day, since a card studied
    today reveals them (or is about to), or for one of yesterday's steps, since they reveal
    its card. A card that was studied today may come once more after one that reveals it:
    its step asks for a repetition, not for proof. `held_by` gives for the key of each held
    card that of the card on whose account it waits."""

    ready: tuple[Candidate, ...]
    waiting: tuple[Candidate, ...]
    held: tuple[Candidate, ...]
    held_by: Mapping[str, str] = field(default_factory=dict)

    def count(self) -> Mapping[Reason, int]:
        """How many cards there are that do not wait for another day, by reason."""
        return Counter(card.reason for card in (*self.ready, *self.waiting))

    def next(self, now_ms: int) -> Candidate | None:
        """The card to study now; None when there is none, or only one to wait for."""
        if self.ready:
            return self.ready[0]
        if self.waiting:
            due_at_ms = self.waiting[0].due_at_ms
            if due_at_ms is None or due_at_ms <= now_ms + LEARN_AHEAD_MS:
                return self.waiting[0]
        return None


def first_of(queue: Queue, count: int, begun: AbstractSet[str]) -> Queue:
    """The queue with its first `count` cards only, beside those that were begun and come
    again."""
    kept = set(begun)
    for card in (*queue.ready, *queue.waiting):
        if card.key not in kept and count > 0:
            kept.add(card.key)
            count -= 1
    return replace(
        queue,
        ready=tuple(card for card in queue.ready if card.key in kept),
        waiting=tuple(card for card in queue.waiting if card.key in kept),
    )


def mix(due: Iterable[Candidate], today: int) -> list[Candidate]:
    """Due cards, most overdue first; those of one day in an order that changes from day to
    day but not within it, so that neighbors do not give the order away."""
    return sorted(due, key=lambda card: (card.due_day or 0, lot(card, today)))


def lot(card: Candidate, today: int) -> int:
    """A number that a card draws for the day."""
    return zlib.crc32(f"{today}/{card.key}".encode())


def expected_seconds(cards: Iterable[Candidate]) -> int:
    """About how long these cards take: a new one half a minute with its repetition, a
    known one ten seconds."""
    return expected_seconds_of(Counter(card.reason for card in cards))


def expected_seconds_of(counts: Mapping[Reason, int]) -> int:
    """About how long so many cards take, by the reason of each."""
    return sum((30 if reason is Reason.NEW else 10) * count for reason, count in counts.items())
