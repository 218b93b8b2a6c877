"""The weekly schedule of a collection: the plan, the program's phases, and the assessment."""

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
from flashprep.core.events import EventKind
from flashprep.core.interviews import Interview, minutes_on
from flashprep.core.notes.kinds.program import Activity, Phase
from flashprep.core.planner.planning import curve, recall_of
from flashprep.core.priorities import Priority
from flashprep.core.weekly_schedule import Schedule, Task, Verdict, Week
from flashprep.core.weeks import DAYS, Stretch, fitting_note, stretches
from flashprep.errors import FlashprepError

if TYPE_CHECKING:
    from flashprep.core.planner.plan import CurvePoint, Plan, TodaysList
    from flashprep.core.planner.problem import Problem

# Multiples of the available minutes at which the recall curve is computed.
FACTORS = (0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
# The smallest gain in recall that is reported, and the largest difference in recall that is
# ignored.
_WORTH_TELLING = 0.01
_NOTHING = 0.003
# If the plan has more days than this, the effect of more minutes is not computed. So far from
# an interview, there is enough time.
_FAR = 400
# A plan is reported as "new cards only" if reviews are at most this share of all planned cards.
_NEW_ONLY = 0.1


@dataclass(frozen=True, slots=True)
class Planned:
    """The schedule until the upcoming interviews, and today's list."""

    FORM: ClassVar = (
        f"*schedule(today {INTERVIEWS} recall=verdict.recall plain_recall=verdict.plain "
        "stretch=verdict.memory_factor cards=verdict.cards minutes=verdict.minutes "
        "verdict(day minutes cards recall plain more_minutes more_recall others core_recall "
        "enough_minutes given_up is_new_only stretch=memory_factor) "
        "given_up=plan.given_up forecasts=plan.forecasts(day cards recall lowest highest now) "
        "weeks(number first_day last_day phase decks new=new_cards reviews minutes "
        "budget_minutes recall tasks) "
        "days=plan.days(day new=new_cards reviews seconds budget_seconds=budget_s recall) "
        "curve(minutes=0 recall=1.recall)) list=todays.tasks(key why seconds gain)"
    )
    schedule: Schedule
    todays: "TodaysList"


def schedule_of(context: Context, now_ms: int, problem: "Problem") -> Schedule:
    """The schedule until the upcoming interviews. `problem` is the planning problem for these
    interviews."""
    plan = plan_of(problem)
    interviews = tuple(each for each, _ in interviews_ahead(context, now_ms))
    span = _span(context, now_ms)
    has_curve = 0 < len(plan.days) <= _FAR and any(problem.budgets_s)
    points = tuple(curve(problem, FACTORS)) if has_curve else ()
    minutes = _usual_minutes(problem, interviews)
    return Schedule(
        today=problem.today,
        interviews=interviews,
        plan=plan,
        weeks=_weeks(context, problem, plan, span),
        verdict=_verdict(context, problem, plan, interviews, points),
        curve=tuple((round(minutes * point.factor), _aligned(point, plan)) for point in points),
        pressed=fitting_note(span.phases, span.weeks[-1].number),
    )


@dataclass(frozen=True, slots=True)
class _Span:
    """The weeks from the current week to the last upcoming interview, and the tasks of each
    week by week number."""

    phases: Sequence[Phase]
    weeks: Sequence[Stretch]
    tasks: Mapping[int, tuple[Task, ...]]


def _span(context: Context, now_ms: int) -> _Span:
    """The weeks until the last upcoming interview. There must be at least one upcoming
    interview."""
    today, interviews = context.today(now_ms), interviews_ahead(context, now_ms)
    program = stored_program(context.catalog)
    phases = program.phases if program else ()
    begun = begun_day(context, [each for each, _ in interviews], today)
    weeks = stretches(phases, begun, max(each.day for each, _ in interviews) - 1)
    weeks = weeks[(today - begun) // DAYS :]
    return _Span(phases, weeks, _tasks(weeks, _done(context, begun)))


def open_tasks(context: Context, now_ms: int) -> tuple[Task, ...]:
    """The unfinished tasks of the current week. The result is empty if no interview is
    upcoming."""
    if not interviews_ahead(context, now_ms):
        return ()
    span = _span(context, now_ms)
    this_week = span.tasks[span.weeks[0].number] if span.weeks else ()
    return tuple(task for task in this_week if task.done < task.times)


def tick_off(
    context: Context, now_ms: int, activity: str, week_number: int | None
) -> tuple[int, Task]:
    """Records that the user did an activity once more, in the week `week_number` or, by
    default, in the current week. There must be an upcoming interview. Returns the week's number
    and the task before the change. Raises FlashprepError if the week has no such activity."""
    span = _span(context, now_ms)
    number = week_number or min((week.number for week in span.weeks), default=1)
    week = next((week for week in span.weeks if week.number == number), None)
    if week is None:
        raise FlashprepError(f"the plan has no week {number}", "no-such-week", number=number)
    tasks = span.tasks[number]
    for task in tasks:
        if task.key == activity:
            payload = {"day": max(week.first_day, context.today(now_ms))}
            with context.changing():
                context.logs.append_event(EventKind.ACTIVITY, activity, now_ms, payload)
            return number, task
    names = ", ".join(task.key for task in tasks) or "none"
    message = f"week {number} has no activity '{activity}'; its activities: {names}"
    raise FlashprepError(message, "no-such-activity", name=activity)


def _weeks(context: Context, problem: "Problem", plan: "Plan", span: _Span) -> tuple[Week, ...]:
    new = sorted(
        (card.position, card.key, day)
        for card in problem.cards
        if card.key in plan.cards and (day := plan.cards[card.key].introduced_day)
    )
    decks = {each.card_key: each.deck for each in every_card(context)}
    result = []
    for week in span.weeks:
        own = [day for day in plan.days if week.first_day <= day.day <= week.last_day]
        fresh = [decks[key] for _, key, day in new if week.first_day <= day <= week.last_day]
        result.append(
            Week(
                number=week.number,
                first_day=week.first_day,
                last_day=week.last_day,
                phase=" and ".join(phase.name for phase in week.phases),
                decks=tuple(dict.fromkeys(fresh)),
                new_cards=sum(day.new_cards for day in own),
                reviews=sum(day.reviews for day in own),
                minutes=sum(day.seconds for day in own) / 60,
                budget_minutes=sum(day.budget_s for day in own) / 60,
                recall=own[-1].recall if own else 0.0,
                tasks=span.tasks[week.number],
            )
        )
    return tuple(result)


def _done(context: Context, begun: int) -> list[tuple[str, int]]:
    """The activities that the user ticked off since preparation began, each with the day for
    which it was ticked off."""
    ticks = (
        (event.subject, int(event.payload["day"]))
        for event in context.logs.events(EventKind.ACTIVITY)
    )
    return [(name, day) for name, day in ticks if day >= begun]


def _tasks(
    weeks: Sequence[Stretch], done: Sequence[tuple[str, int]]
) -> dict[int, tuple[Task, ...]]:
    """The tasks of each week, by week number. An activity that is not weekly appears only in
    the first week that contains it."""
    once_shown: set[str] = set()
    tasks_by_week = {}
    for week in weeks:
        tasks: dict[str, Task] = {}
        for phase in week.phases:
            for activity in phase.activities:
                if not activity.weekly and activity.id in once_shown:
                    continue
                once_shown.add(activity.id)
                task = _task(activity, week, done)
                # If two phases in the same week contain the same activity, the larger number of
                # times counts.
                if activity.id not in tasks or tasks[activity.id].times < task.times:
                    tasks[activity.id] = task
        tasks_by_week[week.number] = tuple(tasks.values())
    return tasks_by_week


def _task(activity: Activity, week: Stretch, days: Sequence[tuple[str, int]]) -> Task:
    key = activity.id
    first = week.first_day if activity.weekly else 0
    done = sum(name == key and first <= day <= week.last_day for name, day in days)
    return Task(key, activity.name, activity.least, done)


def _verdict(
    context: Context,
    problem: "Problem",
    plan: "Plan",
    interviews: Sequence[Interview],
    points: "Sequence[CurvePoint]",
) -> Verdict:
    minutes = _usual_minutes(problem, interviews)
    last = plan.forecasts[-1] if plan.forecasts else None
    recall = last.recall if last else 0.0
    # The curve is less precise than the plan, so points of the curve are compared only with one
    # another.
    now = next((point.recall for point in points if point.factor == 1), recall)
    better = (point for point in points if point.recall >= now + _WORTH_TELLING)
    more = next((point for point in better if point.factor > 1), None)
    best = max((point.recall for point in points), default=now)
    enough = next((point for point in points if point.recall >= best - _NOTHING), None)
    planned = [card for card in problem.cards if card.key in plan.cards]
    priorities = {each.card_key: each.card.priority for each in every_card(context)}
    core = [card for card in planned if priorities[card.key] is Priority.CORE]
    others = len(planned) - len(core)
    core_recall = None
    if others and core and recall < 1 - _WORTH_TELLING:
        alone = recall_of(replace(problem, cards=core))
        if alone >= recall + _WORTH_TELLING:
            core_recall = alone
    given_up = Counter(priorities[key] for key in plan.given_up)
    new = sum(day.new_cards for day in plan.days)
    reviews = sum(day.reviews for day in plan.days)
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
        memory_factor=problem.memory_factor,
    )


def _aligned(point: "CurvePoint", plan: "Plan") -> "CurvePoint":
    """A point of the curve, adjusted to the plan, which is more precise than the curve. For the
    same minutes, the recall is that of the plan. For more minutes, the recall is not lower than
    in the plan. For fewer minutes, it is not higher."""
    recall = plan.forecasts[-1].recall
    if point.factor == 1:
        return replace(point, recall=recall)
    nearest = max if point.factor > 1 else min
    return replace(point, recall=nearest(point.recall, recall))


def _recall_with(problem: "Problem", factor: float) -> float:
    """The predicted recall at the last interview if all minutes are multiplied by `factor`."""
    budgets = [factor * budget for budget in problem.budgets_s]
    return recall_of(replace(problem, budgets_s=budgets))


def _usual_minutes(problem: "Problem", interviews: Sequence[Interview]) -> int:
    """The minutes on a typical day: the mean over the coming days that have study time. On the
    day before the interview, there are no such days; then the result is the minutes set for
    today, even if they are used up."""
    budgets = [budget for budget in problem.budgets_s[1:] if budget]
    if budgets:
        return round(sum(budgets) / len(budgets) / 60)
    return minutes_on(interviews, problem.today)
