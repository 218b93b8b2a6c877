"""Results of the plan that are shown together with today's list: the gain from more minutes,
tomorrow's plan, forecasts, and weak topics."""

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flashprep.app.context import Context
from flashprep.app.prep.forecasts import keep_forecast, newest_forecast
from flashprep.app.prep.interviews import covers, upcoming_interviews
from flashprep.app.prep.plan_input import plan_of, problem_of, todays_list_of
from flashprep.app.prep.readiness import topics_of
from flashprep.app.prep.siblings import without_resting
from flashprep.app.upkeep.learner import learner_of
from flashprep.core.readiness import (
    LADDER,
    OF_NOTES,
    Ready,
    ReadyCard,
    by_topic,
    weakest_first,
)

if TYPE_CHECKING:
    from flashprep.core.planner.plan import Forecast, PlannedDay
    from flashprep.core.planner.problem import Problem
    from flashprep.store.card_rows import CardSummary

MORE_MINUTES = 5
WEAKEST = 5


@dataclass(frozen=True, slots=True)
class Outlook:
    """The outlook after today's study so far. `forecasts` contains the forecast for each
    interview. `more` is the gain in recall (0-1) from `MORE_MINUTES` more minutes today.
    `tomorrow` is the planned day, or None if the plan has no day tomorrow."""

    forecasts: "tuple[Forecast, ...]"
    more: float
    tomorrow: "PlannedDay | None"


def outlook_of(context: Context, now_ms: int) -> Outlook | None:
    """The outlook, or None if there is no interview to prepare for. The function also stores
    the plan's forecast."""
    problem = problem_of(context, now_ms)
    if problem is None:
        return None
    plan = plan_of(problem)
    keep_forecast(context, now_ms, plan)
    tomorrow = (day for day in plan.days if day.day == problem.today + 1)
    return Outlook(plan.forecasts, _gain_of_more(context, problem), next(tomorrow, None))


@dataclass(frozen=True, slots=True)
class Expected:
    """A prediction by the plan of `made_day`: the recall (0-1) at the next interview."""

    made_day: int
    recall: float


def expected(context: Context, now_ms: int) -> Expected | None:
    """The prediction of the newest plan. Returns None if no plan was computed since the last
    change of the interviews."""
    today = context.today(now_ms)
    newest = newest_forecast(context, today)
    if newest is None:
        return None
    upcoming = (recall for day, recall in newest.on_the_day if day > today)
    return next((Expected(newest.made_day, recall) for recall in upcoming), None)


def weakest(context: Context, now_ms: int) -> tuple[Ready, ...]:
    """The topics of the next interview with the lowest mean recall. Topics without reviews are
    left out. Recall is predicted for the morning of the interview or for tomorrow morning,
    whichever is earlier. The prediction assumes no further study and uses the learner's memory
    factor."""
    today = context.today(now_ms)
    interviews = upcoming_interviews(context, now_ms)
    if not interviews:
        return ()
    curves = context.curves()
    memory_factor = learner_of(context, today).memory_factor
    morning = min(today + 1, max(today, interviews[0].day))
    groups = context.states.recalls(morning, memory_factor, curves, OF_NOTES)
    ladders = {card.note_key for card, _, _ in groups if card.kind == LADDER}
    cards = context.states.of_notes(ladders) if ladders else []
    is_covered = covers(interviews[0], context.states.decks(), [each.card for each in cards])

    levels: dict[str, float] = {}
    for each in cards:
        if each.state is not None and each.queue != "out" and is_covered(each.card):
            days, stability = max(1, morning - each.state.last_day), each.state.memory.stability
            levels[each.card_key] = curves[each.preset].recall(memory_factor * stability, days)
    notes: dict[str, list[tuple[CardSummary, int, float]]] = defaultdict(list)
    for group in groups:
        card = group[0]
        if card.kind != LADDER and is_covered(card):
            notes[card.note_key if card.kind in OF_NOTES else card.deck].append(group)
    # To save time, names are read only for topics that may be among the weakest.
    means = sorted(
        (sum(total for *_, total in each) / sum(count for _, count, _ in each), name)
        for name, each in notes.items()
    )[:WEAKEST]
    chosen = [(notes[name], mean) for mean, name in means]
    named = [groups[0][0] for groups, _ in chosen]
    topics = topics_of(context, [*named, *(each.card for each in cards)])
    found = [
        Ready(topics[card.key], sum(count for _, count, _ in groups), 0, (mean,), mean)
        for card, (groups, mean) in zip(named, chosen, strict=True)
    ]
    found += by_topic(
        ReadyCard(topics[key], is_seen=True, trend=(recall,), then=recall)
        for key, recall in levels.items()
    )
    return weakest_first(found)[:WEAKEST]


def _gain_of_more(context: Context, problem: "Problem") -> float:
    """The gain in mean recall from `MORE_MINUTES` more minutes today, spent on cards that may
    be studied today. The gain includes the effect on later days."""
    total = sum(sum(values) for values in problem.worths())
    left = problem.budget_s(problem.today) / 60
    todays = without_resting(context, problem)
    with_more = todays.with_todays(left + MORE_MINUTES)
    more, now = (
        sum(task.gain for task in todays_list_of(each).tasks) for each in (with_more, todays)
    )
    return max(0.0, more - now) / total if total else 0.0
