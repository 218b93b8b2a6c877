import subprocess
import sys
from dataclasses import replace
from statistics import mean

import pytest

from flashprep.core.memory import MemoryState
from flashprep.core.planner.plan import Plan, Why
from flashprep.core.planner.planning import curve, plan, todays_list
from flashprep.core.planner.problem import Interview, PlanCard
from tests.core.planner import greedy
from tests.core.planner.problems import TODAY, known_cards, new_cards, problem_of

MIXED = problem_of([*known_cards(80), *new_cards(120)], 14, 10)
WEEKS = [600.0 if day % 7 < 5 else 2700.0 for day in range(28)]
SUNDAYS_OFF = [0.0 if day % 7 == 6 else 900.0 for day in range(28)]
CASES = {
    "new": problem_of(new_cards(300), 28, 15),
    "known": problem_of(known_cards(300), 10, 15),
    "mixed": MIXED,
    "short of time": problem_of(new_cards(300), 14, 8),
    "uneven weeks": replace(problem_of(new_cards(300), 28, 0), budgets_s=WEEKS),
    "Sundays off": replace(problem_of(new_cards(300), 28, 0), budgets_s=SUNDAYS_OFF),
    "a year": problem_of(new_cards(300), 365, 10),
}


@pytest.fixture(scope="module")
def plans() -> dict[str, Plan]:
    """The plan of each case."""
    return {name: plan(problem) for name, problem in CASES.items()}


@pytest.mark.parametrize("name", CASES)
def test_days_are_not_overfull(name: str, plans: dict[str, Plan]) -> None:
    """No day is planned with more than 1.05 times its minutes, and each day has its line."""
    problem = CASES[name]

    days = plans[name].days

    assert [day.day for day in days] == list(range(TODAY, TODAY + problem.days))
    assert all(day.seconds <= 1.05 * day.budget_s + 1e-6 for day in days)


@pytest.mark.parametrize("name", CASES)
def test_forecast_is_that_of_its_cards(name: str, plans: dict[str, Plan]) -> None:
    """The forecast of an interview is the mean of what is forecast for each of its cards, and
    below what no plan exceeds."""
    (forecast,) = plans[name].forecasts
    found = plans[name].cards

    assert forecast.recall == pytest.approx(
        mean(c.recall[0] or 0 for c in found.values()), abs=0.004
    )
    assert forecast.now <= forecast.recall + 1e-3
    assert forecast.lowest < forecast.recall < forecast.highest
    assert forecast.recall == pytest.approx(plans[name].worth, abs=1e-4)
    assert plans[name].worth <= plans[name].bound <= plans[name].worth + 0.01


def test_todays_list_is_within_the_time() -> None:
    """Today's list takes no longer than today has, and each other card says why it is not
    there."""
    found = todays_list(MIXED)

    listed = {task.key for task in found.tasks}
    assert 0 < found.seconds <= MIXED.budget_s(TODAY)
    assert listed.isdisjoint(found.left_out)
    assert listed | found.left_out.keys() == {card.key for card in MIXED.cards}


def test_same_problem_same_plan() -> None:
    """The same problem gives the same plan."""
    assert plan(MIXED) == plan(MIXED)


def test_what_is_left_of_today() -> None:
    """Where nothing is left of today's time, today's list is empty and later days go on."""
    used_up = replace(MIXED, budgets_s=[0.0, *MIXED.budgets_s[1:]])

    found = plan(used_up)

    assert todays_list(used_up).tasks == ()
    assert found.days[0].seconds == 0
    assert found.forecasts[0].recall > 0.5


def test_steps_that_run_come_in_any_case() -> None:
    """A card whose step runs is in today's list even without time; it is no other task."""
    cards = known_cards(3)
    cards[0] = replace(cards[0], last_day=TODAY, in_learning=True)
    cards[1] = replace(cards[1], last_day=TODAY)

    found = todays_list(problem_of(cards, 5, 0))

    assert [(task.key, task.why) for task in found.tasks] == [("k0", Why.LEARNING)]
    assert found.left_out["k1"].why is Why.DONE


