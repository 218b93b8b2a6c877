"""Simulation: predicts recall and study time for the next days under given settings.

Memories follow FSRS, and times follow the user's pace. Random numbers are hashes of the card's
key and number of studies. So results are reproducible, and a comparison shows the effect of
settings, not of chance. The simulation has two simplifications. It ignores that cards reveal
each other, and it does not prefer due days with fewer cards.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import heapify, heappop, heappush
from itertools import accumulate

from flashprep.core import fuzz
from flashprep.core.fsrs import Curve
from flashprep.core.memory import MemoryState, Rating
from flashprep.core.pace import Pace, shares
from flashprep.core.planner.outcomes import Outcomes

MOST_DAYS = 365
_PASSES = (Rating.HARD, Rating.GOOD, Rating.EASY)


@dataclass(frozen=True, slots=True)
class Regime:
    """The settings that schedule a group of cards. `parameters` are the 21 weights of FSRS-6. A
    card is due when its recall has fallen to `desired_retention`. `maximum_interval` is in
    days. To predict recall, each stability is multiplied by `memory_factor`."""

    parameters: tuple[float, ...]
    desired_retention: float
    maximum_interval: int
    memory_factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one day. If `seconds` is None, the time is unlimited."""

    new_cards: int
    reviews: int
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class SimulatedCard:
    """The state of a card before the first simulated day. `memory`, `last_day` and `due_day`
    are None for a new card. `regime` is the name of the regime that schedules the card."""

    key: str
    regime: str
    memory: MemoryState | None = None
    last_day: int | None = None
    due_day: int | None = None


@dataclass(frozen=True, slots=True)
class SimulatedDay:
    """The results of one simulated study day: the new cards, the reviews, and the seconds."""

    day: int
    new: int
    reviews: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Simulated:
    """The result of a simulation. `known` is the expected number of cards recalled on the day
    after the last day. `unstudied` is the same number without any study. `waiting` is the
    number of reviews that are due by the last day but not done. `recalls` contains each card's
    probability of recall, in the order of the input. The sum of these probabilities is
    `known`."""

    days: tuple[SimulatedDay, ...]
    known: float
    unstudied: float
    waiting: int
    recalls: tuple[float, ...] = ()

    @property
    def minutes(self) -> tuple[float, ...]:
        """The minutes of each day."""
        return tuple(each.seconds / 60 for each in self.days)

    @property
    def reviews(self) -> tuple[int, ...]:
        """The number of reviews on each day, without new cards."""
        return tuple(each.reviews for each in self.days)

    @property
    def new(self) -> tuple[int, ...]:
        """The number of new cards on each day."""
        return tuple(each.new for each in self.days)

    @property
    def reviews_a_day(self) -> float:
        """The mean number of reviews a day, without new cards."""
        return sum(self.reviews) / len(self.days)

    @property
    def minutes_a_day(self) -> float:
        """The mean minutes a day."""
        return sum(each.seconds for each in self.days) / len(self.days) / 60

    @property
    def peak_minutes(self) -> float:
        """The minutes of the longest day."""
        return max(self.minutes)

    @property
    def gain_per_minute(self) -> float:
        """The number of additional cards known (`known` minus `unstudied`) per minute of
        study."""
        minutes = self.minutes_a_day * len(self.days)
        return (self.known - self.unstudied) / minutes if minutes else 0.0


def simulate(
    cards: Sequence[SimulatedCard],
    regimes: Mapping[str, Regime],
    limits: Limits,
    pace: Pace,
    days: range,
    budgets_s: Sequence[float] | None = None,
) -> Simulated:
    """Predict the result of these study days; `cards` are in the order of introduction.

    On each day, due cards are studied first, most overdue first, and then new cards. A day ends
    when a limit is reached or its time is used. `budgets_s` contains the available seconds of
    each day. If present, it replaces `limits.seconds`.
    """
    learners = {name: _Learner(regime, pace) for name, regime in regimes.items()}
    run = _Run(cards, learners, limits, days.start)
    most_s = float("inf") if limits.seconds is None else limits.seconds
    done = tuple(
        run.study(day, budgets_s[place] if budgets_s else most_s)
        for place, day in enumerate(days)
    )
    recalls = tuple(_recalls(run.cards, learners, days.stop))
    return Simulated(
        days=done,
        known=sum(recalls),
        unstudied=sum(_recalls(cards, learners, days.stop)),
        waiting=sum(due_day < days.stop for due_day, *_ in run.due),
        recalls=recalls,
    )


