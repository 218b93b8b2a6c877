"""The candidates for study on a day, the reason for each candidate, and the possible orders."""

import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from enum import StrEnum

from flashprep.core.presets import DEFAULT

# If no other card is left, the next card in a learning step is shown early. Its step must end
# within this time, in ms.
LEARN_AHEAD_MS = 20 * 60_000


class Reason(StrEnum):
    """The reason why a card is in today's queue."""

    LEARNING = "learning"
    DUE = "due"
    NEW = "new"


class Order(StrEnum):
    """The order of a day's cards. Cards whose learning steps have ended always come first.
    Among cards that an order ranks equally, the most overdue card comes first. Cards with the
    same due day are shuffled."""

    DUE_FIRST = "due-first"
    NEW_FIRST = "new-first"
    MIXED = "mixed"
    DECK = "deck"
    WEAKEST = "weakest"
    RANDOM = "random"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A card that could be studied today. `due_day` is None for a new card. `due_at_ms` is the
    end of the card's learning step, if any. `shown_today` is true if the card was studied
    today. `preset` is the name of the card's preset. `note` is the key of the card's note.
    `recall` is the card's retrievability today, or None for a new card."""

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
        """An identifier that a card has in common only with its siblings: the note's key or,
        without a note, the card's key."""
        return self.note or self.key


@dataclass(frozen=True, slots=True)
class Queue:
    """Today's cards. `ready` contains the cards that can be studied now, in order. `waiting`
    contains the cards in learning steps that have not ended; the step that ends soonest comes
    first.

    `held` contains the cards that are held back, for one of these reasons. Another card of
    today reveals the card; then the card is held back until another day. The card reveals
    another card whose learning step is left from an earlier day; then the card is held back
    until that step ends. If siblings are buried, a sibling is studied today. `held_by` maps the
    key of each held card to the key of the other card. A card studied today may be repeated
    after a card that reveals it, since a repetition is not a test.
    """

    ready: tuple[Candidate, ...]
    waiting: tuple[Candidate, ...]
    held: tuple[Candidate, ...]
    held_by: Mapping[str, str] = field(default_factory=dict)

    def count(self) -> Mapping[Reason, int]:
        """Returns the number of cards to study today, by reason."""
        return Counter(card.reason for card in (*self.ready, *self.waiting))

    def next(self, now_ms: int) -> Candidate | None:
        """Returns the card to study now; None if no card is left, or if the user must wait for
        a card."""
        if self.ready:
            return self.ready[0]
        if self.waiting:
            due_at_ms = self.waiting[0].due_at_ms
            if due_at_ms is None or due_at_ms <= now_ms + LEARN_AHEAD_MS:
                return self.waiting[0]
        return None


def first_of(queue: Queue, count: int, begun: AbstractSet[str]) -> Queue:
    """Returns the queue without most of its cards. Only its first `count` cards and the cards
    in `begun` remain. `begun` contains the keys of cards that were studied and will be
    repeated."""
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
    """Returns the due cards, most overdue first. Cards with the same due day are shuffled, so
    that their order gives no hints. The shuffled order is different every day, but does not
    change during a day."""
    return sorted(due, key=lambda card: (card.due_day or 0, lot(card, today)))


def lot(card: Candidate, today: int) -> int:
    """Returns a pseudo-random number for a card and a day."""
    return zlib.crc32(f"{today}/{card.key}".encode())


def expected_seconds(cards: Iterable[Candidate]) -> int:
    """Returns the estimated time for these cards, in seconds. A new card with its repetition
    takes 30 seconds; any other card takes 10 seconds."""
    return expected_seconds_of(Counter(card.reason for card in cards))


def expected_seconds_of(counts: Mapping[Reason, int]) -> int:
    """Returns the estimated time, in seconds. `counts` contains the number of cards for each
    reason."""
    return sum((30 if reason is Reason.NEW else 10) * count for reason, count in counts.items())
