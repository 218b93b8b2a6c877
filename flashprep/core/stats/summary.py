"""The results of statistics, in a form that is common to all tables, plots, pages, and JSON
outputs.

All results except the forecast and the current knowledge are for a *span*: the last N study
days, including today. A *sample* is a card's first review of a study day, made while the card
was in the review phase. Only samples count for retention and calibration, since a review a few
minutes after another review is little evidence about memory. Predicted recall is the
retrievability just before the review. Undone reviews are never counted. Fields named `answers`
count reviews.
"""

from dataclasses import dataclass
from datetime import date

from flashprep.core.answers.checklist import PartRecall

YEAR_WEEKS = 53  # the number of calendar weeks that cover a year


@dataclass(frozen=True, slots=True)
class Cards:
    """The number of cards in study, by status. A card is mature if its interval is 21 days or
    more; otherwise a card in the review phase is young."""

    new: int = 0
    learning: int = 0
    young: int = 0
    mature: int = 0

    @property
    def seen(self) -> int:
        """The number of cards reviewed at least once."""
        return self.learning + self.young + self.mature

    @property
    def total(self) -> int:
        """The number of all cards in study."""
        return self.new + self.seen


@dataclass(frozen=True, slots=True)
class Forecast:
    """The due days of the cards reviewed so far. Each card is counted once. `overdue` is the
    number of cards due before today. `cards` contains the number of cards due on `first_day`
    (today) and on each following day."""

    first_day: int
    overdue: int
    cards: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StudyDay:
    """The reviews of one study day. `new` is the number of cards reviewed for the first
    time."""

    day: int
    answers: int
    new: int
    duration_ms: int


@dataclass(frozen=True, slots=True)
class Recall:
    """The recall of a group of samples. `answers` is the number of samples. `share` is the
    share of recalled samples. `low` and `high` are the bounds of the 95% confidence interval of
    `share`. `predicted` is the mean predicted recall."""

    name: str
    answers: int
    recalled: int
    share: float
    low: float
    high: float
    predicted: float


@dataclass(frozen=True, slots=True)
class Retention:
    """The true retention of all cards and by group. `all` is None if there are no samples. Ages
    and intervals group samples by the number of study days since the card's previous review."""

    all: Recall | None
    decks: tuple[Recall, ...]
    kinds: tuple[Recall, ...]
    priorities: tuple[Recall, ...]
    ages: tuple[Recall, ...]
    intervals: tuple[Recall, ...]


@dataclass(frozen=True, slots=True)
class Bin:
    """The number of cards with a value of at least `low` and less than `high`. If `high` is
    None, there is no upper limit."""

    low: float
    high: float | None
    cards: int


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """The mean predicted and the mean actual recall of the samples with a predicted recall of
    at least `low` and less than `high`."""

    low: float
    high: float
    answers: int
    predicted: float
    recalled: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Compares predicted with actual recall. `log_loss` is the mean of -ln(predicted
    probability of the actual result). `rmse` is the root of the mean squared difference between
    the predicted and actual recall of a bin; bins are weighted by their number of reviews."""

    answers: int
    predicted: float
    recalled: float
    log_loss: float
    rmse: float
    bins: tuple[CalibrationBin, ...]


@dataclass(frozen=True, slots=True)
class Ratings:
    """The number of reviews with each rating, at one `stage`: "new" (first reviews of cards),
    "review" (samples), or "learning" (all other reviews)."""

    stage: str
    again: int
    hard: int
    good: int
    easy: int


@dataclass(frozen=True, slots=True)
class NoteMemory:
    """The memory of a note. `recall` is today's mean retrievability of the note's cards that
    were reviewed so far. `answers` is the number of samples in the span, and `lapses` is the
    number of failed samples. `card` is the key of the note's weakest card."""

    key: str
    deck: str
    kind: str
    cards: int
    seen: int
    recall: float
    answers: int
    lapses: int
    card: str


@dataclass(frozen=True, slots=True)
class Week:
    """The reviews of a week. `known` is the expected number of cards recalled at the end of the
    week (for the current week: today). It is the sum of the cards' retrievabilities."""

    first_day: int
    answers: int
    new: int
    duration_ms: int
    known: float


@dataclass(frozen=True, slots=True)
class Summary:
    """All statistics of a collection, or of some decks, on one study day.

    `days` is the length of the span. `known` is the expected number of cards recalled today.
    `study` contains the days of the span and of the last year that have a review. `weakest`
    contains notes sorted by recall, the weakest first. `lapsed` contains notes sorted by
    lapses, the most first. `steps` contains the steps of notes that the user missed in the
    span, the most often missed first.
    """

    day: int
    days: int
    cards: Cards
    known: float
    forecast: Forecast
    study: tuple[StudyDay, ...]
    retention: Retention
    stability: tuple[Bin, ...]
    difficulty: tuple[Bin, ...]
    calibration: Calibration | None
    ratings: tuple[Ratings, ...]
    weakest: tuple[NoteMemory, ...]
    lapsed: tuple[NoteMemory, ...]
    steps: tuple[PartRecall, ...]
    weeks: tuple[Week, ...]

    @property
    def first_day(self) -> int:
        """The first study day of the span."""
        return self.day - self.days + 1

    @property
    def year_monday(self) -> int:
        """The Monday on which the last `YEAR_WEEKS` calendar weeks begin."""
        return self.day - date.fromordinal(self.day).weekday() - 7 * (YEAR_WEEKS - 1)

    def span(self) -> tuple[StudyDay, ...]:
        """Returns the days of the span that have a review."""
        return tuple(day for day in self.study if day.day >= self.first_day)
