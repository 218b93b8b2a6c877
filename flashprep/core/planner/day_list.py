"""Builds today's list of cards. Each possible card has an *offer*, which states the cost and
gain of studying the card today. The list fits in the available time and contains no two cards
that reveal each other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf

from flashprep.core.planner.plan import LeftOut, Task, TodaysList, Why
from flashprep.core.planner.problem import PlanCard, Problem

_ENOUGH = 1e-9  # a gain that does not exceed this counts as no gain


@dataclass(frozen=True, slots=True)
class Offer:
    """The cost and gain of studying a card today. If the card does not get into today's list,
    `otherwise` is the reason to report. `next_day` is the best day for the card's next study
    (see `LeftOut`)."""

    card: PlanCard
    seconds: float
    gain: float
    otherwise: Why = Why.ENOUGH
    next_day: int | None = None

    @property
    def rank(self) -> tuple[float, int]:
        """Sort key for offers: the highest gain per second first, then the order of
        introduction."""
        return (-self.gain / self.seconds, self.card.position)


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of building the list. A stage takes `offers` in this order, at most `limit` of
    them. After the stage has taken `least` offers, it takes only offers with a gain."""

    why: Why
    offers: Sequence[Offer]
    limit: float = inf
    least: int = 0


def list_today(
    problem: Problem, stages: Iterable[Stage], left_out: Iterable[LeftOut] = ()
) -> TodaysList:
    """Return today's list. Each stage takes its offers as long as there is time. If a stage
    does not take an offer, a later stage may contain the same offer again. `left_out` contains
    the cards without an offer in any stage."""
    listing = _Listing(problem)
    for card in problem.cards:
        if card.in_learning:
            listing.add(Task(card.key, Why.LEARNING, problem.pace.pass_s, 0.0))
    asked = [
        card
        for card, worth in zip(problem.cards, problem.worths(), strict=True)
        if card.asked_day is not None and card.asked_day <= problem.today and any(worth)
    ]
    asked.sort(key=lambda card: (card.asked_day, card.position))
    new_s = problem.pace.new_s
    offers = [Offer(card, new_s, 1.0, Why.KNOWN, card.asked_day) for card in asked]
    listing.take(Stage(Why.ASKED, offers))
    for stage in stages:
        listing.take(stage)
    return TodaysList(
        tasks=tuple(listing.tasks),
        left_out={
            each.key: each
            for each in (*left_out, *listing.left_out.values())
            if each.key not in listing.listed
        },
    )


def out_of_question(problem: Problem, card: PlanCard, worth: Sequence[float]) -> Why | None:
    """The reason why this card cannot be studied today, independent of its gain. Returns None
    if the card can be studied today."""
    if not any(worth):
        return Why.NOT_ASKED
    if card.asked_day is not None:
        return Why.KNOWN
    if card.last_day is not None and card.last_day >= problem.today:
        return Why.DONE
    return None


def waits(problem: Problem, card: PlanCard) -> bool:
    """Whether the card is new and its deck opens on a later day."""
    return card.is_new and card.opens_day is not None and card.opens_day > problem.today


class _Listing:
    def __init__(self, problem: Problem) -> None:
        self.tasks: list[Task] = []
        self.listed: set[str] = set()
        self.left_out: dict[str, LeftOut] = {}
        self._problem = problem
        self._time_s = problem.budget_s(problem.today)
        self._given_away: dict[str, str] = {}  # key of a card -> key of a card that reveals it
        for key in sorted(problem.shown):
            for revealed in problem.reveals.get(key, ()):
                self._given_away.setdefault(revealed, key)

    def add(self, task: Task) -> None:
        self.tasks.append(task)
        self.listed.add(task.key)
        self._time_s -= task.seconds
        for rival in self._problem.rivals(task.key):
            self._given_away.setdefault(rival, task.key)

    def take(self, stage: Stage) -> None:
        taken = 0
        for offer in stage.offers:
            key = offer.card.key
            if key in self.listed:
                continue
            if offer.gain <= _ENOUGH and taken >= stage.least:
                why = offer.otherwise
            elif key in self._given_away:
                why = Why.REVEALED
            elif taken >= stage.limit:
                why = offer.otherwise
            elif offer.seconds > self._time_s:
                why = Why.GIVEN_UP if offer.otherwise is Why.GIVEN_UP else Why.NO_TIME
            else:
                self.add(Task(key, stage.why, offer.seconds, offer.gain))
                taken += 1
                continue
            self.left_out[key] = LeftOut(
                key, why, offer.gain, offer.next_day, self._given_away.get(key)
            )
