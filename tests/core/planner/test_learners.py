"""What plans come to, with learners whose memory is FSRS: see scripts/bench/planner.py."""

from dataclasses import replace
from functools import cache
from statistics import mean

import pytest

from flashprep.core.planner.plan import Plan
from flashprep.core.planner.planning import plan, todays_list
from flashprep.core.planner.problem import Problem
from tests.core.planner import greedy
from tests.core.planner.learners import Learner, Result, Truth, plain
from tests.core.planner.problems import known_cards, new_cards, problem_of

SHORT = problem_of(new_cards(150), 7, 15)
BACKLOG = problem_of(known_cards(150), 6, 10)


def by_prices(problem: Problem) -> list[str]:
    """What the plan puts on today's list."""
    return [task.key for task in todays_list(problem).tasks]


def by_gain(problem: Problem) -> list[str]:
    """What the greedy list has."""
    return [task.key for task in greedy.todays_list(problem).tasks]


@cache
def planned(name: str) -> tuple[Plan, list[Result]]:
    """The plan of the first day, and what comes of planning anew each day."""
    problem = {"short": SHORT, "backlog": BACKLOG}[name]
    return plan(problem), [Learner(problem, seed).study(by_prices) for seed in range(8)]


@pytest.mark.parametrize("name", ["short", "backlog"])
def test_near_the_bound(name: str) -> None:
    """Learners who plan each day anew reach 99 % of what no plan exceeds."""
    found, results = planned(name)

    assert mean(result.mean for result in results) >= 0.99 * found.bound


@pytest.mark.parametrize("name", ["short", "backlog"])
def test_forecast_comes_true(name: str) -> None:
    """What was forecast on the first day is within a point of what comes, and the share that is
    recalled lies in the interval for most."""
    found, results = planned(name)

    (forecast,) = found.forecasts
    shares = [mean(result.recalled[-1].values()) for result in results]
    assert mean(result.mean for result in results) == pytest.approx(forecast.recall, abs=0.01)
    assert sum(forecast.lowest <= share <= forecast.highest for share in shares) >= 6


@pytest.mark.parametrize(
    ("truth", "memory_factor"),
    [(Truth(stability=0.5), 0.9), (Truth(slowness=1.5), None)],
    ids=["forgetful", "slow"],
)
def test_forecast_is_honest_once_it_has_learned(
    truth: Truth, memory_factor: float | None
) -> None:
    """What is foretold halfway, with pace and stretch learned from the answers until then, is
    within three points of what comes; without having learned it would be further off."""
    problem = problem_of(new_cards(150), 14, 10)
    halfway: list[Problem] = []

    def policy(present: Problem) -> list[str]:
        if present.today == problem.today + problem.days // 2:
            halfway.append(present)
        return by_prices(present)

    came = [Learner(problem, seed, truth, learns=True).study(policy).mean for seed in range(3)]
    foretold = [plan(present).forecasts[0].recall for present in halfway]
    unlearned = [
        plan(replace(present, pace=problem.pace, memory_factor=1.0)).forecasts[0].recall
        for present in halfway
    ]
    assert abs(mean(foretold) - mean(came)) < 0.03
    assert abs(mean(unlearned) - mean(came)) > abs(mean(foretold) - mean(came))
    if memory_factor:
        assert mean(present.memory_factor for present in halfway) < memory_factor


def test_better_than_without_a_plan() -> None:
    """A plan is better than FSRS without one, and no worse than the greedy list."""
    _, results = planned("short")

    unplanned = [Learner(SHORT, seed).study(plain()).mean for seed in range(8)]
    greedily = [Learner(SHORT, seed).study(by_gain).mean for seed in range(8)]
    assert mean(r.mean for r in results) > mean(unplanned) + 0.02
    assert mean(r.mean for r in results) > mean(greedily) - 0.002


@pytest.mark.parametrize(
    "truth",
    [Truth(stability=0.5), Truth(slowness=1.5), Truth(missed=frozenset((5, 6)))],
    ids=["forgetful", "slow", "last two days missed"],
)
def test_wrong_beliefs(truth: Truth) -> None:
    """Where the learner is not as believed, a plan is at most a point behind greedy."""
    seeds = range(5)
    by_plan = [Learner(SHORT, seed, truth).study(by_prices).mean for seed in seeds]
    greedily = [Learner(SHORT, seed, truth).study(by_gain).mean for seed in seeds]

    assert mean(by_plan) > mean(greedily) - 0.01
