"""The parts of a plan: today's list, the days until the interviews, and forecasts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Why(StrEnum):
    """Why a card is in today's list or not."""

    LEARNING = "learning"  # a learning step of today is running
    ASKED = "asked"  # marked as known, and due to be asked for the first time
    NEW = "new"  # to be introduced today
    SPARE = "spare"  # to be introduced today because there is time left
    REVIEW = "review"  # a review today adds more than on any later day
    LATER = "later"  # a later day is better, or as good
    ENOUGH = "enough"  # further study is not worth the time
    NO_TIME = "no_time"  # worth studying today, but other cards gain more in the time
    GIVEN_UP = "given_up"  # there is no time for it until the interviews
    NOT_OPEN = "not_open"  # its deck opens on a later day, and waiting costs little
    REVEALED = "revealed"  # a card studied or listed today reveals it
    KNOWN = "known"  # marked as known, and to be asked on a later day
    DONE = "done"  # already studied today
    NOT_ASKED = "not_asked"  # no upcoming interview asks for it


@dataclass(frozen=True, slots=True)
class Task:
    """A card of today's list. `gain` is the expected number of cards, times the card's weight,
    that studying it today instead of later (or never) adds on the day of the interview;
    `seconds` is its mean duration."""

    key: str
    why: Why
    seconds: float
    gain: float


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A card that is not in today's list. `next_day` is the best day to study it next, by the
    current plan; None if there is none. `on_account_of` is the key of the card that reveals it,
    if that is the reason."""

    key: str
    why: Why
    gain: float = 0.0
    next_day: int | None = None
    on_account_of: str | None = None


@dataclass(frozen=True, slots=True)
class TodaysList:
    """The cards to study today, in this order: running learning steps, new cards, reviews by
    gain per second, and further new cards if there is time left."""

    tasks: tuple[Task, ...] = ()
    left_out: Mapping[str, LeftOut] = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        """The mean duration of the list."""
        return sum(task.seconds for task in self.tasks)

    @property
    def new_cards(self) -> int:
        """The number of cards to introduce."""
        return sum(task.why in (Why.ASKED, Why.NEW, Why.SPARE) for task in self.tasks)


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """The forecast for one day: expected numbers of cards and seconds.

    `recall` is the mean recall, on the next morning, of the cards that upcoming interviews ask
    for; a new card counts as 0.
    """

    day: int
    budget_s: float
    seconds: float
    new_cards: float
    reviews: float
    recall: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """The forecast for an interview, if the plan is followed.

    `recall` is the mean probability of recall over its cards; `now` is that without further
    study. With a probability of 90%, the share of its cards recalled on the day lies between
    `lowest` and `highest`. This covers chance on the day and in the reviews before, but not
    missed days, nor a pace or memory that differs from the assumptions. `introduced` is the
    share of the cards that will have been introduced.
    """

    day: int
    cards: int
    recall: float
    lowest: float
    highest: float
    now: float
    introduced: float


@dataclass(frozen=True, slots=True)
class CardForecast:
    """The forecast for one card: its recall at each upcoming interview (None for one that does
    not ask for it); whether it is given up for lack of time; and the approximate day of its
    introduction (None if it is already introduced or will not be)."""

    recall: tuple[float | None, ...]
    is_given_up: bool = False
    introduced_day: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan, made on `days[0]` and valid on that day. It has no days and no forecasts if no
    upcoming interview asks for a card.

    `worth` is the mean recall at the interviews, weighted by cards and interviews; no plan can
    exceed `bound`.
    """

    days: tuple[PlannedDay, ...] = ()
    forecasts: tuple[Forecast, ...] = ()
    worth: float = 0.0
    bound: float = 0.0
    cards: Mapping[str, CardForecast] = field(default_factory=dict)

    @property
    def given_up(self) -> tuple[str, ...]:
        """The keys of the cards given up for lack of time."""
        return tuple(key for key, card in self.cards.items() if card.is_given_up)


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """The expected recall at the last interview (as `Forecast.recall`) if each day, including
    today, had `factor` times its minutes."""

    factor: float
    recall: float