def test_steps_that_run_take_their_time() -> None:
    """The seconds of running steps are taken from today's, before anything is planned there."""
    cards = [replace(c, last_day=TODAY, in_learning=True) for c in known_cards(30)]
    problem = problem_of([*cards, *new_cards(100)], 5, 5)

    today = plan(problem).days[0]

    assert today.seconds == pytest.approx(today.budget_s, rel=0.05)
    assert today.new_cards == pytest.approx((300 - 30 * 8) / 30, abs=0.3)


def test_core_first_when_time_is_short() -> None:
    """When time is short the cards that matter less are given up, and each earlier one before
    a later one is kept."""
    cards = [replace(card, weight=(5, 2, 1)[card.position % 3]) for card in new_cards(300)]

    problem = problem_of(cards, 14, 4)

    found, listed = plan(problem), todays_list(problem)

    kept = {card.key for card in cards} - set(found.given_up)
    assert {card.weight for card in cards if card.key in kept} == {5}
    assert all(task.key in kept for task in listed.tasks)
    places = [card.position for card in cards if card.weight == 5]
    kept_places = [card.position for card in cards if card.key in kept]
    assert kept_places == places[: len(kept_places)]


def in_phases(share: int) -> list[PlanCard]:
    """A hundred new cards, so many of which may come at once, and the others after a week."""
    return [
        replace(card, opens_day=TODAY + 7 * (card.position >= share)) for card in new_cards(100)
    ]


def test_phases_open_in_their_turn() -> None:
    """A card is not introduced before its phase opens."""
    problem = problem_of(in_phases(50), 14, 30)

    found = plan(problem)

    assert todays_list(problem).left_out["c99"].why is Why.NOT_OPEN
    assert sum(day.new_cards for day in found.days[:7]) == pytest.approx(50, abs=1)
    assert found.forecasts[0].introduced == pytest.approx(1, abs=0.01)


def test_phases_open_early_rather_than_cost_much() -> None:
    """Where so much waits for its phase that there would be no time for it, the plan does not
    wait: it loses hardly anything to one without phases, and keeps their order."""
    waiting = problem_of(in_phases(10), 14, 4)

    found, free = plan(waiting), plan(problem_of(new_cards(100), 14, 4))

    assert sum(day.new_cards for day in found.days[:7]) > 30
    assert found.worth > free.worth - 0.02
    keys = [task.key for task in todays_list(waiting).tasks]
    assert keys[0] == "c0"
    assert keys == [f"c{number}" for number in range(len(keys))]


def test_several_interviews() -> None:
    """Each interview has its forecast, of its own cards; the nearer one's are studied first."""
    early = frozenset(f"c{number}" for number in range(50, 100))
    problem = replace(
        problem_of(new_cards(100), 20, 10),
        interviews=[Interview(TODAY + 20), Interview(TODAY + 4, 1.0, early), Interview(TODAY)],
    )

    found = plan(problem)

    assert [(each.day - TODAY, each.cards) for each in found.forecasts] == [(4, 50), (20, 100)]
    assert all(each.recall > 0.9 for each in found.forecasts)
    assert {task.key for task in todays_list(problem).tasks} <= early
    assert found.cards["c0"].recall[0] is None


def test_cards_that_reveal_each_other() -> None:
    """Of two cards that reveal each other one is in today's list, and the other names it; a
    card that one of today's showed already waits."""
    cards = new_cards(3)
    problem = replace(
        problem_of(cards, 5, 30),
        reveals={"c0": {"c1"}, "c1": {"c0"}, "seen": {"c2"}},
        shown={"seen"},
    )

    for found in (todays_list(problem), greedy.todays_list(problem)):
        assert [task.key for task in found.tasks] == ["c0"]
        assert found.left_out["c1"].why is Why.REVEALED
        assert found.left_out["c1"].on_account_of == "c0"
        assert found.left_out["c2"].on_account_of == "seen"


def test_greedy_takes_what_gains_most() -> None:
    """The greedy list is ranked by what a minute gains, and within the time."""
    found = greedy.todays_list(MIXED)

    gains = [60 * task.gain / task.seconds for task in found.tasks]
    assert gains == sorted(gains, reverse=True)
    assert found.seconds <= MIXED.budget_s(TODAY)


