"""Compact forms of the reviews and the states of cards. Replays of a whole log use them."""

from typing import NamedTuple

from flashprep.core.memory import CardState


class Course(NamedTuple):
    """The reviews of one card.

    `reviews` is the number of reviews. `packed` contains a number for each review: 10 times the
    timestamp (ms), plus the rating. The numbers are in any order and separated by commas. To
    read one such text takes less time than to read a row for each review. `due_day` is the
    recorded due day of the last review.
    """

    key: str
    reviews: int
    packed: str
    due_day: int | None

    def answers(self) -> list[tuple[int, int, int | None]]:
        """The timestamp, rating and recorded due day of each review, oldest first. The due day
        is None for all reviews except the last."""
        numbers = sorted(map(int, self.packed.split(",")))
        answers: list[tuple[int, int, int | None]] = [
            (number // 10, number % 10, None) for number in numbers
        ]
        answers[-1] = (*answers[-1][:2], self.due_day)
        return answers


class StateRow(NamedTuple):
    """A `CardState` without nested objects, and the study day of the card's first review."""

    phase: str
    step: int | None
    stability: float
    difficulty: float
    due_day: int
    due_at_ms: int | None
    last_day: int
    last_at_ms: int
    introduced_day: int
    reps: int
    lapses: int

    @classmethod
    def of(cls, state: CardState, introduced_day: int) -> "StateRow":
        """The row of a state."""
        return cls(
            state.phase.value,
            state.step,
            state.memory.stability,
            state.memory.difficulty,
            state.due_day,
            state.due_at_ms,
            state.last_day,
            state.last_at_ms,
            introduced_day,
            state.reps,
            state.lapses,
        )
