"""The weekly schedule of a collection: the plan, the program's phases, and the verdict."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from flashprep.app.context import Context
from flashprep.app.decks.prompts import stored_program
from flashprep.app.json_forms import INTERVIEWS
from flashprep.app.prep.interviews import every_card, interviews_ahead
from flashprep.app.prep.phases import begun_day
from flashprep.app.prep.plan_input import plan_of
from flashprep.app.upkeep.simulate import plain_recall
from flashprep.core.cards import Priority
from flashprep.core.events import EventKind
from flashprep.core.interviews import Interview, minutes_on
from flashprep.core.notes.kinds.program import Activity, Phase
from flashprep.core.planner.planning import curve, recall_of
from flashprep.core.weekly_schedule import Schedule, Task, Verdict, Week
from flashprep.core.weeks import DAYS, Stretch, fitting_told, stretches
from flashprep.errors import FlashprepError

if TYPE_CHECKING:
    from flashprep.core.planner.plan import CurvePoint, Plan, TodaysList
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


@dataclass(frozen=True, slots=True)
class Planned:
    """The way to the interviews, and today's list."""

    FORM: ClassVar = (
        f"*schedule(today {INTERVIEWS} recall=verdict.recall plain_recall=verdict.plain "
        "stretch=verdict.stretch cards=verdict.cards minutes=verdict.minutes verdict "
        "given_up=plan.given_up forecasts=plan.forecasts(day cards recall lowest highest now) "
        "weeks(number first_day last_day phase decks new=new_cards reviews minutes "
        "budget_minutes recall tasks) "
        "days=plan.days(day new=new_cards reviews seconds budget_seconds=budget_s recall) "
        "curve(minutes=0 recall=1.recall)) list=todays.tasks(key why seconds gain)"
    )
    schedule: Schedule
    todays: "TodaysList"


def schedule_of(context: Context, now_ms: int, problem: "Problem") -> Schedule:
    """The way to the interviews ahead, whose problem this is."""
    found = plan_of(problem)
    interviews = tuple(each for each, _ in interviews_ahead(context, now_ms))
    way = _way(context, now_ms)
    is_told = 0 < len(found.days) <= _FAR and any(problem.budgets_s)
    points = tuple(curve(problem, FACTORS)) if is_told else ()
    minutes = _usual_minutes(problem, interviews)
    return Schedule(
        today=problem.today,
        interviews=interviews,
        plan=found,
        weeks=_weeks(context, problem, found, way),
        verdict=_verdict(context, problem, found, interviews, points),
        curve=tuple((round(minutes * point.factor), _beside(point, found)) for point in points),
        pressed=fitting_told(way.phases, way.weeks[-1].number),
    )


@dataclass(frozen=True, slots=True)
class _Way:
    """The weeks to the interviews ahead, from this one on, and what there is to do in each, by
    its number."""

    phases: Sequence[Phase]
    weeks: Sequence[Stretch]
    tasks: Mapping[int, tuple[Task, ...]]


def _way(context: Context, now_ms: int) -> _Way:
    """The way to the interviews ahead, of which there is one at least."""
    today, interviews = context.today(now_ms), interviews_ahead(context, now_ms)
    program = stored_program(context.catalog)
    phases = program.phases if program else ()
    begun = begun_day(context, [each for each, _ in interviews], today)
    weeks = stretches(phases, begun, max(each.day for each, _ in interviews) - 1)
    weeks = weeks[(today - begun) // DAYS :]
    return _Way(phases, weeks, _tasks(weeks, _done(context, begun)))


def open_tasks(context: Context, now_ms: int) -> tuple[Task, ...]:
    """What is still to be done of this week; nothing without an interview ahead."""
    if not interviews_ahead(context, now_ms):
        return ()
    way = _way(context, now_ms)
    this_week = way.tasks[way.weeks[0].number] if way.weeks else ()
    return tuple(task for task in this_week if task.done < task.times)


def tick_off(
    context: Context, now_ms: int, activity: str, week_number: int | None
) -> tuple[int, Task]:
    """Write down that an activity was done once more, in this week or another, on the way to
    the interviews ahead, of which there is one; returns the week's number and the activity as
    it was. FlashprepError if the week has no such activity."""
    way = _way(context, now_ms)
    number = week_number or min((week.number for week in way.weeks), default=1)
    week = next((week for week in way.weeks if week.number == number), None)
    if week is None:
        raise FlashprepError(f"there is no week {number} ahead", "no-such-week", number=number)
    tasks = way.tasks[number]
    for task in tasks:
        if task.key == activity:
            payload = {"day": max(week.first_day, context.today(now_ms))}
            with context.changing():
                context.logs.append_event(EventKind.ACTIVITY, activity, now_ms, payload)
            return number, task
    names = ", ".join(task.key for task in tasks) or "none"
    said = f"week {number} has no activity '{activity}'; it has {names}"
    raise FlashprepError(said, "no-such-activity", name=activity)


def _weeks(context: Context, problem: "Problem", found: "Plan", way: _Way) -> tuple[Week, ...]:
    new = sorted(
        (card.position, card.key, day)
        for card in problem.cards
        if card.key in found.cards and (day := found.cards[card.key].introduced_day)
    )
    decks = {card.key: card.deck for card, _ in every_card(context)}
    result = []
    for week in way.weeks:
        own = [day for day in found.days if week.first_day <= day.day <= week.last_day]
        met = [decks[key] for _, key, day in new if week.first_day <= day <= week.last_day]
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
                tasks=way.tasks[week.number],
            )
        )
    return tuple(result)


