"""Simulates days of study from the current card states, at the learner's pace."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from flashprep.app.context import Context
from flashprep.app.upkeep.learner import estimated
from flashprep.core.by_word import memory_by_word
from flashprep.core.memory import MemoryState
from flashprep.core.pace import Pace
from flashprep.core.simulation import (
    MOST_DAYS,
    Limits,
    Regime,
    Simulated,
    SimulatedCard,
    simulate,
)

if TYPE_CHECKING:
    from flashprep.core.planner.problem import Problem
    from flashprep.store.states import CardStatus

# A plan with more reviews than this is not compared with a simulation, because the simulation
# would take half a second.
_MOST_STUDIES = 15_000


@dataclass(frozen=True, slots=True)
class Forecasts:
    """Several simulations of the same days. `as_now` is the simulation with the current
    settings. `others` contains a simulation for each requested retention, in which all cards
    have that desired retention."""

    FORM: ClassVar = (
        "first_day=as_now.days.0.day days pace(new_s pass_s lapse_s) rows(retention=0 "
        "*1(reviews_a_day minutes_a_day peak_minutes known unstudied gain_per_minute waiting "
        "minutes reviews new))"
    )
    pace: Pace
    as_now: Simulated
    others: tuple[tuple[float, Simulated], ...]

    @property
    def days(self) -> int:
        """The number of simulated days."""
        return len(self.as_now.days)

    @property
    def rows(self) -> tuple[tuple[float | None, Simulated], ...]:
        """All simulations, each with its desired retention. For the current settings, the
        retention is None."""
        return (None, self.as_now), *self.others


def forecast(
    context: Context, now_ms: int, days: int, retentions: Sequence[float], limits: Limits
) -> Forecasts:
    """Simulates `days` days. The first day is today or, if the user has already studied today,
    tomorrow."""
    today = context.today(now_ms)
    states = context.states
    first_day = today + bool(states.reviewed_on(today) or states.introduced_on(today))
    span = range(first_day, first_day + days)
    standings = sorted(
        (each for each in states.every().values() if each.queue != "out"),
        key=lambda each: each.position,
    )
    known = memory_by_word(context.scheduler.formulas.curve, days)
    cards = [_card(each, known, first_day - days) for each in standings]
    pace = estimated(context, today).pace  # not cached: a simulation writes nothing
    regimes = _regimes(context, None)
    return Forecasts(
        pace,
        simulate(cards, regimes, limits, pace, span),
        tuple(
            (each, simulate(cards, _regimes(context, each), limits, pace, span))
            for each in retentions
        ),
    )


def plain_recall(context: Context, problem: "Problem") -> float | None:
    """The predicted mean recall at the last interview without a plan. In the simulation, FSRS
    chooses the cards, in the same minutes, with the limits and retentions in the settings.
    Returns None if the interview covers no card, or if the simulation would take too long."""
    interviews, limits = problem.coming, context.config
    days = range(problem.today, interviews[-1].day)
    budgets = [problem.budget_s(day) for day in days]
    most = limits.new_cards_a_day + limits.reviews_a_day
    studies = sum(min(most, budget / problem.pace.pass_s) for budget in budgets)
    cards = sorted(
        (card for card in problem.cards if any(each.asks(card.key) for each in interviews)),
        key=lambda card: card.position,
    )
    asked_last = [place for place, card in enumerate(cards) if interviews[-1].asks(card.key)]
    if not asked_last or len(days) > MOST_DAYS or studies > _MOST_STUDIES:
        return None
    standings = context.states.some([card.key for card in cards])
    found = simulate(
        [_card(standings[card.key], card.memory, card.last_day) for card in cards],
        _regimes(context, None, problem.memory_factor),
        Limits(limits.new_cards_a_day, limits.reviews_a_day),
        problem.pace,
        days,
        budgets,
    )
    return sum(found.recalls[place] for place in asked_last) / len(asked_last)


def _card(
    standing: "CardStatus", known_memory: MemoryState | None, since_day: int | None
) -> SimulatedCard:
    """The card in the form that the simulation uses. If the card was marked as known,
    `known_memory` is its assumed memory state, and `since_day` is the assumed day of its last
    study."""
    state = standing.state
    if state is None and not standing.is_known:
        return SimulatedCard(standing.card_key, standing.preset)
    if state is None:
        memory, last_day, due_day = known_memory, since_day, standing.marks.known_until_day
    else:
        memory, last_day = state.memory, state.last_day
        # A running learning step is assumed to end on the next day. A buried card is due when
        # it is no longer buried.
        due_day = max(state.due_day, last_day + 1, standing.marks.buried_until_day or 0)
    return SimulatedCard(standing.card_key, standing.preset, memory, last_day, due_day)


def _regimes(
    context: Context, retention: float | None, memory_factor: float = 1.0
) -> dict[str, Regime]:
    return {
        preset.name: Regime(
            context.scheduler_for(preset.name).parameters,
            retention or preset.study.desired_retention,
            preset.study.maximum_interval,
            memory_factor,
        )
        for preset in context.config.every_preset
    }
