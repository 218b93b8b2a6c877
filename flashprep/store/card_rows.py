"""The rows of cards as objects, and their conversion from and to database rows.

Rows are written as plain tuples in the order of the columns, since naming the values costs more
time than writing them.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any, Final, NamedTuple

from flashprep.core.marks import Marks
from flashprep.core.memory import CardState, MemoryState, Phase
from flashprep.core.presets import DEFAULT
from flashprep.core.priorities import Priority
from flashprep.store.tables import ELSEWHERE, EXPORTED, STATE, SUMMARY, listed

Values = tuple[str | int | float | None, ...]


_UNMARKED = Marks()


class CardSummary(NamedTuple):
    """What deck files determine about a card, live or retired, apart from its faces. (A named
    tuple, because there may be very many.)"""

    key: str
    note_key: str
    deck: str
    kind: str
    priority: Priority
    tags: tuple[str, ...]
    company: str
    position: int
    reveals: frozenset[str]
    retired: bool


class Exported(NamedTuple):
    """A card as last exported to Anki: the digest of its fields, their modification time in
    Anki (s), and the digest of what the fields were rendered from: the columns EXPORTED."""

    fields_digest: str | None = None
    content_mod_s: int | None = None
    rendered_from: str | None = None


NEVER_EXPORTED: Final = Exported()


@dataclass(frozen=True, slots=True)
class CardStatus:
    """A card and its state. `introduced_day` is the day of its first review, `preset` the
    preset with which the state was computed."""

    card: CardSummary
    state: CardState | None = None
    marks: Marks = _UNMARKED
    introduced_day: int | None = None
    preset: str = DEFAULT

    @property
    def card_key(self) -> str:
        """The card's key."""
        return self.card.key

    @property
    def deck(self) -> str:
        """The card's deck."""
        return self.card.deck

    @property
    def position(self) -> int:
        """The card's position in the introduction of all cards."""
        return self.card.position

    @property
    def retired(self) -> bool:
        """Whether the card is in no deck file any longer."""
        return self.card.retired

    @property
    def stands(self) -> str:
        """The card's status: new, learning, review, suspended or retired."""
        if self.retired:
            return "retired"
        return "suspended" if self.marks.suspended else self.queue

    @property
    def is_known(self) -> bool:
        """Whether this is a new card that the user marked as known."""
        return self.state is None and self.marks.known_until_day is not None

    @property
    def queue(self) -> str:
        """The card's part of the queue: new, learning, review, or out."""
        if self.retired or self.marks.suspended:
            return "out"
        if self.state is None:
            return "new"
        return "review" if self.state.phase is Phase.REVIEW else "learning"


class RecallGroup(NamedTuple):
    """The number of cards in a group, the sum of their recall (0-1), and one of the cards."""

    card: CardSummary
    number: int
    total: float


SUMMARY_COLUMNS: Final = listed(SUMMARY, "card")
STATUS_COLUMNS: Final = listed((*SUMMARY, *STATE), "card")
CARD_COLUMNS: Final = f"{listed((*SUMMARY, *ELSEWHERE, *EXPORTED), 'card')}, content"
"""The columns of a `CardSummary`, a `CardStatus` and a `CardRow`, as SQL. The last need
`card_content`, too."""

PRIORITIES = {each.value: each for each in Priority}
_PHASES = {phase.value: phase for phase in Phase}
_NONE: frozenset[str] = frozenset()

# Consecutive columns with the same names as the attributes they store.
_MEMORY = attrgetter(
    *("phase.value", "step", "memory.stability", "memory.difficulty"),
    *("due_day", "due_at_ms", "last_day", "last_at_ms"),
)
_NO_MEMORY = (None,) * 8
_MARKS = attrgetter(*(each.name for each in fields(Marks)))


def state_values(status: CardStatus) -> Values:
    """The values of a card's state, in the order of the columns STATE, and its key."""
    state = status.state
    return (
        *(_MEMORY(state) if state else _NO_MEMORY),
        status.introduced_day,
        *((state.reps, state.lapses) if state else (0, 0)),
        *_MARKS(status.marks),
        status.preset,
        status.card_key,
    )


def summary_of(row: Sequence[Any]) -> CardSummary:
    """The summary in a row of SUMMARY_COLUMNS."""
    key, note_key, deck, kind, priority, tags, company, position, reveals, retired_ms = row
    return CardSummary(
        *(key, note_key, deck, kind, PRIORITIES[priority]),
        () if tags == "[]" else tuple(json.loads(tags)),
        company or "",
        position,
        _NONE if reveals == "[]" else frozenset(json.loads(reveals)),
        retired_ms is not None,
    )


def status_of(row: Sequence[Any]) -> CardStatus:
    """The card and its state in a row of STATUS_COLUMNS."""
    phase, step, stability, difficulty, due_day, due_at_ms, last_day, last_at_ms = row[10:18]
    introduced_day, reps, lapses, *flags, preset = row[18:]
    state = None
    if phase is not None:
        memory = MemoryState(stability, difficulty)
        days = due_day, due_at_ms, last_day, last_at_ms
        state = CardState(_PHASES[phase], step, memory, *days, reps, lapses)
    # Most cards have none of these.
    marks = Marks(bool(flags[0]), *flags[1:]) if any(flags) else _UNMARKED
    return CardStatus(summary_of(row[:10]), state, marks, introduced_day, preset)
