"""The weekly schedule of a collection: the plan, the programme's phases, and the verdict."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from flashprep.collection.interviewing import interviews_ahead
from flashprep.collection.phasing import begun_day
from flashprep.collection.planning import plan_of, problem_of
from flashprep.collection.simulating import plain_recall
from flashprep.core.cards import Priority
from flashprep.core.history import EventKind
from flashprep.core.interviews import Interview
from flashprep.core.parts import Activity
from flashprep.core.planner.planning import curve, recall_of
from flashprep.core.schedule import Schedule, Task, Verdict, Week
from flashprep.core.weeks import DAYS, Stretch, fitting_told, stretches
from flashprep.errors import FlashprepError

if TYPE_CHECKING:
    from flashprep.collection.collection import Collection
    from flashprep.core.planner.plan import CurvePoint, Plan
    from flashprep.core.planner.problem import Problem

# The curve of recall by minutes goes by these shares of the minutes there are.
FACTORS = (0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
# So much more recall is worth telling; less than that is nothing more.
_WORTH_TELLING = 0.01
_NOTHING = 0.003
# Beyond so many days what more minutes would bring is left out: there is time enough.
_FAR = 400
# A plan is of new cards only where so small a share of the answers are reviews.
_NEW_ONLY = 0.1


def schedule_of(collection: "Collection", now_ms: int) -> Schedule | None:
    """The way to the interviews ahead; None if there is none ahead."""
    problem = problem_of(collection, now_ms)
    if problem is None:
        return None
    found = plan_of(problem)
    interviews = tuple(each for each, _ in interviews_ahead(collection, now_ms))
    last = max(each.day for each in interviews)
    programme = collection.programme()
    phases = programme.phases if programme else ()
    begun = begun_day(collection, interviews, problem.today)
    weeks = stretches(phases, begun, last - 1)
    points = tuple(curve(problem, FACTORS)) if 0 < len(found.days) <= _FAR else ()
    minutes = _usual_minutes(problem)
    return Schedule(
        today=problem.today,
        interviews=interviews,
        plan=found,
        weeks=_weeks(
            collection, problem, found, weeks[(problem.today - begun) // DAYS :], begun
        ),
        verdict=_verdict(collection, problem, found, interviews, points),
        curve=tuple((round(minutes * point.factor), _beside(point, found)) for point in points),
        pressed=fitting_told(phases, len(weeks)),
    )


def tick_off(
    collection: "Collection", now_ms: int, activity: str, week_number: int | None
) -> tuple[Week, Task]:
    """Write down that an activity was done once more, in this week or another; returns the
    week and the activity as it was. FlashprepError if the week has no such activity."""
    schedule = schedule_of(collection, now_ms)
    weeks = schedule.weeks if schedule else ()
    number = week_number or min((week.number for week in weeks), default=1)
    week = next((week for week in weeks if week.number == number), None)
    if week is None:
        raise FlashprepError(
            f"there is no week {number} ahead; 'flashprep plan' shows the weeks there are"
        )
    for task in week.tasks:
        if task.key == activity:
            payload = {"day": max(week.first_day, collection.today(now_ms))}
            with collection.changing():
                collection.logs.append_event(EventKind.ACTIVITY, activity, now_ms, payload)
            return week, task
    names = ", ".join(task.key for task in week.tasks) or "none"
    raise FlashprepError(f"week {number} has no activity '{activity}'; it has {names}")


def _weeks(
    collection: "Collection",
    problem: "Problem",
    found: "Plan",
    weeks: Sequence[Stretch],
    begun: int,
) -> tuple[Week, ...]:
    done = collection.logs.events(EventKind.ACTIVITY)
    days = [(event.subject, int(event.payload["day"])) for event in done]
    days = [(name, day) for name, day in days if day >= begun]
    new = sorted(
        (card.position, card.key, day)
        for card in problem.cards
        if card.key in found.cards and (day := found.cards[card.key].introduced_day)
    )
    decks = collection.states.some([key for _, key, _ in new])
    once_shown: set[str] = set()
    result = []
    for week in weeks:
        own = [day for day in found.days if week.first_day <= day.day <= week.last_day]
        met = [decks[key].deck for _, key, day in new if week.first_day <= day <= week.last_day]
        tasks: dict[str, Task] = {}
        for phase in week.phases:
            for activity in phase.activities:
                if not activity.weekly and activity.id in once_shown:
                    continue
                once_shown.add(activity.id)
                task = _task(activity, week, days)
                # Where phases that share a week ask for the same, the greater wish counts.
                if activity.id not in tasks or tasks[activity.id].times < task.times:
                    tasks[activity.id] = task
        result.append(
            Week(
                number=week.number,
                first_day=week.first_day,
                last_day=week.last_day,
                phase=" and ".join(phase.name for phase in week.phases),
                decks=tuple(dict.fromkeys(met)),
                new_cards=sum(day.new_cards for day in own),
                reviews=sum(day.reviews for day in own),
                minutes=sum(day.seconds for day in own) / 60,
                budget_minutes=sum(day.budget_s for day in own) / 60,
                recall=own[-1].recall if own else 0.0,
                tasks=tuple(tasks.values()),
            )
        )
    return tuple(result)


def _task(activity: Activity, week: Stretch, days: Sequence[tuple[str, int]]) -> Task:
    key = activity.id
    first = week.first_day if activity.weekly else 0
    done = sum(name == key and first <= day <= week.last_day for name, day in days)
    return Task(key, activity.name, activity.least, done)


def _verdict(
    collection: "Collection",
    problem: "Problem",
    found: "Plan",
    interviews: Sequence[Interview],
    points: "Sequence[CurvePoint]",
) -> Verdict:
    minutes = _usual_minutes(problem)
    last = found.forecasts[-1] if found.forecasts else None
    recall = last.recall if last else 0.0
    # Points of the curve are compared with one another: they are rougher than the plan.
    now = next((point.recall for point in points if point.factor == 1), recall)
    more = next(
        (
            point
            for point in points
            if point.factor > 1 and point.recall >= now + _WORTH_TELLING
        ),
        None,
    )
    best = max((point.recall for point in points), default=now)
    enough = next((point for point in points if point.recall >= best - _NOTHING), None)
    rows = collection.mirror.some([card.key for card in problem.cards])
    core = [c for c in problem.cards if rows[c.key].card.priority is Priority.CORE]
    others = len(problem.cards) - len(core)
    core_recall = None
    if others and core and recall < 1 - _WORTH_TELLING:
        alone = recall_of(replace(problem, cards=core))
        if alone >= recall + _WORTH_TELLING:
            core_recall = alone
    given_up: dict[str, int] = {}
    for key in found.given_up:
        priority = rows[key].card.priority
        given_up[priority] = given_up.get(priority, 0) + 1
    new = sum(day.new_cards for day in found.days)
    reviews = sum(day.reviews for day in found.days)
    return Verdict(
        day=max(each.day for each in interviews),
        minutes=minutes,
        cards=last.cards if last else 0,
        recall=recall,
        plain=plain_recall(collection, problem),
        more_minutes=round(minutes * (more.factor - 1)) if more else None,
        more_recall=_recall_with(problem, more.factor) if more else None,
        others=others,
        core_recall=core_recall,
        enough_minutes=round(minutes * enough.factor)
        if enough and enough.factor < FACTORS[-1]
        else None,
        given_up=tuple((each, given_up[each]) for each in Priority if each in given_up),
        is_new_only=bool(given_up) and reviews < _NEW_ONLY * (new + reviews),
        stretch=problem.stretch,
    )


def _beside(point: "CurvePoint", found: "Plan") -> "CurvePoint":
    """A point of the curve beside the plan, which is solved more finely: the same minutes bring
    the same, more no less, and fewer no more."""
    recall = found.forecasts[-1].recall
    if point.factor == 1:
        return replace(point, recall=recall)
    nearest = max if point.factor > 1 else min
    return replace(point, recall=nearest(point.recall, recall))


def _recall_with(problem: "Problem", factor: float) -> float:
    """What would be recalled at the last interview with so many times the minutes."""
    budgets = [factor * budget for budget in problem.budgets_s]
    return recall_of(replace(problem, budgets_s=budgets))


def _usual_minutes(problem: "Problem") -> int:
    """The minutes of an ordinary day: the mean of those that have any."""
    budgets = [budget for budget in problem.budgets_s[1:] or problem.budgets_s if budget]
    return round(sum(budgets) / len(budgets) / 60) if budgets else 0
