"""Measures how well plans work for learners who differ from the planner's assumptions.

    python scripts/bench/beliefs.py [--learners 4] [--small] [--only TEXT] [part ...]

In the part `robust`, learners forget faster or more slowly, take longer, or miss days, and the
planner keeps its assumptions. Its result is compared with the better of the greedy policy and
plain FSRS, with the same random seeds. In the part `learned`, the planner fits the pace and the
memory factor to the reviews, as it does for a real collection. The error of its forecasts is
shown from halfway through the plan.

The problem has 600 cards, 28 days, and 20 minutes a day. With `--small` it has 150 cards, and
7 days of 20 minutes (`robust`) or 14 days of 10 minutes (`learned`). `--only TEXT` selects the
differences whose names contain TEXT. The exit code is 1 if a limit is exceeded.
"""

import argparse
import os
import sys
from functools import partial
from math import sqrt
from pathlib import Path
from statistics import mean, stdev

os.environ.setdefault("OMP_NUM_THREADS", "1")
ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from flashprep.core.planner.planning import plan  # noqa: E402
from flashprep.core.planner.problem import Problem  # noqa: E402
from scripts.bench.judging import Table  # noqa: E402
from scripts.bench.planner import POLICIES, by_prices  # noqa: E402
from tests.core.planner.learners import Learner, Truth  # noqa: E402
from tests.core.planner.problems import new_cards, problem_of  # noqa: E402

MOST_BEHIND, MOST_WRONG = 0.01, 0.03

MIDDLE = problem_of(new_cards(600), 28, 20)
SMALL = problem_of(new_cards(150), 7, 20)
LEARNED = {False: MIDDLE, True: problem_of(new_cards(150), 14, 10)}


def truths(days: int) -> dict[str, Truth]:
    """The ways in which a learner may differ, by name; `days` is the length of the plan."""
    middle = days * 3 // 7
    return {
        "as believed": Truth(),
        "stability x 0.5": Truth(stability=0.5),
        "stability x 1.5": Truth(stability=1.5),
        "times x 1.5": Truth(slowness=1.5),
        "20 % of days missed": Truth(missed_share=0.2),
        "a quarter missed": Truth(missed=frozenset(range(middle, middle + days // 4))),
        "last two days missed": Truth(missed=frozenset((days - 2, days - 1))),
    }


def robust(table: Table, learners: int, *, small: bool, only: str) -> None:
    """Print the mean recall on the day under each policy, and the lead over the better other
    policy."""
    problem = SMALL if small else MIDDLE
    print(f"{_named(problem):32}", *(f"{p:7}" for p in POLICIES), "- better other")
    for name, truth in truths(problem.days).items():
        if only not in name:
            continue
        means = {
            policy: [
                Learner(problem, seed, truth).study(make()).mean for seed in range(learners)
            ]
            for policy, make in POLICIES.items()
        }
        other = max((means["plain"], means["greedy"]), key=mean)
        ahead = [a - b for a, b in zip(means["prices"], other, strict=True)]
        error = stdev(ahead) / sqrt(len(ahead)) if len(ahead) > 1 else 0.0
        shown = (f"{mean(each):.4f} " for each in means.values())
        print(f"{name:32}", *shown, f"{mean(ahead):+.4f} ± {error:.4f}", flush=True)
        table.judge(f"{name}: behind the other policy", -mean(ahead), MOST_BEHIND, "")


def learned(table: Table, learners: int, *, small: bool, only: str) -> None:
    """Print the error of the forecasts made after half and three quarters of the days."""
    problem = LEARNED[small]
    asked = (problem.days // 2, problem.days * 3 // 4)
    print(f"\n{_named(problem):32} came    half    3/4     stretch  new card")
    for name, truth in truths(problem.days).items():
        if only not in name or truth.missed or truth.missed_share:
            continue
        came: list[float] = []
        off: dict[int, list[float]] = {day: [] for day in asked}
        last: list[Problem] = []
        for seed in range(learners):
            seen: dict[int, Problem] = {}
            came.append(
                Learner(problem, seed, truth, learns=True).study(partial(_watched, seen)).mean
            )
            for day in asked:
                foretold = plan(seen[problem.today + day]).forecasts[-1].recall
                off[day].append(foretold - came[-1])
            last.append(seen[problem.today + asked[-1]])
        print(
            f"{name:32} {mean(came):.4f}",
            *(f"{mean(each):+.4f}" for each in off.values()),
            f"{mean(each.memory_factor for each in last):.2f}",
            f"    {mean(each.pace.new_s for each in last):.0f} s",
            flush=True,
        )
        for day, each in off.items():
            title = f"{name}: forecast of day {day}, error"
            table.judge(title, abs(mean(each)), MOST_WRONG, "")


def _watched(seen: dict[int, Problem], present: Problem) -> list[str]:
    """Today's list by prices. Stores the problem in `seen` by its day."""
    seen[present.today] = present
    return by_prices(present)


def _named(problem: Problem) -> str:
    minutes = problem.budgets_s[0] / 60
    return f"{len(problem.cards)} cards, {problem.days} days, {minutes:g} min"


def main() -> int:
    """Print the measurements and the table. Returns 0 if all limits are kept, else 1."""
    parts = {"robust": robust, "learned": learned}
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, default=4)
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("parts", nargs="*", help=", ".join(parts))
    args = parser.parse_args()
    table = Table()
    for name in args.parts or parts:
        parts[name](table, args.learners, small=args.small, only=args.only)
    print()
    return table.end()


if __name__ == "__main__":
    sys.exit(main())
