"""The reviews and the states of cards in compact forms, for replays of a whole log."""

from typing import NamedTuple

from flashprep.core.memory import CardState


class Course(NamedTuple):
    """The reviews of one card.

    `packed` has a number for each of the `reviews`, in any order and separated by commas:
    10 * timestamp + rating. A database writes such a text, and a program reads it, in less time
    than a row for each review. `due_day` is the recorded due day of the last review.
    """

    key: str
    reviews: int
    packed: str
    due_day: int | None

    def answers(self) -> list[tuple[int, int, int | None]]:
        """Timestamp, rating and recorded due day of each review, oldest first. Only the due day
        of the last review is known."""
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
