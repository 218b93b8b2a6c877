"""Rows of the cache: where a card stands, and how the database's rows become that and back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any

from flashprep.core.marks import Marks
from flashprep.core.memory import CardState, MemoryState, Phase
from flashprep.core.presets import DEFAULT


@dataclass(frozen=True, slots=True)
class Standing:
    """All the cache knows of one card. `introduced_day` is the day of its first review,
    `preset` the name of the preset under which the state was made."""

    card_key: str
    deck: str
    position: int
    retired: bool
    state: CardState | None
    marks: Marks
    introduced_day: int | None
    preset: str = DEFAULT

    @property
    def stands(self) -> str:
        """Where the card stands, in a word: new, learning, review, suspended or retired."""
        if self.retired:
            return "retired"
        return "suspended" if self.marks.suspended else self.queue

    @property
    def is_known(self) -> bool:
        """Whether a new card counts as known by the person's word."""
        return self.state is None and self.marks.known_until_day is not None

    @property
    def queue(self) -> str:
        """Where the queue finds the card: new, learning, review, or out."""
        if self.retired or self.marks.suspended:
            return "out"
        if self.state is None:
            return "new"
        return "review" if self.state.phase is Phase.REVIEW else "learning"


# Runs of columns that are called as what they hold.
_PLACE = attrgetter("card_key", "queue", "deck", "position")
_MEMORY = attrgetter(
    *("phase.value", "step", "memory.stability", "memory.difficulty"),
    *("due_day", "due_at_ms", "last_day", "last_at_ms"),
)
_NO_MEMORY = (None,) * 8
_MARKS = attrgetter(*(each.name for each in fields(Marks)))
_UNMARKED = Marks()
_PHASES: Mapping[str, Phase] = {each.value: each for each in Phase}


def standing_values(standing: Standing) -> tuple[str | int | float | None, ...]:
    """A row in the order of the table's columns."""
    state = standing.state
    return (
        *_PLACE(standing),
        *(_MEMORY(state) if state else _NO_MEMORY),
        standing.introduced_day,
        *((state.reps, state.lapses) if state else (0, 0)),
        standing.retired,
        *_MARKS(standing.marks),
        standing.preset,
    )


UNSEEN = standing_values(
    Standing("", "", 0, retired=False, state=None, marks=Marks(), introduced_day=None)
)[4:]
"""What comes after the position in the row of a card that was never seen, nor marked."""


def standing_row(row: Sequence[Any]) -> Standing:
    """Where a card stands by its row, a value for each of the table's columns."""
    key, _, deck, position, phase, step, stability, difficulty, *days = row[:12]
    introduced_day, reps, lapses, retired, *said, preset = row[12:]
    state = None
    if phase is not None:
        memory = MemoryState(stability, difficulty)
        rest = (*days, reps, lapses)
        state = CardState(_PHASES[phase], step, memory, *rest)
    # Most cards have none.
    marks = Marks(bool(said[0]), *said[1:]) if any(said) else _UNMARKED
    return Standing(key, deck, position, bool(retired), state, marks, introduced_day, preset)
