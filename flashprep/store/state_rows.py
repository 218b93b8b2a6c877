"""The rows of the cache as objects, and their conversion from and to database rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any

from flashprep.core.marks import Marks
from flashprep.core.memory import CardState, MemoryState, Phase
from flashprep.core.presets import DEFAULT


@dataclass(frozen=True, slots=True)
class CardStatus:
    """The cached status of one card. `introduced_day` is the day of the card's first review.
    `preset` is the preset with which the state was computed."""

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


# Consecutive columns with the same names as the attributes they store.
_PLACE = attrgetter("card_key", "queue", "deck", "position")
_MEMORY = attrgetter(
    *("phase.value", "step", "memory.stability", "memory.difficulty"),
    *("due_day", "due_at_ms", "last_day", "last_at_ms"),
)
_NO_MEMORY = (None,) * 8
_MARKS = attrgetter(*(each.name for each in fields(Marks)))
_UNMARKED = Marks()
_PHASES: Mapping[str, Phase] = {each.value: each for each in Phase}


def status_values(standing: CardStatus) -> tuple[str | int | float | None, ...]:
    """The values of a row, in the order of the table's columns."""
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


UNSEEN = status_values(
    CardStatus("", "", 0, retired=False, state=None, marks=Marks(), introduced_day=None)
)[4:]
"""The column values after the position, for a card without reviews, flags or suspensions."""


def status_row(row: Sequence[Any]) -> CardStatus:
    """The status of a card from a row with all columns of the table."""
    key, _, deck, position, phase, step, stability, difficulty, *days = row[:12]
    introduced_day, reps, lapses, retired, *flags, preset = row[12:]
    state = None
    if phase is not None:
        memory = MemoryState(stability, difficulty)
        rest = (*days, reps, lapses)
        state = CardState(_PHASES[phase], step, memory, *rest)
    # Most cards have no flags or suspensions, so they share one object.
    marks = Marks(bool(flags[0]), *flags[1:]) if any(flags) else _UNMARKED
    return CardStatus(key, deck, position, bool(retired), state, marks, introduced_day, preset)