def test_more_time_more_recall() -> None:
    """The curve rises with the minutes, and at once them it says what the plan says."""
    points = curve(MIXED, (0.0, 0.5, 1.0, 2.0))

    recalls = [point.recall for point in points]
    assert recalls == sorted(recalls)
    assert recalls[2] == pytest.approx(plan(MIXED).forecasts[0].recall, abs=0.01)


EDGES = {
    "no cards": problem_of([], 10, 10),
    "no minutes": problem_of([*known_cards(5), *new_cards(5)], 10, 0),
    "no interview": replace(MIXED, interviews=()),
    "interviews that are over": replace(
        MIXED, interviews=[Interview(TODAY), Interview(TODAY - 3)]
    ),
    "no budgets": replace(MIXED, budgets_s=()),
    "tomorrow": problem_of([*known_cards(5), *new_cards(5)], 1, 2),
    "one card": problem_of(new_cards(1), 3, 5),
    "two on one day": replace(
        MIXED, interviews=[Interview(TODAY + 9), Interview(TODAY + 9, 2.0, frozenset({"c3"}))]
    ),
    "a phase that begins after the interview": problem_of(
        [replace(card, opens_day=TODAY + 20) for card in new_cards(10)], 9, 5
    ),
    "phases in two years": problem_of(
        [replace(card, opens_day=TODAY + 100 * card.position) for card in new_cards(6)], 700, 5
    ),
    "about no card": replace(MIXED, interviews=[Interview(TODAY + 9, 1.0, frozenset())]),
    "a clock that was wrong": problem_of(
        [replace(known_cards(1)[0], last_day=TODAY + 4)], 9, 5
    ),
    "odd memories": problem_of(
        [
            replace(card, memory=MemoryState(0.001 if card.position else 36_500, 10))
            for card in known_cards(2)
        ],
        9,
        5,
    ),
    "five years": problem_of([*known_cards(20), *new_cards(20)], 1826, 10),
    "forty interviews": replace(
        problem_of(new_cards(60), 82, 10),
        interviews=[
            Interview(TODAY + 2 * n + 2, 1.0, frozenset({f"c{n}", f"c{n + 20}"}))
            for n in range(40)
        ],
    ),
}


@pytest.mark.parametrize("name", EDGES)
def test_edges(name: str) -> None:
    """Whatever there is to plan, there is a plan: probabilities, and no time that is not
    there."""
    problem = EDGES[name]

    found, today = plan(problem), todays_list(problem)

    assert today.seconds <= problem.budget_s(TODAY)
    assert all(0 <= each.recall <= 1 and 0 <= each.introduced <= 1 for each in found.forecasts)
    assert all(0 <= day.recall <= 1 for day in found.days)
    assert 0 <= found.worth <= found.bound <= 1
    assert all(0 <= point.recall <= 1 for point in curve(problem, (0.5, 2.0)))
    listed = {task.key for task in today.tasks} | today.left_out.keys()
    assert listed == {card.key for card in problem.cards}
    assert len(greedy.todays_list(problem).left_out) <= len(problem.cards)


def test_an_even_pace_far_from_the_interview() -> None:
    """Years before an interview some new cards are for today, as many as an even pace has."""
    found = todays_list(problem_of(new_cards(300), 300, 20))

    assert 1 <= found.new_cards <= 10


def test_even_pace_takes_spare_time_only() -> None:
    """On the eve of an interview new cards for a later one do not take its reviews' time."""
    cards = [*known_cards(60), *new_cards(60)]
    soon = frozenset(card.key for card in cards[:60])
    problem = replace(
        problem_of(cards, 20, 6),
        interviews=[Interview(TODAY + 1, 1.0, soon), Interview(TODAY + 20)],
    )

    assert {task.why for task in todays_list(problem).tasks} == {Why.REVIEW}


def test_numpy_is_for_plans_only() -> None:
    """The types, and what studies lead to, load no numpy."""
    script = (
        "import sys; from flashprep.core.planner import plan, problem, outcomes; "
        "sys.exit('numpy' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