def _done(context: Context, begun: int) -> list[tuple[str, int]]:
    """The activities that were ticked off since the way began, and the day of each tick."""
    ticks = (
        (event.subject, int(event.payload["day"]))
        for event in context.logs.events(EventKind.ACTIVITY)
    )
    return [(name, day) for name, day in ticks if day >= begun]


def _tasks(
    weeks: Sequence[Stretch], done: Sequence[tuple[str, int]]
) -> dict[int, tuple[Task, ...]]:
    """What there is to do in each week, by its number. What is to be done once for all is told
    in the first week that has it."""
    once_shown: set[str] = set()
    found = {}
    for week in weeks:
        tasks: dict[str, Task] = {}
        for phase in week.phases:
            for activity in phase.activities:
                if not activity.weekly and activity.id in once_shown:
                    continue
                once_shown.add(activity.id)
                task = _task(activity, week, done)
                # Where phases that share a week ask for the same, the greater wish counts.
                if activity.id not in tasks or tasks[activity.id].times < task.times:
                    tasks[activity.id] = task
        found[week.number] = tuple(tasks.values())
    return found


def _task(activity: Activity, week: Stretch, days: Sequence[tuple[str, int]]) -> Task:
    key = activity.id
    first = week.first_day if activity.weekly else 0
    done = sum(name == key and first <= day <= week.last_day for name, day in days)
    return Task(key, activity.name, activity.least, done)


def _verdict(
    context: Context,
    problem: "Problem",
    found: "Plan",
    interviews: Sequence[Interview],
    points: "Sequence[CurvePoint]",
) -> Verdict:
    minutes = _usual_minutes(problem, interviews)
    last = found.forecasts[-1] if found.forecasts else None
    recall = last.recall if last else 0.0
    # Points of the curve are compared with one another: they are rougher than the plan.
    now = next((point.recall for point in points if point.factor == 1), recall)
    better = (point for point in points if point.recall >= now + _WORTH_TELLING)
    more = next((point for point in better if point.factor > 1), None)
    best = max((point.recall for point in points), default=now)
    enough = next((point for point in points if point.recall >= best - _NOTHING), None)
    asked = [card for card in problem.cards if card.key in found.cards]
    priorities = {card.key: card.priority for card, _ in every_card(context)}
    core = [card for card in asked if priorities[card.key] is Priority.CORE]
    others = len(asked) - len(core)
    core_recall = None
    if others and core and recall < 1 - _WORTH_TELLING:
        alone = recall_of(replace(problem, cards=core))
        if alone >= recall + _WORTH_TELLING:
            core_recall = alone
    given_up = Counter(priorities[key] for key in found.given_up)
    new = sum(day.new_cards for day in found.days)
    reviews = sum(day.reviews for day in found.days)
    return Verdict(
        day=last.day if last else max(each.day for each in interviews),
        minutes=minutes,
        cards=last.cards if last else 0,
        recall=recall,
        plain=plain_recall(context, problem),
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


def _usual_minutes(problem: "Problem", interviews: Sequence[Interview]) -> int:
    """The minutes of an ordinary day: the mean of those to come that have any. On the eve, what
    the day was given, also when that is used."""
    budgets = [budget for budget in problem.budgets_s[1:] if budget]
    if budgets:
        return round(sum(budgets) / len(budgets) / 60)
    return minutes_on(interviews, problem.today)
