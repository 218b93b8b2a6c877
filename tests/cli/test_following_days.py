"""Days of study for an interview through the commands alone."""

from pathlib import Path

import pytest

from flashprep.app.prep.plan_input import problem_of
from flashprep.collection import Collection
from flashprep.core.planner.planning import plan
from tests.cli.learners import Student
from tests.cli.runs import NOON_MS, Desk
from tests.core.planner.learners import Learner

RUBRICS = "".join(
    f"  - rubric: Review {n}\n    steps: [Clarify {n}, Evaluate {n}, Decide {n}]\n"
    for n in range(2)
)
CORE = "".join(f"  - {{basic: Question {n}, answer: 'A{n}', id: c{n}}}\n" for n in range(24))
LESS = "".join(
    f"  - {{basic: Detail {n}, answer: 'D{n}', id: d{n}, priority: reference}}\n"
    for n in range(12)
)
DAYS = 4


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Cards that matter, cards that matter less, and two families that reveal themselves."""
    return Desk(tmp_path, {"prep.yaml": f"deck: Prep\nnotes:\n{RUBRICS}{CORE}{LESS}"})


def student(desk: Desk, minutes: int, seed: int = 0) -> Student:
    """One who has so many minutes a day for the interview in four days."""
    args = ("--minutes", str(minutes), "--name", "it")
    assert desk.run("interview", "set", "2026-12-22", *args).code == 0
    with Collection.opened(desk.folder) as collection:
        problem = problem_of(collection, NOON_MS)
    assert problem is not None
    return Student(Learner(problem, seed), desk.run)


def test_days_by_the_plan(desk: Desk) -> None:
    """One who does what the queue says each day comes to what the first plan foresaw; no day
    takes more than its minutes and a twentieth, and no card comes after one that reveals it.
    The program knows of each card what its answers say."""
    studying = student(desk, minutes=8)
    problem = studying.learner.start
    studying.study(DAYS)
    (forecast,) = plan(problem).forecasts
    recalls = studying.recalls(DAYS)
    mean = sum(recalls.values()) / len(recalls)
    assert mean == pytest.approx(forecast.recall, abs=0.04)
    for day in studying.days:
        assert 0 < day.seconds <= 1.05 * 8 * 60
        for place, key in enumerate(day.keys):
            assert not set(problem.reveals.get(key, ())).intersection(day.keys[place + 1 :])
    with Collection.opened(desk.folder) as collection:
        for key, standing in collection.states.every().items():
            memory = studying.cards[key].memory
            assert (standing.state is None) == (memory is None)
            if standing.state and memory:
                assert standing.state.memory.stability == pytest.approx(memory.stability)


def test_core_comes_first_when_time_is_short(desk: Desk) -> None:
    """With too little time for all, what is met is of the core alone."""
    studying = student(desk, minutes=3)
    studying.study(DAYS)
    weights = {card.key: card.weight for card in studying.learner.start.cards}
    met = [key for day in studying.days for key in day.new]
    assert len(met) > 10
    assert {weights[key] for key in met} == {1.0}
    assert all(day.seconds <= 1.05 * 180 + 30 for day in studying.days)
