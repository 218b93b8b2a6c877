"""Finds a price per second for each day. At these prices, the studies that cards choose fit
into the days' budgets.

If the seconds of each day have a price, cards no longer compete for time. Each card chooses the
studies whose value exceeds their price. The right prices minimize the Lagrangian dual
(Bertsimas & Nino-Mora 2000): the total value of all cards plus the budgets at these prices. The
minimum is an upper bound on the value of any plan.

If every card made its best choice, identical cards would all choose the same day. So the
choices are soft at first: a card chooses several days with certain shares. The choices become
sharper as the prices converge.
"""

from dataclasses import dataclass
from typing import Final

from flashprep.core.planner.grid import Flow, Values
from flashprep.core.planner.lbfgs import Function, Point, descend, dot
from flashprep.core.planner.relaxation import Market

# (temperature, maximum number of evaluations, share by which a day may exceed its budget)
QUICK: Final = ((0.01, 20, 0.2), (0.003, 20, 0.1), (0.001, 40, 0.03), (0.0003, 60, 0.03))
EXACT: Final = (*QUICK, (0.0001, 60, 0.03))
ROUGH: Final = ((0.01, 20, 0.2), (0.003, 20, 0.1), (0.001, 40, 0.04))
Stages = tuple[tuple[float, int, float], ...]

OVERFULL: Final = 1.04  # the plan uses at most this multiple of a day's budget
_SLACK: Final = 4e-4  # the share of the total value that may be lost because prices are inexact
_SOME_S: Final = 1.0  # seconds; a smaller excess over a day's budget is ignored
_GUESS: Final = 1e-3  # the first price level tried, in units per second
_RISES, _HALVINGS = 16, 4  # most steps in the search for the price level


@dataclass(frozen=True, slots=True)
class Solution:
    """The result of the search for prices. `prices` are the optimal prices. `soft` and `best`
    are the values at these prices, with soft choices and with the best choices. `flow` is the
    resulting flow of cards. No plan has a value above `bound`, which is measured in the
    market's `unit`."""

    market: Market
    prices: list[float]
    soft: Values
    best: Values
    flow: Flow
    bound: float


def find_prices(market: Market, stages: Stages = QUICK) -> Solution:
    """Find the optimal prices. The search does not start from the prices of an earlier plan,
    since such prices are a bad starting point."""
    recursion = market.recursion
    begun, new = market.crowd()
    budgets = market.present_s

    def dual(prices: Point, values: Values) -> float:
        return dot(prices, budgets) + recursion.total(values, begun, new)

    def evaluation(temperature: float) -> Function:
        def evaluate(prices: Point) -> tuple[float, Point]:
            values = recursion.values(prices, temperature)
            seconds = recursion.flow(values, begun, new).seconds
            return dual(prices, values), [b - s for b, s in zip(budgets, seconds, strict=True)]

        return evaluate

    level = _level(evaluation(stages[0][0]), len(budgets))
    prices = [level] * len(budgets)
    temperature = stages[0][0]
    bound = float("inf")
    slack = _SLACK * len(market.cards)
    for temperature, evaluations, over in stages:

        def fits(prices: Point, spare: Point, over: float = over) -> bool:
            lost = sum(p * abs(s) for p, s in zip(prices, spare, strict=True))
            return lost <= slack and _most_over(spare, budgets) <= over

        prices = descend(evaluation(temperature), prices, level / 3, evaluations, fits)
        bound = min(bound, dual(prices, recursion.values(prices, 0)))
    soft = recursion.values(prices, temperature)
    limits = [OVERFULL * budget for budget in budgets]
    return Solution(
        market,
        prices,
        soft,
        recursion.values(prices, 0),
        recursion.flow(soft, begun, new, limits),
        bound,
    )


def _level(evaluate: Function, days: int) -> float:
    """The price at which nearly all available seconds are used, if all days have the same
    price."""
    low, high = 0.0, _GUESS
    for _ in range(_RISES):
        if sum(evaluate([high] * days)[1]) >= 0:
            break
        low, high = high, high * 3
    for _ in range(_HALVINGS):
        middle = (low * high) ** 0.5 if low else high / 4
        if sum(evaluate([middle] * days)[1]) >= 0:
            high = middle
        else:
            low = middle
    return high


def _most_over(spare: Point, budgets: Point) -> float:
    """The largest share by which a day exceeds its budget."""
    return max(
        ((-s - _SOME_S) / max(b, _SOME_S) for s, b in zip(spare, budgets, strict=True)),
        default=0.0,
    )
