"""Objects for the rows of cards, and their conversion from and to database rows.

Rows are written as plain tuples in the order of the columns. Dictionaries with the names of the
columns would take more time than the write itself.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any, Final, NamedTuple

from flashprep.core.courses import StateRow
from flashprep.core.marks import Marks
from flashprep.core.memory import CardState, MemoryState, Phase
from flashprep.core.presets import DEFAULT
from flashprep.core.priorities import Priority
from flashprep.store.tables import ELSEWHERE, EXPORTED, STATE, SUMMARY, listed

Values = tuple[Any, ...]
"""The values of the columns STATE of a card, in their order, and its key."""


_UNMARKED = Marks()


class CardSummary(NamedTuple):
    """The data of a live or retired card that comes from deck files, without the texts of the
    card. The class is a named tuple for speed, because there may be very many cards."""

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
    """A card and its state. `introduced_day` is the day of the card's first review. `preset` is
    the name of the preset that was used to compute the state."""

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
        """The card's position in the order of introduction of all cards."""
        return self.card.position

    @property
    def retired(self) -> bool:
        """Whether the card is no longer in any deck file."""
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
        """The card's part of the queue: "new", "learning", "review", or "out". "out" means that
        the card is suspended or retired."""
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
"""The columns of a `CardSummary`, a `CardStatus` and a `CardRow`, as SQL. The columns of a
`CardRow` require a join with the table `card_content`."""

PRIORITIES = {each.value: each for each in Priority}
_PHASES = {phase.value: phase for phase in Phase}
_NONE: frozenset[str] = frozenset()

_NEW = (None,) * 9 + (0, 0)
# The marks are columns with the same names, in the same order.
_MARKS = attrgetter(*(each.name for each in fields(Marks)))
_NO_MARKS = _MARKS(_UNMARKED)


def values_of(
    key: str, preset: str, marks: Marks | None = None, state: StateRow | None = None
) -> Values:
    """The values of a card's state, in the order of the columns STATE, and its key. By default,
    the card is new and has no marks."""
    return *(state or _NEW), *(_MARKS(marks) if marks else _NO_MARKS), preset, key


def state_values(status: CardStatus) -> Values:
    """The values of a card's state in the order of the columns STATE, followed by the card's
    key."""
    row = None
    if status.state and status.introduced_day is not None:
        row = StateRow.of(status.state, status.introduced_day)
    return values_of(status.card_key, status.preset, status.marks, row)


def summary_of(row: Sequence[Any]) -> CardSummary:
    """The summary in a row with the columns SUMMARY_COLUMNS."""
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
    """The card and its state in a row with the columns STATUS_COLUMNS."""
    return status_with(summary_of(row[:10]), row[10:])


def status_with(card: CardSummary, values: Sequence[Any]) -> CardStatus:
    """The card with the state in these values of the columns STATE."""
    phase, step, stability, difficulty, due_day, due_at_ms, last_day, last_at_ms = values[:8]
    introduced_day, reps, lapses, *flags, preset = values[8:]
    state = None
    if phase is not None:
        memory = MemoryState(stability, difficulty)
        days = due_day, due_at_ms, last_day, last_at_ms
        state = CardState(_PHASES[phase], step, memory, *days, reps, lapses)
    # Most cards have no marks, so they use the same object.
    marks = Marks(bool(flags[0]), *flags[1:]) if any(flags) else _UNMARKED
    return CardStatus(card, state, marks, introduced_day, preset)
