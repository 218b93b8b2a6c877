"""Measures the result of preparing for an interview through the commands alone.

    python scripts/bench/commands.py [--days 14] [--minutes 20] [--learners 1] [--quick]

A simulated learner studies the shipped decks day by day with `interview set`, `queue --json`,
and `answer -`; FLASHPREP_NOW sets the clock. Each command is its own process, or with `--quick`
all run in this process. The recall on the day is compared with three results: the upper bound
of all plans (without revealed cards and phases), the same learner and seed simulated in Python,
and FSRS with the limits of the settings.

The exit code is 1 in four cases: less than 98% of the bound is reached, a day takes more than
1.05 times its minutes, a card is shown after a card that reveals it, or a core card is never
shown although cards with a lower priority are.
"""

import argparse
import os
import shutil
import sys
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from statistics import mean

os.environ.setdefault("OMP_NUM_THREADS", "1")
ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from flashprep.app.prep.plan_input import problem_of  # noqa: E402
from flashprep.collection import Collection  # noqa: E402
from flashprep.core.planner.planning import plan  # noqa: E402
from flashprep.core.planner.problem import Problem  # noqa: E402
from scripts.bench.judging import Table  # noqa: E402
from scripts.bench.planner import arranged, by_prices  # noqa: E402
from tests.cli.learners import Day, Student  # noqa: E402
from tests.cli.runs import NOON_MS, Desk  # noqa: E402
from tests.core.planner.learners import Learner, worth  # noqa: E402

LEAST, FULLEST = 0.98, 1.05


def prepared(home: Path, days: int, minutes: int) -> tuple[Desk, Problem]:
    """A new collection with the shipped decks and an interview, and its planning problem."""
    home.mkdir()
    desk = Desk(home, {})
    shutil.copytree(ROOT / "decks", desk.folder / "decks", dirs_exist_ok=True)
    on = date(2026, 12, 18) + timedelta(days)
    done = desk.run("interview", "set", on.isoformat(), "--minutes", str(minutes))
    assert done.code == 0, done.err
    with Collection.opened(desk.folder) as collection:
        problem = problem_of(collection, NOON_MS)
    assert problem is not None
    return desk, problem


def faults(problem: Problem, days: list[Day]) -> list[str]:
    """The mistakes of the days, as messages."""
    found = []
    opens = {card.key: card.opens_day or 0 for card in problem.cards}
    for number, day in enumerate(days):
        budget = problem.budget_s(problem.today + number)
        if day.seconds > FULLEST * budget:
            found.append(f"day {number + 1} took {day.seconds / budget:.3f} of its time")
        for place, key in enumerate(day.keys):
            shown = set(day.keys[place + 1 :]).intersection(problem.reveals.get(key, ()))
            found += [f"day {number + 1}: {later} came after {key}" for later in shown]
        early = sum(opens[key] > problem.today + number for key in day.new)
        if early:
            print(f"    day {number + 1}: {early} cards came before their phase")
    met = {key for day in days for key in day.new}
    missed = [card.weight for card in problem.cards if card.key not in met]
    if 1.0 in missed and any(card.weight < 1 for card in problem.cards if card.key in met):
        found.append("cards of the core were never met, and others were")
    return found


def main() -> int:
    """Study and print the results. Returns 0 if all limits are kept, else 1."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=14)
    parser.add_argument("--minutes", type=int, default=20)
    parser.add_argument("--learners", type=int, default=1)
    parser.add_argument("--quick", action="store_true")
    args = parser.parse_args()
    reached: dict[str, list[float]] = {"commands": [], "python": [], "free": [], "FSRS": []}
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(args.learners):
            desk, problem = prepared(Path(folder) / f"{seed}", args.days, args.minutes)
            run = desk.run if args.quick else desk.command
            free = replace(
                problem,
                reveals={},
                cards=[replace(card, opens_day=None) for card in problem.cards],
            )
            student = Student(Learner(problem, seed), run)
            student.study(args.days)
            reached["commands"].append(worth(problem, [student.recalls(args.days)]))
            wrong += faults(problem, student.days)
            for name, each, policy in (
                ("python", problem, arranged),
                ("free", free, by_prices),
            ):
                result = Learner(each, seed).study(policy)
                reached[name].append(worth(each, result.recall))
            desk, problem = prepared(Path(folder) / f"{seed}-plain", args.days, args.minutes)
            unplanned = Student(Learner(problem, seed), desk.run, "--no-plan")
            unplanned.study(args.days)
            reached["FSRS"].append(worth(problem, [unplanned.recalls(args.days)]))
    bound, forecast = plan(free).bound, plan(problem).worth
    print(
        f"{len(problem.cards)} cards, {args.days} days, {args.minutes} min: bound {bound:.4f}"
    )
    print(f"    {'forecast':10} {forecast:.4f}")
    for name, came in reached.items():
        print(f"    {name:10} {mean(came):.4f} ({mean(came) / bound:.1%} of the bound)")
    print(f"    reveals and phases cost {mean(reached['free']) - mean(reached['python']):+.4f}")
    for fault in wrong:
        print(f"    {fault}")
    print()
    table = Table()
    share = mean(reached["commands"]) / bound
    table.judge("commands / bound", share, LEAST, least=True)
    simulated = mean(reached["commands"]) / mean(reached["python"])
    table.judge("commands / simulation in Python", simulated, LEAST, least=True)
    gained = mean(reached["commands"]) / mean(reached["FSRS"])
    table.judge("commands / FSRS with its limits", gained, 1, least=True)
    table.judge("faults of the days", len(wrong), 0, "")
    return table.end()


if __name__ == "__main__":
    sys.exit(main())
