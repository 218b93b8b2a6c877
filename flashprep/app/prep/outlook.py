"""Results of the plan that are shown with today's list: the gain from more minutes, tomorrow's
plan, and forecasts."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flashprep.app.context import Context
from flashprep.app.prep.forecasts import keep_forecast
from flashprep.app.prep.plan_input import plan_of, problem_of, todays_list_of
from flashprep.app.prep.siblings import without_resting

if TYPE_CHECKING:
    from flashprep.core.planner.plan import Forecast, PlannedDay
    from flashprep.core.planner.problem import Problem

MORE_MINUTES = 5


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


def _gain_of_more(context: Context, problem: "Problem") -> float:
    """The gain in mean recall from `MORE_MINUTES` more minutes today. The minutes are spent on
    cards that may be studied today. The gain includes the effect on later days."""
    total = sum(sum(values) for values in problem.worths())
    left = problem.budget_s(problem.today) / 60
    todays = without_resting(context, problem)
    with_more = todays.with_todays(left + MORE_MINUTES)
    more, now = (
        sum(task.gain for task in todays_list_of(each).tasks) for each in (with_more, todays)
    )
    return max(0.0, more - now) / total if total else 0.0
