"""The words of memory: ratings, phases, a card's state and the reviews that made it.

A card that was never reviewed has no `CardState` at all. Days are study-day ordinals
(`calendar.StudyCalendar.day_of`), instants are whole milliseconds since 1970 in UTC.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Rating(IntEnum):
    """How well a card was recalled. Hard means recalled, with effort."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class Phase(StrEnum):
    """Where a reviewed card stands; a new card has no state and so no phase."""

    LEARNING = "learning"
    REVIEW = "review"
    RELEARNING = "relearning"


class Mode(StrEnum):
    """What an answer was given for. One given to cram counts for nothing but the log."""

    STUDY = "study"
    CRAM = "cram"


@dataclass(frozen=True, slots=True)
class MemoryState:
    """FSRS memory: stability in days (0.001-36500) and difficulty (1-10)."""

    stability: float
    difficulty: float


@dataclass(frozen=True, slots=True)
class CardState:
    """All that scheduling knows of a reviewed card; a pure function of its reviews.

    `due_at_ms` is the instant at which a (re)learning step is over, and None in the
    review phase, where the whole of `due_day` will do. `step` is the index of the
    (re)learning step, None in the review phase.
    """

    phase: Phase
    step: int | None
    memory: MemoryState
    due_day: int
    due_at_ms: int | None
    last_day: int
    last_at_ms: int
    reps: int
    lapses: int


@dataclass(frozen=True, slots=True)
class Review:
    """One answer, as the log keeps it.

    `due_day` is the due day that was chosen when the answer was given (it may have been
    moved within its fuzz range to an emptier day); None where none was recorded. `parts` are
    the parts of the card's answer, by name, that were ticked as recalled or not.
    """

    uid: str
    card_key: str
    at_ms: int
    rating: Rating
    duration_ms: int = 0
    due_day: int | None = None
    mode: Mode = Mode.STUDY
    parts: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class StudySettings:
    """What scheduling depends on, apart from the calendar.

    `desired_retention` is a probability, steps are whole milliseconds (each under a day),
    `maximum_interval` is in days; `parameters` are the 21 weights of FSRS-6, or None for
    the defaults of the library.
    """

    desired_retention: float = 0.9
    learning_steps_ms: tuple[int, ...] = (600_000,)
    relearning_steps_ms: tuple[int, ...] = (600_000,)
    maximum_interval: int = 365
    parameters: tuple[float, ...] | None = None