class _Run:
    """The cards during the simulation. `due` is a heap of (due day, index of the card)."""

    def __init__(
        self,
        cards: Sequence[SimulatedCard],
        learners: Mapping[str, "_Learner"],
        limits: Limits,
        first_day: int,
    ) -> None:
        self.cards = list(cards)
        self._learners = learners
        self._limits = limits
        self._studies = [0] * len(cards)
        self._unseen = [place for place, card in enumerate(cards) if card.memory is None][::-1]
        self.due = [
            (card.due_day or first_day, place)
            for place, card in enumerate(cards)
            if card.memory is not None
        ]
        heapify(self.due)

    def study(self, day: int, most_s: float) -> SimulatedDay:
        new = reviews = 0
        spent = 0.0
        limits = self._limits
        while (
            reviews < limits.reviews and spent < most_s and self.due and self.due[0][0] <= day
        ):
            _, place = heappop(self.due)
            spent += self._take(place, day)
            reviews += 1
        while new < limits.new_cards and spent < most_s and self._unseen:
            spent += self._take(self._unseen.pop(), day)
            new += 1
        return SimulatedDay(day, new, reviews, spent)

    def _take(self, place: int, day: int) -> float:
        """Study card number `place`; return the seconds that the study took."""
        card = self.cards[place]
        self._studies[place] += 1
        position = fuzz.position(f"{card.key}\nsimulated", self._studies[place])
        memory, interval, seconds = self._learners[card.regime].study(card, day, position)
        self.cards[place] = replace(card, memory=memory, last_day=day, due_day=day + interval)
        heappush(self.due, (day + interval, place))
        return seconds


class _Learner:
    """A simulated learner under one regime."""

    def __init__(self, regime: Regime, pace: Pace) -> None:
        self._outcomes = Outcomes(regime.parameters, pace, regime.memory_factor)
        self._pace = pace
        self._maximum = regime.maximum_interval
        # The interval (unrounded) for a stability of one day.
        self._days = Curve(regime.parameters[20]).days(1.0, regime.desired_retention)
        firsts = self._outcomes.of_introduction()
        self._firsts = [memory for _, memory in firsts]
        self._first_bounds = list(accumulate(share for share, _ in firsts))
        self._pass_bounds = list(accumulate(shares(pace.passes)))

    def recall(self, memory: MemoryState, days: int) -> float:
        return self._outcomes.recall(memory.stability, days)

    def study(
        self, card: SimulatedCard, day: int, position: float
    ) -> tuple[MemoryState, int, float]:
        """Returns the memory after a study, the next interval in days, and the seconds that the
        study took. `position` is the random number (0-1) that determines the rating."""
        if card.memory is None or card.last_day is None:
            memory = self._firsts[_place(position, self._first_bounds)]
            return memory, self._interval(memory, position), self._pace.new_s
        days = day - card.last_day
        recall = self.recall(card.memory, days)
        if position >= recall:
            memory = self._outcomes.reviewed(card.memory, days, Rating.AGAIN)
            return memory, self._interval(memory, position), self._pace.lapse_s
        luck = position / recall
        rating = _PASSES[_place(luck, self._pass_bounds)]
        memory = self._outcomes.reviewed(card.memory, days, rating)
        return memory, self._interval(memory, luck), self._pace.pass_s

    def _interval(self, memory: MemoryState, position: float) -> int:
        interval = max(1, round(memory.stability * self._days))
        # The due day must not depend on the rating, so fuzz uses later digits of the random
        # number.
        return fuzz.choose(fuzz.spread(interval, self._maximum), position * 1_000 % 1)


def _place(position: float, bounds: Sequence[float]) -> int:
    return min(bisect_right(bounds, position), len(bounds) - 1)


def _recalls(
    cards: Iterable[SimulatedCard], learners: Mapping[str, _Learner], day: int
) -> Iterator[float]:
    for card in cards:
        if card.memory is None or card.last_day is None:
            yield 0.0
        else:
            yield learners[card.regime].recall(card.memory, day - card.last_day)
