"""Compares the results of plans with the upper bound of all plans and with simpler policies.

    python scripts/bench/planner.py [--learners 4] [--only TEXT] [--prices-only] [part ...]

The parts are `cases`, `decks`, `interval`, and `times`; the default is all parts. `--only TEXT`
selects the cases whose names contain TEXT. `--prices-only` leaves out the simpler policies.
Simulated learners (tests/core/planner/learners.py) forget as FSRS predicts, and have the same
random seed under each policy. beliefs.py measures learners who differ from FSRS; commands.py
measures learners who use the commands. The exit code is 1 if a limit is exceeded.
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import mean

os.environ.setdefault("OMP_NUM_THREADS", "1")
ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from flashprep.core.planner.planning import curve, plan, todays_list  # noqa: E402
from flashprep.core.planner.problem import Interview, PlanCard, Problem  # noqa: E402
from flashprep.core.queue.order import Candidate, Reason  # noqa: E402
from flashprep.core.queue.siblings import arrange  # noqa: E402
from scripts.bench import judging  # noqa: E402
from scripts.bench.judging import Table, timed  # noqa: E402
from tests.core.planner import greedy  # noqa: E402
from tests.core.planner.learners import Learner, Policy, plain, worth  # noqa: E402
from tests.core.planner.problems import (  # noqa: E402
    TODAY,
    known_cards,
    new_cards,
    problem_of,
)

MOST_LOST, MOST_WRONG = 0.005, 0.01
MOST_FORGOTTEN, FEWEST_COVERED, LEAST_OF_DECKS = 0.022, 0.85, 0.98
FULLEST = 1.05
MOST_EMPTY_PYTHONS = {1_000: 80, 10_000: 160}  # about one and two seconds, by number of cards

MIDDLE = problem_of(new_cards(600), 28, 20)
CASES = {
    "200 cards, 28 days, 20 min": problem_of(new_cards(200), 28, 20),
    "600 cards, 28 days, 20 min": MIDDLE,
    "600 cards, 14 days, 15 min": problem_of(new_cards(600), 14, 15),
    "150 cards, 7 days, 15 min": problem_of(new_cards(150), 7, 15),
    "1000 cards, 56 days, 30 min": problem_of(new_cards(1000), 56, 30),
    "backlog 400, 10 days, 20 min": problem_of(known_cards(400), 10, 20),
    "600, weekends 45 min, else 10": replace(
        MIDDLE, budgets_s=4 * [*5 * [600.0], *2 * [2700.0]]
    ),
    "600, Sundays off": replace(MIDDLE, budgets_s=4 * [*6 * [1400.0], 0.0]),
    "600, three interviews": replace(
        MIDDLE,
        interviews=[
            Interview(TODAY + 14, 1.0, frozenset(f"c{number}" for number in range(200))),
            Interview(TODAY + 21, 2.0, frozenset(f"c{number}" for number in range(100, 300))),
            Interview(TODAY + 28),
        ],
    ),
}


def by_prices(problem: Problem) -> list[str]:
    """The policy to measure: today's list of a plan that is made again each day."""
    return [task.key for task in todays_list(problem).tasks]


def by_gain(problem: Problem) -> list[str]:
    """The greedy policy: the cards with the largest gain per second first."""
    return [task.key for task in greedy.todays_list(problem).tasks]


POLICIES: dict[str, Callable[[], Policy]] = {
    "plain": plain,
    "greedy": lambda: by_gain,
    "prices": lambda: by_prices,
}


def cases(table: Table, learners: int, only: str, policies: Sequence[str]) -> None:
    """Print the mean recall on the day in each case. The learners forget as FSRS predicts."""
    print(
        f"{'mean recall (% of bound)':32} bound  {'forecast':9}", *(f"{p:14}" for p in policies)
    )
    for name, problem in CASES.items():
        if only not in name:
            continue
        found = plan(problem)
        worths = {
            policy: mean(
                worth(problem, Learner(problem, seed).study(POLICIES[policy]()).recall)
                for seed in range(learners)
            )
            for policy in policies
        }
        shown = (f"{w:.4f} ({100 * w / found.bound:5.1f})" for w in worths.values())
        print(f"{name:32} {found.bound:.4f} {found.worth:.4f}   ", *shown, flush=True)
        lost = 1 - worths["prices"] / found.bound
        table.judge(f"{name}: lost", lost, MOST_LOST, "")
        wrong = abs(found.worth - worths["prices"])
        table.judge(f"{name}: forecast", wrong, MOST_WRONG, "")
        most = max(day.seconds / day.budget_s for day in found.days if day.budget_s)
        table.judge(f"{name}: fullest day", most, FULLEST)
        if problem is MIDDLE:
            forgotten = 1 - worths["prices"]
            table.judge(f"{name}: forgotten", forgotten, MOST_FORGOTTEN, "")


