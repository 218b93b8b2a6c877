"""The weeks until an interview, and the phases of a program fitted to them.

Weeks are counted from the day on which preparation began. Each phase gets a share of the
available weeks in proportion to the length of the phase in the program, and at least one week.
If there are fewer weeks than phases, several phases share a week. Remaining days that do not
fill a week belong to the last phase.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flashprep.core.notes.kinds.program import Phase
from flashprep.text import amount

DAYS = 7


@dataclass(frozen=True, slots=True)
class Stretch:
    """A week of preparation: the days from `first_day` to `last_day`, with the phases of the
    program that take place in this week."""

    number: int
    first_day: int
    last_day: int
    phases: tuple[Phase, ...]


def stretches(phases: Sequence[Phase], begun: int, last_day: int) -> tuple[Stretch, ...]:
    """The weeks of preparation, each with its phases. `begun` is the day on which preparation
    began. `last_day` is the day before the interview."""
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
    """The first day of each phase."""
    weeks = stretches(phases, begun, last_day)
    return tuple(
        next(week.first_day for week in weeks if phase in week.phases) for phase in phases
    )


def fitting_note(phases: Sequence[Phase], weeks: int) -> str:
    """A sentence that describes how the program was fitted to the available weeks. It is "" if
    the program fits unchanged."""
    own = sum(phase.weeks for phase in phases)
    if not phases or own == weeks:
        return ""
    change = "compressed into" if own > weeks else "extended to"
    return f"The {own}-week program is {change} {amount(weeks, 'week')}."


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
