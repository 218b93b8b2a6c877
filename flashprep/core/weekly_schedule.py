"""The weekly schedule of preparation, in a form that is common to all outputs.

The module `app.prep.weekly_schedule` creates the schedule. The terminal, the HTML pages, the
calendar file and JSON show it. Days are study-day ordinals; recall is a probability (0-1).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flashprep.core.interviews import Interview
from flashprep.core.planner.plan import CurvePoint, Plan


@dataclass(frozen=True, slots=True)
class Task:
    """An activity of a week. `times` is the planned number of times, and `done` is the
    completed number of times. `key` is the activity's name in the command `plan done`."""

    key: str
    name: str
    times: int
    done: int


@dataclass(frozen=True, slots=True)
class Week:
    """A week of preparation. `number` counts from 1. `decks` are the decks that start in this
    week. `minutes` is the planned time, and `budget_minutes` is the available time. `recall` is
    the expected mean recall on the morning after `last_day`."""

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

    `day` is the day of the last interview, and `cards` is the number of its cards. `recall` is
    the expected mean recall of these cards on `day`, with `minutes` of study a day. `plain` is
    the expected recall without the plan: in the same time, FSRS and the daily limits choose the
    cards. With `more_minutes` a day, the expected recall is `more_recall`. `others` is the
    number of cards whose priority is not core. Without these cards, the expected recall of the
    core cards is `core_recall`. More than `enough_minutes` a day would not help. A value is
    None if it was not computed or is not worth showing. `given_up` contains the number of cards
    left out for lack of time, by priority. `memory_factor` is the memory factor of the learner.
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
    """The schedule from `today` until the interviews. `pressed` is a sentence that describes
    how the program was fitted to the available weeks. It is "" if the program fits unchanged.
    `curve` contains the expected recall by minutes a day."""

    today: int
    interviews: tuple[Interview, ...]
    plan: Plan
    weeks: tuple[Week, ...]
    verdict: Verdict
    curve: Sequence[tuple[int, CurvePoint]] = ()
    pressed: str = ""