def interval(table: Table, learners: int) -> None:
    """Print how often the recall on the day is in the forecast's interval."""
    for cards in (new_cards(150), known_cards(150)):
        problem = problem_of(cards, 7, 15)
        (forecast,) = plan(problem).forecasts
        shares = [
            mean(Learner(problem, seed).study(by_prices).recalled[-1].values())
            for seed in range(learners)
        ]
        covered = mean(forecast.lowest <= share <= forecast.highest for share in shares)
        print(
            f"\nforecast {forecast.recall:.3f} ({forecast.lowest:.3f}–{forecast.highest:.3f}), "
            f"came {mean(shares):.3f}, in the interval {covered:.0%} of {learners}"
        )
        name = f"{'new' if problem.cards[0].memory is None else 'known'} cards"
        table.judge(f"{name}, in the interval", covered, FEWEST_COVERED, "", least=True)


def decks(table: Table, learners: int) -> None:
    """Print the recall of the shipped decks with and without the rule that no card follows a
    card that reveals it."""
    from tests.test_decks import CARDS

    reveals = {card.key: frozenset(card.reveals) for card in CARDS}
    for days, minutes in ((28, 20), (14, 15)):
        free = problem_of([PlanCard(c.key, n) for n, c in enumerate(CARDS)], days, minutes)
        bound = plan(free).bound
        held = replace(free, reveals=reveals)
        figures = [
            mean(Learner(problem, seed).study(policy).mean for seed in range(learners))
            for problem, policy in ((free, by_prices), (held, arranged))
        ]
        print(
            f"\ndecks, {len(CARDS)} cards, {days} days, {minutes} min: bound {bound:.4f}, "
            f"without reveals {figures[0]:.4f}, with them {figures[1]:.4f} "
            f"({figures[1] / bound:.1%})",
            flush=True,
        )
        name = f"decks, {days} days, {minutes} min / bound"
        table.judge(name, figures[1] / bound, LEAST_OF_DECKS, least=True)


def arranged(problem: Problem) -> Sequence[str]:
    """Today's list in an order in which no card follows a card that reveals it."""
    ready = arrange(
        now_ms=0,
        learning=(),
        due=[Candidate(key, Reason.DUE, n) for n, key in enumerate(by_prices(problem))],
        new=(),
        new_limit=0,
        shown=frozenset(),
        reveals={key: frozenset(shown) for key, shown in problem.reveals.items()},
    ).ready
    return [candidate.key for candidate in ready]


def times(table: Table) -> None:
    """Print the CPU time of a plan and of its parts."""
    empty = judging.empty_python()
    parts = {"plan": plan, "today": todays_list, "curve": curve, "greedy": greedy.todays_list}
    for cards, minutes in ((new_cards(1_000), 30), (new_cards(10_000), 120)):
        for kind in (cards, known_cards(len(cards))):
            problem = problem_of(kind, 60, minutes)
            medians = judging.medians(
                {name: timed(partial(part, problem)) for name, part in parts.items()}, 3, warm=0
            )
            shown = (f"{name} {seconds:.3f} s " for name, seconds in medians.items())
            name = f"{len(kind)} cards, {'new' if kind is cards else 'known'}, 60 days"
            print(f"{name:32}", *shown, flush=True)
            ratio, limit = medians["plan"] / empty, MOST_EMPTY_PYTHONS[len(kind)]
            table.judge(f"plan of {name} / empty Python", ratio, limit)


def main() -> int:
    """Print the measurements and the table. Returns 0 if all limits are kept, else 1."""
    parts: dict[str, Callable[[], None]] = {
        "times": lambda: times(table),
        "cases": lambda: cases(table, args.learners, args.only, policies),
        "decks": lambda: decks(table, args.learners),
        "interval": lambda: interval(table, 25 * args.learners),
    }
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, default=4)
    parser.add_argument("--only", default="")
    parser.add_argument("--prices-only", action="store_true")
    parser.add_argument("parts", nargs="*", help=", ".join(parts))
    args = parser.parse_args()
    policies, table = ["prices"] if args.prices_only else list(POLICIES), Table()
    for name in args.parts or parts:
        parts[name]()
    print()
    return table.end()


if __name__ == "__main__":
    sys.exit(main())
