"""The summary that statistics come to: every table, plot, page and JSON shows this object.

All figures but the forecast and what is known now are of a *span*: the last so many study
days, today included. A *proof* is a card's first answer on a study day, given while the card
was in the review phase: only proofs count for retention and calibration, since an answer a
few minutes after another says little about memory. Predicted recall is the retrievability
that FSRS gave the card just before the answer. An answer that was undone never counts.
"""

from dataclasses import dataclass
from datetime import date

from flashprep.core.answers.checklist import PartRecall

YEAR_WEEKS = 53  # a year to the day, in whole weeks


@dataclass(frozen=True, slots=True)
class Cards:
    """How many cards in study stand where; an interval of 21 days or more makes one mature."""

    new: int = 0
    learning: int = 0
    young: int = 0
    mature: int = 0

    @property
    def seen(self) -> int:
        """Cards answered at least once."""
        return self.learning + self.young + self.mature

    @property
    def total(self) -> int:
        """All cards in study."""
        return self.new + self.seen


@dataclass(frozen=True, slots=True)
class Forecast:
    """When the cards seen so far come back, each counted once. `overdue` were due before
    today; `cards` are due on `first_day`, which is today, and on the days after it."""

    first_day: int
    overdue: int
    cards: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StudyDay:
    """What was done on one study day. `new` counts cards answered for the first time."""

    day: int
    answers: int
    new: int
    duration_ms: int


@dataclass(frozen=True, slots=True)
class Recall:
    """How many of a group's proofs succeeded. `share` lies between `low` and `high` 19 times
    of 20, as far as so few answers can tell; `predicted` is the mean of what FSRS expected."""

    name: str
    answers: int
    recalled: int
    share: float
    low: float
    high: float
    predicted: float


@dataclass(frozen=True, slots=True)
class Retention:
    """True retention: of all cards (None without a proof), and group by group. Ages and
    intervals go by the study days since the card's last answer."""

    all: Recall | None
    decks: tuple[Recall, ...]
    kinds: tuple[Recall, ...]
    priorities: tuple[Recall, ...]
    ages: tuple[Recall, ...]
    intervals: tuple[Recall, ...]


@dataclass(frozen=True, slots=True)
class Bin:
    """How many cards have a figure from `low` to below `high`, None for no end."""

    low: float
    high: float | None
    cards: int


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """The proofs for which recall was predicted from `low` to below `high`: the means of
    what was predicted and of what came."""

    low: float
    high: float
    answers: int
    predicted: float
    recalled: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Predicted against actual recall. `log_loss` is the mean of -ln(p given to what came),
    `rmse` the root of the mean square gap between a bin's two means, weighted by answers."""

    answers: int
    predicted: float
    recalled: float
    log_loss: float
    rmse: float
    bins: tuple[CalibrationBin, ...]


@dataclass(frozen=True, slots=True)
class Ratings:
    """The ratings given at one `stage`: "new" (a first answer ever), "review" (a proof), or
    "learning" (all others)."""

    stage: str
    again: int
    hard: int
    good: int
    easy: int


@dataclass(frozen=True, slots=True)
class NoteMemory:
    """How well a note is known. `recall` is the mean over its cards seen, expected today; of
    the `answers` that were proofs in the span, `lapses` failed; `card` is the key of its
    weakest card."""

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
    """What a week brought. `known` is how many cards could be expected to be recalled at its
    end (for this week: today): the sum of their retrievabilities."""

    first_day: int
    answers: int
    new: int
    duration_ms: int
    known: float


@dataclass(frozen=True, slots=True)
class Summary:
    """All statistics of a collection, or of some decks, as of one study day.

    `days` is the length of the span. `known` is how many of the cards seen can be expected
    to be recalled today. `study` has the days with an answer, of the span and of the year.
    `weakest` is by recall, weakest first; `lapsed` by lapses, most first; `steps` of notes,
    by how often they were missed in the span, most first.
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
        """The Monday from which a year up to today fills whole weeks."""
        return self.day - date.fromordinal(self.day).weekday() - 7 * (YEAR_WEEKS - 1)

    def span(self) -> tuple[StudyDay, ...]:
        """The days of the span that have an answer."""
        return tuple(day for day in self.study if day.day >= self.first_day)
