"""The types of scheduling: ratings, phases, reviews and card states.

A card that was never reviewed has no `CardState`. Days are study-day ordinals
(`calendar.StudyCalendar.day_of`). Times are milliseconds since 1970 in UTC.
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
    """The phase of a reviewed card. A new card has no phase."""

    LEARNING = "learning"
    REVIEW = "review"
    RELEARNING = "relearning"


class Mode(StrEnum):
    """The purpose of a review. A cram review is logged but changes no schedule."""

    STUDY = "study"
    CRAM = "cram"


@dataclass(frozen=True, slots=True)
class MemoryState:
    """The memory state of a card in FSRS: stability in days (0.001-36500) and difficulty
    (1-10)."""

    stability: float
    difficulty: float


@dataclass(frozen=True, slots=True)
class CardState:
    """The scheduling state of a reviewed card; it depends only on the card's reviews.

    `due_at_ms` is the time at which a (re)learning step ends. In the review phase, `due_at_ms`
    is None, and the card is due at any time of `due_day`. `step` is the index of the
    (re)learning step. In the review phase, `step` is None.
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


LONGEST_MS = 60_000
"""The longest time, in ms, that is counted for a review. If a review takes longer, the user has
probably left the desk."""


@dataclass(frozen=True, slots=True)
class Review:
    """One review, as stored in the log.

    `due_day` is the due day that was chosen at the time of the review, within the fuzz range.
    It is None if no day was recorded. `parts` contains the name of each part of the answer,
    with whether the user ticked the part as recalled.
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
    """All settings that affect scheduling, except the calendar.

    `desired_retention` is a probability (0-1). Learning and relearning steps are whole
    milliseconds; each step is shorter than a day. `maximum_interval` is in days. `parameters`
    are the 21 weights of FSRS-6, or None for the default weights.
    """

    desired_retention: float = 0.9
    learning_steps_ms: tuple[int, ...] = (600_000,)
    relearning_steps_ms: tuple[int, ...] = (600_000,)
    maximum_interval: int = 365
    parameters: tuple[float, ...] | None = None
