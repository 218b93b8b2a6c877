from dataclasses import replace
from functools import cache
from itertools import combinations, product
from operator import mul

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flashprep.core.pace import Pace
from flashprep.core.planner.dual import EXACT, find_prices
from flashprep.core.planner.outcomes import Outcomes
from flashprep.core.planner.problem import PlanCard, Problem
from flashprep.core.planner.relaxation import Market, open_market
from tests.core.planner.problems import known_cards, new_cards, problem_of

SHAPE = (60, 12)
ROUNDING = 0.002  # a card; the grid is not the memories themselves
GOOD = Pace(passes=(0, 1, 0), firsts=(0, 0, 1, 0))  # few outcomes, so that all can be tried


def best_of_all(problem: Problem) -> float:
    """What the best policy reaches on average: every choice in every state is tried."""
    outcomes = Outcomes(problem.parameters, problem.pace)
    end = problem.coming[-1].day

    @cache
    def reached(day: int, cards: tuple[PlanCard, ...]) -> float:
        if day == end:
            return sum(
                outcomes.recall(card.memory.stability, day - card.last_day)
                for card in cards
                if card.memory is not None and card.last_day is not None
            )
        return max(
            sum(
                chance * reached(day + 1, after)
                for chance, after in studied(day, cards, chosen)
            )
            for count in range(len(cards) + 1)
            for chosen in combinations(range(len(cards)), count)
            if sum(seconds(day, cards[n]) for n in chosen) <= problem.budget_s(day)
        )

    def seconds(day: int, card: PlanCard) -> float:
        if card.memory is None or card.last_day is None:
            return problem.pace.new_s
        return outcomes.review_s(outcomes.recall(card.memory.stability, day - card.last_day))

    def studied(
        day: int, cards: tuple[PlanCard, ...], chosen: tuple[int, ...]
    ) -> list[tuple[float, tuple[PlanCard, ...]]]:
        options = []
        for number, card in enumerate(cards):
            if number not in chosen:
                options.append([(1.0, card)])
                continue
            found = (
                outcomes.of_introduction()
                if card.memory is None or card.last_day is None
                else outcomes.of_review(card.memory, day - card.last_day)
            )
            options.append(
                [(p, replace(card, memory=m, last_day=day)) for p, m in found if p > 0]
            )
        results = []
        for combination in product(*options):
            chance = 1.0
            for share, _ in combination:
                chance *= share
            results.append((chance, tuple(card for _, card in combination)))
        return results

    return reached(problem.today, tuple(problem.cards))


SMALL = {
    "two new cards, one study a day": problem_of(new_cards(2), 4, 0.5),
    "two new cards, time for both": problem_of(new_cards(2), 4, 1.0),
    "a new card and two known ones": problem_of([*known_cards(2), *new_cards(1)], 4, 0.5),
    "known cards with hardly any time": problem_of(known_cards(3), 4, 0.2),
    "five days, an empty one among them": replace(
        problem_of([*known_cards(1), *new_cards(1)], 5, 0.6),
        budgets_s=[36.0, 0.0, 36.0, 36.0, 36.0],
    ),
}
PROBLEMS = {name: replace(problem, pace=GOOD) for name, problem in SMALL.items()}


def market_of(problem: Problem) -> Market:
    """The problem on a fine grid."""
    return open_market(problem, Outcomes(problem.parameters, problem.pace), SHAPE)


@pytest.mark.parametrize("name", PROBLEMS)
def test_nothing_exceeds_the_bound(name: str) -> None:
    """The best of all policies, found by trying each, does not reach more than the bound."""
    problem = PROBLEMS[name]

    bound = find_prices(market_of(problem), EXACT).bound

    assert best_of_all(problem) <= bound + ROUNDING * len(problem.cards)
    assert bound <= len(problem.cards)


def test_prices_that_do_not_fit_overfill_no_day() -> None:
    """Where the prices were not found in time, days are cut to what they can hold, and so is
    the forecast."""
    market = market_of(problem_of(new_cards(40), 5, 3))

    solution = find_prices(market, ((0.01, 1, 0.0),))

    assert all(
        seconds <= 1.05 * budget
        for seconds, budget in zip(solution.flow.seconds, market.present_s, strict=True)
    )
    assert sum(solution.flow.known[0]) <= solution.bound


def test_bound_is_near_where_time_is_plenty() -> None:
    """Where there is time for everything, the bound is what the best policy reaches."""
    problem = replace(problem_of([*known_cards(1), *new_cards(1)], 4, 60), pace=GOOD)

    bound = find_prices(market_of(problem), EXACT).bound

    assert bound == pytest.approx(best_of_all(problem), abs=ROUNDING * 2)


def bound_at(market: Market, prices: list[float]) -> float:
    """The bound that these prices give."""
    recursion = market.recursion
    known = recursion.total(recursion.values(prices, 0), *market.crowd())
    return known + sum(map(mul, prices, market.present_s))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(0, 0.05), min_size=4, max_size=4))
def test_any_prices_give_a_bound(prices: list[float]) -> None:
    """Whatever a second is said to cost, the dual is no less than what can be reached."""
    reached, market = _an_example()

    assert bound_at(market, prices) >= reached - ROUNDING * len(market.cards)


@cache
def _an_example() -> tuple[float, Market]:
    problem = PROBLEMS["a new card and two known ones"]
    return best_of_all(problem), market_of(problem)
