"""The contents of a plan: today's list, the days until the interviews, and forecasts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Why(StrEnum):
    """The reason why a card is in today's list or not."""

    LEARNING = "learning"  # a learning step of today is running
    ASKED = "asked"  # marked as known, and now due for its first review
    NEW = "new"  # to be introduced today
    SPARE = "spare"  # to be introduced today because there is time left
    REVIEW = "review"  # a review today adds more than a review on any later day
    LATER = "later"  # a review on a later day is better, or equally good
    ENOUGH = "enough"  # further study is not worth the time
    NO_TIME = "no_time"  # worth studying today, but other cards gain more in the same time
    GIVEN_UP = "given_up"  # there is no time for the card until the interviews
    NOT_OPEN = "not_open"  # the card's deck opens on a later day, and waiting costs little
    REVEALED = "revealed"  # a card that was studied today or is in the list reveals the card
    KNOWN = "known"  # marked as known, and to be asked on a later day
    DONE = "done"  # already studied today
    NOT_ASKED = "not_asked"  # no upcoming interview covers the card


@dataclass(frozen=True, slots=True)
class Task:
    """A card of today's list. `gain` is the benefit of studying the card today instead of later
    or never. It is the increase of the card's recall at the interviews, multiplied by the
    card's weight. `seconds` is the mean duration of the study."""

    key: str
    why: Why
    seconds: float
    gain: float


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A card that is not in today's list. `next_day` is the best day for the card's next study
    in the current plan; it is None if the plan has no such day. If another card reveals this
    card, `on_account_of` is the key of that other card."""

    key: str
    why: Why
    gain: float = 0.0
    next_day: int | None = None
    on_account_of: str | None = None


@dataclass(frozen=True, slots=True)
class TodaysList:
    """The cards to study today. The order is: cards in running learning steps, new cards,
    reviews sorted by gain per second, and more new cards if there is time left."""

    tasks: tuple[Task, ...] = ()
    left_out: Mapping[str, LeftOut] = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        """The expected duration of the whole list, in seconds."""
        return sum(task.seconds for task in self.tasks)

    @property
    def new_cards(self) -> int:
        """The number of cards to introduce."""
        return sum(task.why in (Why.ASKED, Why.NEW, Why.SPARE) for task in self.tasks)


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """The forecast for one day: expected numbers of cards and seconds.

    `recall` is the mean recall on the next morning, over all cards that upcoming interviews
    cover. A new card counts as 0.
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

    `recall` is the mean probability of recall of the interview's cards. `now` is the mean
    probability without further study. With a probability of 90%, the share of cards that the
    user recalls on the day is between `lowest` and `highest`. This range covers chance on the
    day and in earlier reviews. It does not cover missed days, or a pace or memory that differs
    from the assumptions. `introduced` is the expected share of the cards that are introduced
    before the interview.
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
    """The forecast for one card. `recall` contains the card's recall at each upcoming
    interview, or None for an interview that does not cover the card. `is_given_up` is true if
    there is no time for the card. `introduced_day` is the approximate day of the card's
    introduction. This day is None if the card is already introduced or will never be
    introduced."""

    recall: tuple[float | None, ...]
    is_given_up: bool = False
    introduced_day: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan. It was computed on `days[0]` and is valid only on that day. If no upcoming
    interview covers any card, the plan has no days and no forecasts.

    `worth` is the mean recall at the interviews, weighted by the weights of cards and
    interviews. No plan can have a `worth` above `bound`.
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
    """A point of the curve of recall by minutes a day. `recall` is the expected recall at the
    last interview (see `Forecast.recall`) if each day, including today, had `factor` times its
    minutes."""

    factor: float
    recall: float
