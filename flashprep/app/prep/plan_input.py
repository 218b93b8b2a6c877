"""Creates the planner's input for a collection: cards, interviews, minutes, and the learner's
pace."""

from typing import TYPE_CHECKING

from flashprep.app.context import Context
from flashprep.app.prep.interviews import every_card, interviews_ahead
from flashprep.app.prep.phases import opening_days
from flashprep.app.prep.time_spent import spent_today_s
from flashprep.app.upkeep.learner import learner_of
from flashprep.core.by_word import memory_by_word
from flashprep.core.fsrs import Curve
from flashprep.core.interviews import minutes_on
from flashprep.core.memory import MemoryState, Phase
from flashprep.core.planner import problem as planner
from flashprep.core.priorities import WORTH
from flashprep.store.states import CardStatus

if TYPE_CHECKING:
    from flashprep.core.planner.plan import Plan, TodaysList
    from flashprep.core.planner.problem import PlanCard, Problem


def problem_of(context: Context, now_ms: int, spent_s: float | None = None) -> "Problem | None":
    """The planning problem from today on. Returns None if no interview is upcoming.

    The problem includes all cards that are not suspended. The remaining time of today is the
    minutes set for today, minus the time spent on today's reviews. Callers that already know
    the spent time, in seconds, pass it as `spent_s`.
    """
    today = context.today(now_ms)
    asked = interviews_ahead(context, now_ms)
    if not asked:
        return None
    interviews = [each for each, _ in asked]
    cards = every_card(context)
    last = max(each.day for each in interviews)
    breaks = context.breaks()
    budgets = [
        0.0 if any(day in rest for rest in breaks) else 60.0 * minutes_on(interviews, day)
        for day in range(today, last)
    ]
    if spent_s is None:
        spent_s = spent_today_s(context, now_ms)
    budgets[0] = max(0.0, budgets[0] - spent_s)
    (memory_factor, pace), scheduler = learner_of(context, today), context.scheduler
    ahead = max(1, last - today)
    known = memory_by_word(Curve(scheduler.parameters[-1], memory_factor), ahead), today - ahead
    opens = opening_days(context, (each.card for each in cards), asked, today)
    return planner.Problem(
        today=today,
        budgets_s=budgets,
        interviews=[planner.Interview(each.day, each.weight, keys) for each, keys in asked],
        cards=[
            _card(each, today, opens.get(each.card_key), known)
            for each in cards
            if each.queue != "out"
        ],
        parameters=scheduler.parameters,
        pace=pace,
        reveals={each.card_key: each.card.reveals for each in cards if each.card.reveals},
        shown=frozenset(context.shown_on(today)),
        memory_factor=memory_factor,
    )


def plan_of(problem: "Problem") -> "Plan":
    """The plan for a problem; loads numpy."""
    from flashprep.core.planner.planning import plan

    return plan(problem)


def todays_list_of(problem: "Problem") -> "TodaysList":
    """The cards to study today; loads numpy."""
    from flashprep.core.planner.planning import todays_list

    return todays_list(problem)


def _card(
    standing: CardStatus,
    today: int,
    opens_day: int | None,
    known: tuple[MemoryState, int],
) -> "PlanCard":
    card, state, asked_day = standing.card, standing.state, None
    memory, last_day = (state.memory, state.last_day) if state else (None, None)
    if state is None and standing.marks.known_until_day is not None:
        (memory, last_day), asked_day, opens_day = known, standing.marks.known_until_day, None
    return planner.PlanCard(
        key=card.key,
        position=card.position,
        weight=WORTH[card.priority],
        memory=memory,
        last_day=last_day,
        opens_day=opens_day,
        in_learning=state is not None
        and state.phase is not Phase.REVIEW
        and state.due_day <= today
        and state.last_day == today,
        asked_day=asked_day,
    )
