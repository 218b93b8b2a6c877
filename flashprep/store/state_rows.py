"""Rows of the cache: where a card stands, and how the database's rows become that and back."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

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


def standing_values(standing: Standing) -> tuple[str | int | float | None, ...]:
    """A row in the order of the table's columns."""
    state, marks = standing.state, standing.marks
    return (
        standing.card_key,
        standing.queue,
        standing.deck,
        standing.position,
        state.phase.value if state else None,
        state.step if state else None,
        state.memory.stability if state else None,
        state.memory.difficulty if state else None,
        state.due_day if state else None,
        state.due_at_ms if state else None,
        state.last_day if state else None,
        state.last_at_ms if state else None,
        standing.introduced_day,
        state.reps if state else 0,
        state.lapses if state else 0,
        int(standing.retired),
        int(marks.suspended),
        marks.buried_until_day,
        marks.flag,
        marks.forgotten_at_ms,
        marks.due_set_day,
        marks.due_set_at_ms,
        marks.known_until_day,
        standing.preset,
    )


UNSEEN = standing_values(
    Standing("", "", 0, retired=False, state=None, marks=Marks(), introduced_day=None)
)[4:]
"""What comes after the position in the row of a card that was never seen, nor marked."""


def standing_row(row: Row[Any]) -> Standing:
    """Where a card stands by its row."""
    state = None
    if row.phase is not None:
        state = CardState(
            phase=Phase(row.phase),
            step=row.step,
            memory=MemoryState(row.stability, row.difficulty),
            due_day=row.due_day,
            due_at_ms=row.due_at_ms,
            last_day=row.last_day,
            last_at_ms=row.last_at_ms,
            reps=row.reps,
            lapses=row.lapses,
        )
    return Standing(
        card_key=row.card_key,
        deck=row.deck,
        position=row.position,
        retired=bool(row.retired),
        state=state,
        marks=Marks(
            suspended=bool(row.suspended),
            buried_until_day=row.buried_until_day,
            flag=row.flag,
            forgotten_at_ms=row.forgotten_at_ms,
            due_set_day=row.due_set_day,
            due_set_at_ms=row.due_set_at_ms,
            known_until_day=row.known_until_day,
        ),
        introduced_day=row.introduced_day,
        preset=row.preset,
    )
