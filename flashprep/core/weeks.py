"""The weeks until an interview, and the phases of a program fitted to them.

A week begins on the day of the week on which preparing began, and weeks are counted from there.
Phases share the weeks there are in proportion to those that the program gives them, each at
least one while there are enough; where there are fewer weeks than phases, several phases share
a week. The last days, when they do not fill a week, belong to the last phase.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flashprep.core.notes.kinds.program import Phase
from flashprep.text import amount

DAYS = 7


@dataclass(frozen=True, slots=True)
class Stretch:
    """A week of the way, from `first_day` to `last_day`, and the phases that it belongs to."""

    number: int
    first_day: int
    last_day: int
    phases: tuple[Phase, ...]


def stretches(phases: Sequence[Phase], begun: int, last_day: int) -> tuple[Stretch, ...]:
    """The weeks from the day on which preparing began to `last_day`, the eve of the interview,
    each with its phases."""
    days = last_day - begun + 1
    count = max(1, -(-days // DAYS))
    shares = _shares(phases, count)
    return tuple(
        Stretch(
            number=week + 1,
            first_day=begun + week * DAYS,
            last_day=min(last_day, begun + week * DAYS + DAYS - 1),
            phases=shares[week],
        )
        for week in range(count)
    )


def first_days(phases: Sequence[Phase], begun: int, last_day: int) -> tuple[int, ...]:
    """The day on which each phase begins."""
    weeks = stretches(phases, begun, last_day)
    return tuple(
        next(week.first_day for week in weeks if phase in week.phases) for phase in phases
    )


def fitting_told(phases: Sequence[Phase], weeks: int) -> str:
    """How the program was fitted to the weeks there are; nothing if it fits as it is."""
    own = sum(phase.weeks for phase in phases)
    if not phases or own == weeks:
        return ""
    verb = "pressed" if own > weeks else "stretched"
    return f"The program's {amount(own, 'week')} are {verb} into {amount(weeks, 'week')}."


def _shares(phases: Sequence[Phase], weeks: int) -> list[tuple[Phase, ...]]:
    """The phases of each week, in order."""
    if not phases:
        return [()] * weeks
    total = sum(phase.weeks for phase in phases)
    shared: list[list[Phase]] = [[] for _ in range(weeks)]
    if weeks < len(phases):
        for number, phase in enumerate(phases):
            shared[number * weeks // len(phases)].append(phase)
        return [tuple(each) for each in shared]
    bounds, passed = [0], 0
    for number, phase in enumerate(phases):
        passed += phase.weeks
        left = len(phases) - number - 1
        end = round(weeks * passed / total)
        bounds.append(min(max(end, bounds[-1] + 1), weeks - left))
    for phase, first, end in zip(phases, bounds, bounds[1:], strict=False):
        for week in range(first, end):
            shared[week].append(phase)
    return [tuple(each) for each in shared]
