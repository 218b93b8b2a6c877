"""Readiness: collects the cards and reviews for `core.readiness`."""

from bisect import bisect_right
from collections.abc import Collection as Some
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flashprep.app.context import Context
from flashprep.app.decks.prompts import practice_log, stored_prompts
from flashprep.app.prep.forecasts import digest_of, keep_forecast, kept_forecasts
from flashprep.app.prep.interviews import every_card, interviews_ahead
from flashprep.app.prep.plan_input import plan_of, problem_of
from flashprep.app.prep.topics import topics_of
from flashprep.core.by_word import BY_WORD
from flashprep.core.events import EventKind
from flashprep.core.fsrs import Curve
from flashprep.core.readiness import (
    Judged,
    Readiness,
    ReadyCard,
    Topic,
    by_topic,
    mornings,
    together,
)
from flashprep.store.queries import beside, histories

if TYPE_CHECKING:
    from flashprep.core.planner.plan import CardForecast, Plan
    from flashprep.core.planner.problem import Problem

_ALL = Topic("", "", "all cards")
# The maximum number of forecasts that are compared with actual recall. They are the oldest, the
# latest, and some between the two.
_JUDGED = 4


@dataclass(frozen=True, slots=True)
class _Trace:
    """The stability of a card after each of its reviews, and the study day of each review."""

    days: Sequence[int]
    stabilities: Sequence[float]
    curve: Curve
    is_known: bool = False

    def on_morning(self, day: int) -> float:
        """The probability that the card is recalled on the morning of a day, before the study
        of that day."""
        answers = bisect_right(self.days, day - 1)
        if not answers:
            return BY_WORD if self.is_known else 0.0
        elapsed = day - self.days[answers - 1]
        return self.curve.recall(self.stabilities[answers - 1], elapsed)


def readiness_of(
    context: Context,
    now_ms: int,
    among: Some[str] | None = None,
    *,
    fine: bool = False,
    problem: "Problem | None" = None,
    plan: "Plan | None" = None,
) -> Readiness | None:
    """The readiness for the upcoming interviews, according to their plan. Returns None if no
    interview is upcoming, or if the upcoming interviews cover none of the cards in `among`.

    If `problem` and its `plan` are missing, the function computes both and stores the forecast.
    With `fine`, each step, row, or question is a separate topic.
    """
    if problem is None:
        problem = problem_of(context, now_ms)
    if problem is None:
        return None
    today = problem.today
    is_new = plan is None
    plan = plan or plan_of(problem)
    asked = [key for key in plan.cards if among is None or key in among]
    wanted = frozenset(asked)
    traces = _traces(context, wanted, problem.memory_factor)
    interviews = tuple(each for each, _ in interviews_ahead(context, now_ms))
    days = mornings(_begun_day(context, today), today)
    cards_asked = (each.card for each in every_card(context) if each.card_key in wanted)
    topics = topics_of(context, cards_asked, fine=fine)
    log = practice_log(context.logs)
    prompts = [each.key for each in stored_prompts(context.catalog)]
    judged = () if among is not None else _judged(context, today, traces)
    if is_new:  # all data has been read, so this write does not invalidate a cached query
        keep_forecast(context, now_ms, plan)
    # Skip a card that another process renamed after the plan was computed.
    asked = [key for key in asked if key in traces and key in topics]
    if not asked:
        return None
    cards = [
        ReadyCard(
            topic=topics[key],
            is_seen=bool(traces[key].days),
            trend=tuple(traces[key].on_morning(day) for day in days),
            then=_then(plan.cards[key]),
        )
        for key in asked
    ]
    return Readiness(
        today=today,
        interviews=interviews,
        whole=together(_ALL, cards),
        topics=by_topic(cards),
        days=days,
        by_word=sum(traces[key].is_known for key in asked),
        unpracticed=tuple(key for key in prompts if key not in log),
        judged=judged,
    )


def _traces(context: Context, keys: Some[str], memory_factor: float) -> dict[str, _Trace]:
    """The past stabilities of these cards, multiplied by the current memory factor."""
    cards = {card.card_key: card for card in every_card(context) if card.card_key in keys}
    found = {}
    for key, answers in beside(cards, histories(context.database, context.logs)):
        card = cards[key]
        scheduler = context.scheduler_for(card.preset)
        forgotten_ms = card.marks.forgotten_at_ms
        since_ms = -1 if forgotten_ms is None else forgotten_ms
        counting = [answer for answer in answers if answer[0] > since_ms]
        days = scheduler.days.days_of([answer[0] for answer in counting])
        ratings = [answer[1] for answer in counting]
        stabilities = scheduler.formulas.stabilities(days, ratings)
        scaled = [memory_factor * stability for stability in stabilities]
        found[key] = _Trace(days, scaled, scheduler.formulas.curve, card.is_known)
    return found


def _judged(context: Context, today: int, traces: Mapping[str, _Trace]) -> tuple[Judged, ...]:
    """Past forecasts of today's recall for exactly these cards, each with the actual recall."""
    asked = digest_of(traces)
    kept = [
        (each.made_day, predicted)
        for each in kept_forecasts(context)
        if (predicted := each.on_morning(today, asked)) is not None
    ]
    if not kept:
        return ()
    actual = sum(course.on_morning(today) for course in traces.values()) / len(traces)
    last = len(kept) - 1
    chosen = sorted({round(last * step / (_JUDGED - 1)) for step in range(_JUDGED)})
    return tuple(Judged(kept[n][0], today, kept[n][1], actual) for n in chosen)


def _begun_day(context: Context, today: int) -> int:
    """The day on which an interview was first set."""
    events = context.logs.events(EventKind.INTERVIEW)
    return min((context.today(event.at_ms) for event in events), default=today)


def _then(forecast: "CardForecast") -> float:
    """The predicted recall at the next interview that covers the card."""
    return next((recall for recall in forecast.recall if recall is not None), 0.0)
