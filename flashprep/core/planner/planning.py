"""Computes today's list, the days until the interviews, and forecasts.

The forecast assumes that all future minutes are used. Today's list is more conservative: it
assumes fewer minutes on future days, and a chance that a day is missed. The assumed chance is
higher for the last days before an interview, since study missed then cannot be made up for. So
the list contains more study than the forecast assumes. If the user misses no day, this
precaution costs very little.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from flashprep.core.planner.day_list import Offer, Stage, list_today, out_of_question, waits
from flashprep.core.planner.dual import EXACT, ROUGH, Solution, find_prices
from flashprep.core.planner.forecast import (
    forecast_cards,
    forecast_days,
    forecast_interviews,
    introductions,
    recall_at_last,
    worth_of,
)
from flashprep.core.planner.outcomes import Outcomes
from flashprep.core.planner.plan import CurvePoint, LeftOut, Plan, TodaysList, Why
from flashprep.core.planner.problem import Problem
from flashprep.core.planner.relaxation import COARSE, open_market

FACTORS: Final = (0.5, 0.75, 1.0, 1.5, 2.0)

# These values are based on the measurements in docs/planning.md.
TRUST: Final = 0.85  # the share of the minutes on future days that today's list assumes
PRESENT: Final = 0.95  # the probability that a future day is not missed
PRESENT_AT_LAST: Final = 0.75  # the same probability for the last days before an interview
LAST_DAYS: Final = 2
_LIKELY: Final = 0.5  # the same value as in the module `forecast`


def plan(problem: Problem) -> Plan:
    """Return the plan: the days until the interviews, and the forecasts for a user who follows
    the plan."""
    if not _is_anything_asked(problem):
        return Plan()
    outcomes = problem.outcomes()
    solution = find_prices(open_market(problem, outcomes), EXACT)
    cards = forecast_cards(problem, solution)
    worth = worth_of(solution)
    return Plan(
        days=forecast_days(problem, solution),
        forecasts=forecast_interviews(problem, solution, outcomes, cards),
        worth=worth,
        bound=min(1.0, max(worth, solution.bound / len(cards))),
        cards=cards,
    )


def recall_of(problem: Problem) -> float:
    """Return the expected recall at the last interview that covers a card. This function is
    faster than `plan`, which computes the same value and the complete plan."""
    if not _is_anything_asked(problem):
        return 0.0
    return recall_at_last(find_prices(open_market(problem, problem.outcomes()), EXACT))


def todays_list(problem: Problem) -> TodaysList:
    """Return today's list: running learning steps; the new cards planned for today; reviews
    sorted by gain per second; and more new cards if there is time left."""
    if not _is_anything_asked(problem):
        return list_today(
            problem, (), [LeftOut(card.key, Why.NOT_ASKED) for card in problem.cards]
        )
    outcomes = problem.outcomes()
    today, days = problem.today, range(1, problem.days)
    careful = replace(
        problem,
        budgets_s=[
            problem.budget_s(today),
            *(TRUST * problem.budget_s(today + ahead) for ahead in days),
        ],
    )
    ends = [interview.day - today for interview in problem.coming]
    chances = [
        PRESENT_AT_LAST if any(0 < end - day <= LAST_DAYS for end in ends) else PRESENT
        for day in days
    ]
    market = open_market(careful, outcomes, chances=[1.0, *chances])
    return _listed(problem, find_prices(market), outcomes)


def curve(problem: Problem, factors: Sequence[float] = FACTORS) -> tuple[CurvePoint, ...]:
    """Return the expected recall at the last interview for several multiples of each day's
    minutes, including today. The results are slightly less precise than those of `plan`."""
    if not _is_anything_asked(problem):
        return ()
    outcomes = problem.outcomes()
    points = []
    for factor in factors:
        scaled = replace(problem, budgets_s=[factor * each for each in problem.budgets_s])
        solution = find_prices(open_market(scaled, outcomes, COARSE), ROUGH)
        points.append(CurvePoint(factor, recall_at_last(solution)))
    return tuple(points)


def _is_anything_asked(problem: Problem) -> bool:
    return any(any(worth) for worth in problem.worths())


def _listed(problem: Problem, solution: Solution, outcomes: Outcomes) -> TodaysList:
    market = solution.market
    left_out = {card.key: LeftOut(card.key, Why.NOT_ASKED) for card in problem.cards}
    offers = _Offers(problem, solution, outcomes)
    reviews: list[Offer] = []
    new: list[list[Offer]] = [[] for _ in market.kinds]
    for number, (card, place) in enumerate(zip(market.cards, market.places, strict=True)):
        why = out_of_question(problem, card, market.kinds[place.kind])
        if why is not None:
            left_out[card.key] = LeftOut(card.key, why, next_day=card.asked_day)
            continue
        del left_out[card.key]
        if place.group is None:
            reviews.append(offers.of_review(number))
        else:
            new[place.kind].append(offers.of_new(number))
    for kind in new:
        # Cards whose decks open on a later day are sorted to the end.
        kind.sort(key=lambda offer: (waits(problem, offer.card), offer.card.position))
    reviews.sort(key=lambda offer: offer.rank)
    # The kinds of cards (see `Market.kinds`), those with the largest gains first.
    ranked = sorted((n for n, kind in enumerate(new) if kind), key=lambda n: -new[n][0].gain)
    quotas = _quotas(solution, offers)
    steady = _steady(problem, solution)
    return list_today(
        problem,
        [
            *(Stage(Why.NEW, new[kind], quotas[kind]) for kind in ranked),
            Stage(Why.REVIEW, reviews),
            *(
                Stage(Why.SPARE, new[kind], least=steady[kind] - quotas[kind])
                for kind in ranked
            ),
        ],
        left_out.values(),
    )


def _quotas(solution: Solution, offers: "_Offers") -> list[int]:
    """The number of new cards of each kind (see `Market.kinds`) to introduce today."""
    counts = [0.0] * len(solution.market.kinds)
    groups = zip(solution.market.groups, solution.flow.introduced[0], strict=True)
    for group, ((kind, _), count) in enumerate(groups):
        if offers.gain_of_new(group) > 0:
            counts[kind] += count
    return [round(count) for count in counts]


def _steady(problem: Problem, solution: Solution) -> list[int]:
    """For each kind of card (see `Market.kinds`), the number of new cards per day at a constant
    rate of introduction. Far from an interview, it hardly matters on which day a card is
    introduced. So spare time is filled with new cards up to this number."""
    counts = [0.0] * len(solution.market.kinds)
    introduced = zip(*solution.flow.introduced, strict=True)
    for (kind, opens), by_period in zip(solution.market.groups, introduced, strict=True):
        if opens == 0:
            counts[kind] += sum(by_period)
    return [math.ceil(round(count, 1) / problem.days) for count in counts]


class _Offers:
    """The offers of a market's cards for today: their gains and costs."""

    def __init__(self, problem: Problem, solution: Solution, outcomes: Outcomes) -> None:
        self._problem = problem
        self._market = solution.market
        self._outcomes = outcomes
        recursion = solution.market.recursion
        self._gains, self._new_gains = recursion.gains_today(solution.best, solution.prices[0])
        self._next = recursion.next_places(solution.best)
        self._introduced = introductions(solution)

    def of_review(self, number: int) -> Offer:
        card, place = self._market.cards[number], self._market.places[number]
        assert card.memory is not None
        assert card.last_day is not None
        kind, outcomes, today = place.kind, self._outcomes, self._problem.today
        gain = sum(share * self._gains[n][point][kind] for n, point, share in place.shares)
        node, point, _ = max(place.shares, key=lambda share: share[2])
        next_day = self._day(self._next[node][point][kind])
        otherwise = Why.LATER
        if next_day is None:
            idle = outcomes.recall(
                card.memory.stability, self._last_asking(kind) - card.last_day
            )
            otherwise = Why.ENOUGH if idle >= _LIKELY else Why.GIVEN_UP
        recall = outcomes.recall(card.memory.stability, today - card.last_day)
        gain *= self._market.unit
        return Offer(card, outcomes.review_s(recall), gain, otherwise, next_day)

    def of_new(self, number: int) -> Offer:
        card, place = self._market.cards[number], self._market.places[number]
        assert place.group is not None
        next_day = self._day(self._introduced.get(card.key, -1))
        otherwise = Why.NOT_OPEN if waits(self._problem, card) else Why.LATER
        if next_day is None:
            otherwise = Why.GIVEN_UP
        gain = self.gain_of_new(place.group)
        return Offer(card, self._problem.pace.new_s, gain, otherwise, next_day)

    def gain_of_new(self, group: int) -> float:
        """The gain of a new card in the group number `group`."""
        return self._new_gains[group] * self._market.unit

    def _day(self, place: int) -> int | None:
        """The day that represents period number `place`, at the earliest tomorrow. Returns None
        if `place` is -1, which means that there is no such period."""
        if place < 0:
            return None
        return self._problem.today + max(1, self._market.periods[place].middle)

    def _last_asking(self, kind: int) -> int:
        worths = zip(self._problem.coming, self._market.kinds[kind], strict=True)
        return max(interview.day for interview, worth in worths if worth)
