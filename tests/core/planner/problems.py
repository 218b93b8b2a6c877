"""Problems to plan, for the tests and for the bench."""

import math
from random import Random

from fsrs.scheduler import DEFAULT_PARAMETERS

from flashprep.core.memory import MemoryState
from flashprep.core.planner.problem import Interview, PlanCard, Problem

TODAY = 700_000


def new_cards(count: int) -> list[PlanCard]:
    """Cards that were never studied."""
    return [PlanCard(f"c{number}", number) for number in range(count)]


def known_cards(count: int, seed: int = 5) -> list[PlanCard]:
    """Cards that were studied in the last weeks, some well and some badly."""
    chance = Random(seed)  # noqa: S311 - the same cards each time
    return [
        PlanCard(
            f"k{number}",
            number,
            memory=MemoryState(math.exp(chance.gauss(1.2, 1)), chance.uniform(2, 9)),
            last_day=TODAY - chance.randrange(1, 40),
        )
        for number in range(count)
    ]


def problem_of(cards: list[PlanCard], days: int, minutes: float) -> Problem:
    """One interview about all cards, after so many days of so many minutes."""
    return Problem(
        today=TODAY,
        budgets_s=[60.0 * minutes] * days,
        interviews=[Interview(TODAY + days)],
        cards=cards,
        parameters=DEFAULT_PARAMETERS,
    )
