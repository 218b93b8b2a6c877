"""What a plan says: today's list, the days until the interviews, and what will be known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Why(StrEnum):
    """Why a card is in today's list, or is not."""

    LEARNING = "learning"  # a step of today runs: it comes again in any case
    ASKED = "asked"  # known by the person's word: today it is asked for the first time
    NEW = "new"  # to be introduced today
    SPARE = "spare"  # to be introduced today, since there is time left
    REVIEW = "review"  # studied today it is worth more than on any later day
    LATER = "later"  # a later day serves it better, or as well
    ENOUGH = "enough"  # no more study of it is worth the time
    NO_TIME = "no_time"  # worth studying today, but other cards gain more from the time
    GIVEN_UP = "given_up"  # there is no time for it until the interviews
    NOT_OPEN = "not_open"  # it is to wait for its day, and waiting costs little
    REVEALED = "revealed"  # a card of today shows its answer
    KNOWN = "known"  # known by the person's word, and asked on a later day
    DONE = "done"  # studied today already
    NOT_ASKED = "not_asked"  # no interview to come is about it


@dataclass(frozen=True, slots=True)
class Task:
    """A card of today's list. `gain` is what studying it today rather than later (or never)
    adds to the number of cards known on the day, times its weight; `seconds` is how long it
    takes on average."""

    key: str
    why: Why
    seconds: float
    gain: float


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A card that is not in today's list. `next_day` is the day on which it is best studied
    next, as things stand; None if on no day. `on_account_of` is the key of the card that
    reveals it, where it is left out for that."""

    key: str
    why: Why
    gain: float = 0.0
    next_day: int | None = None
    on_account_of: str | None = None


@dataclass(frozen=True, slots=True)
class TodaysList:
    """What to study today, the most urgent kind first: running steps, new cards, reviews by
    what a second gains, and new cards for which there is time left."""

    tasks: tuple[Task, ...] = ()
    left_out: Mapping[str, LeftOut] = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        """How long the list takes on average."""
        return sum(task.seconds for task in self.tasks)

    @property
    def new_cards(self) -> int:
        """How many cards are introduced."""
        return sum(task.why in (Why.ASKED, Why.NEW, Why.SPARE) for task in self.tasks)


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """What is expected of one day: mean numbers of cards and seconds.

    `recall` is the mean probability, on the next morning, with which a card is recalled that an
    interview to come asks for; one that is not introduced counts 0.
    """

    day: int
    budget_s: float
    seconds: float
    new_cards: float
    reviews: float
    recall: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """What will be known at an interview, if the plan is followed.

    `recall` is the mean over its cards of the probability that they are recalled; `now` what it
    would be if nothing were studied any more. The share of its cards that are recalled on the
    day lies from `lowest` to `highest` in 90 of 100 cases: this covers the chance on the day
    and in the answers on the way, not a pace or a memory that differs from what was assumed,
    nor days that are missed. `introduced` is the share of the cards that will have been met.
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
    """What is expected of one card: the probability that it is recalled at each interview to
    come (None for one that does not ask for it), whether there is time to study it, and the day
    about which it is introduced (None for one that was, or will not be)."""

    recall: tuple[float | None, ...]
    is_given_up: bool = False
    introduced_day: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan, made for `days[0]` and good for that day. There are no days and no forecasts
    where nothing is asked by an interview to come.

    `worth` is what the plan reaches of all that could be worth knowing: the mean recall over
    the interviews, weighted by cards and interviews; `bound` is what no plan can exceed.
    """

    days: tuple[PlannedDay, ...] = ()
    forecasts: tuple[Forecast, ...] = ()
    worth: float = 0.0
    bound: float = 0.0
    cards: Mapping[str, CardForecast] = field(default_factory=dict)

    @property
    def given_up(self) -> tuple[str, ...]:
        """The keys of the cards for which there is no time until the interviews."""
        return tuple(key for key, card in self.cards.items() if card.is_given_up)


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """What would be recalled at the last interview (as `Forecast.recall`) if each day, today
    included, had `factor` times its minutes."""

    factor: float
    recall: float
