"""The weekly schedule of preparation, in a form that all outputs use.

`app.prep.weekly_schedule` creates it; the terminal, the HTML pages, the calendar file and JSON
show it. Days are study-day ordinals; recall is a probability (0-1).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flashprep.core.interviews import Interview
from flashprep.core.planner.plan import CurvePoint, Plan


@dataclass(frozen=True, slots=True)
class Task:
    """An activity of a week: how many times it is planned, and how many times it is done. `key`
    is the activity's name in the command `plan done`."""

    key: str
    name: str
    times: int
    done: int


@dataclass(frozen=True, slots=True)
class Week:
    """A week of preparation. `number` counts from 1. `decks` are the decks that start in this
    week. `minutes` of the available `budget_minutes` are planned. `recall` is the expected mean
    recall on the morning after `last_day`."""

    number: int
    first_day: int
    last_day: int
    phase: str
    decks: tuple[str, ...]
    new_cards: float
    reviews: float
    minutes: float
    budget_minutes: float
    recall: float
    tasks: tuple[Task, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """The expected result of the plan, and of alternatives.

    `recall` is the expected mean recall of `cards` cards on `day`, the day of the last
    interview, with `minutes` of study a day. `plain` is the expected recall if FSRS and the
    daily limits decide instead of the plan, in the same time. `more_minutes` a day would lead
    to `more_recall`. Without the `others` cards that are not core, the core cards would reach
    `core_recall`. More than `enough_minutes` a day would not help. A value is None if it was
    not computed or is not worth showing. `given_up` contains the number of cards left out for
    lack of time, by priority. `memory_factor` is that of the learner.
    """

    day: int
    minutes: int
    cards: int
    recall: float
    plain: float | None = None
    more_minutes: int | None = None
    more_recall: float | None = None
    others: int = 0
    core_recall: float | None = None
    enough_minutes: int | None = None
    given_up: tuple[tuple[str, int], ...] = ()
    is_new_only: bool = False
    memory_factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Schedule:
    """The schedule from `today` until the interviews. `pressed` is a sentence on how the
    program was fitted to the available weeks, or "". `curve` is the recall by minutes a day."""

    today: int
    interviews: tuple[Interview, ...]
    plan: Plan
    weeks: tuple[Week, ...]
    verdict: Verdict
    curve: Sequence[tuple[int, CurvePoint]] = ()
    pressed: str = ""
