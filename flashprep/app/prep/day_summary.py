"""What the plan says beside today's list: more minutes, tomorrow, the day, and what is weak."""

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flashprep.app.context import Context
from flashprep.app.prep.forecasts import keep_forecast, newest_forecast
from flashprep.app.prep.interviews import asked_keys, coming_interviews, every_card
from flashprep.app.prep.plan_input import plan_of, problem_of, todays_list_of
from flashprep.app.prep.readiness import topics_of
from flashprep.app.prep.siblings import without_resting
from flashprep.app.prep.stability_factor import own_stretch
from flashprep.core.readiness import Ready, ReadyCard, by_topic, roughly

if TYPE_CHECKING:
    from flashprep.core.planner.plan import Forecast, PlannedDay
    from flashprep.core.planner.problem import Problem
    from flashprep.store.catalog import Placed

MORE_MINUTES = 5
WEAKEST = 5


@dataclass(frozen=True, slots=True)
class Outlook:
    """How things stand after some of today's study: what is expected at each interview, what
    `MORE_MINUTES` beyond today's would add to that, and the day after, if there is one."""

    forecasts: "tuple[Forecast, ...]"
    more: float
    tomorrow: "PlannedDay | None"


def outlook_of(context: Context, now_ms: int) -> Outlook | None:
    """The outlook, None where no interview lies ahead. The plan's forecast is kept."""
    problem = problem_of(context, now_ms)
    if problem is None:
        return None
    plan = plan_of(problem)
    keep_forecast(context, now_ms, plan)
    tomorrow = (day for day in plan.days if day.day == problem.today + 1)
    return Outlook(plan.forecasts, _worth_of_more(context, problem), next(tomorrow, None))


@dataclass(frozen=True, slots=True)
class Expected:
    """What a plan made on a day expects to be recalled (0-1) at the next interview."""

    made_day: int
    recall: float


def expected(context: Context, now_ms: int) -> Expected | None:
    """What the last plan expects; None if none was made since interviews were set or
    changed."""
    today = context.today(now_ms)
    newest = newest_forecast(context, today)
    if newest is None:
        return None
    coming = (recall for day, recall in newest.on_the_day if day > today)
    return next((Expected(newest.made_day, recall) for recall in coming), None)


def weakest(context: Context, now_ms: int) -> tuple[Ready, ...]:
    """The topics, of those begun that the next interview asks, that are known worst: means of
    the recall on its morning, or tomorrow's if that is earlier, without further study, as one's
    memories last."""
    today = context.today(now_ms)
    interviews = coming_interviews(context, now_ms)
    if not interviews:
        return ()
    asked = asked_keys(context, interviews[0])
    curves = context.curves()
    stretch = own_stretch(context, today)
    morning = min(today + 1, max(today, interviews[0].day))
    recalls: dict[str, float] = {}
    rough: dict[str, list[Placed]] = defaultdict(list)
    ladders = set()
    for card, stands in every_card(context):
        state = stands.state
        if state is not None and stands.queue != "out" and card.key in asked:
            days, stability = max(1, morning - state.last_day), state.memory.stability
            recalls[card.key] = curves[stands.preset].recall(stretch * stability, days)
            name, is_one = roughly(card.note_key, card.kind, card.deck)
            rough[name].append(card)
            if not is_one:
                ladders.add(name)
    # Only of those that may be among the weakest need the names be read.
    means = sorted(
        (sum(recalls[card.key] for card in cards) / len(cards), name)
        for name, cards in rough.items()
        if name not in ladders
    )
    chosen = [card for name in ladders for card in rough[name]]
    chosen += [card for _, name in means[:WEAKEST] for card in rough[name]]
    topics = topics_of(context, chosen)
    cards = (
        ReadyCard(topic, is_seen=True, trend=(recalls[key],), then=recalls[key])
        for key, topic in topics.items()
    )
    return by_topic(cards)[:WEAKEST]


def _worth_of_more(context: Context, problem: "Problem") -> float:
    """What so many minutes more today would add to the mean recall, over what is left of today
    and what later days make of it: by cards that may come today."""
    total = sum(sum(worth) for worth in problem.worths())
    left = problem.budget_s(problem.today) / 60
    todays = without_resting(context, problem)
    with_more = todays.with_todays(left + MORE_MINUTES)
    more, now = (
        sum(task.gain for task in todays_list_of(each).tasks) for each in (with_more, todays)
    )
    return max(0.0, more - now) / total if total else 0.0
