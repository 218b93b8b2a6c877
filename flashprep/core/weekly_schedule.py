"""The weekly preparation schedule, as every way of showing it shows it.

`app.prep.weekly_schedule` makes it; the terminal, the pages, the calendar and JSON print this
one object. Days are study-day ordinals; recall is a probability (0-1).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flashprep.core.interviews import Interview
from flashprep.core.planner.plan import CurvePoint, Plan


@dataclass(frozen=True, slots=True)
class Task:
    """An activity of a week: how often it is to be done, and how often it was. `key` names it
    to `plan done`."""

    key: str
    name: str
    times: int
    done: int


@dataclass(frozen=True, slots=True)
class Week:
    """A week of preparing, from `first_day` to `last_day`. `number` counts from 1. `minutes`
    are planned, of `budget_minutes` there are; `recall` is expected on the morning after it.
    `decks` are those whose first cards it introduces."""

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
    """What the minutes there are will bring, and what else would.

    `recall` of `cards` cards on `day`, the last interview's; `plain` what ordinary FSRS with
    its daily limits would bring in the same minutes, if that was worked out. `more_minutes` a
    day give `more_recall`; without the `others` cards that are not core, those left reach
    `core_recall`. Nothing is gained past `enough_minutes` a day. Those that are None say
    nothing worth saying. `given_up` counts the cards that there is no time for, by priority.
    `stretch` is how many times as long the person remembers as FSRS believes.
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
    stretch: float = 1.0


@dataclass(frozen=True, slots=True)
class Schedule:
    """All there is to say of the way to the interviews, from `today` on. `pressed` says how
    the program's phases were fitted to the weeks there are, if they were. `curve` is recall
    by minutes a day."""

    today: int
    interviews: tuple[Interview, ...]
    plan: Plan
    weeks: tuple[Week, ...]
    verdict: Verdict
    curve: Sequence[tuple[int, CurvePoint]] = ()
    pressed: str = ""
