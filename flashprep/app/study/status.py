"""Where one stands: all that `status` shows, each thing asked once.

The interviews come first and today's cards last: where a plan chooses these, its list is
written to the cache, and what was found before need not be looked up again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flashprep.app.context import Context
from flashprep.app.prep.interviews import coming_interviews, is_interview_ahead
from flashprep.app.study.candidates import Day, Wanted, agenda_of
from flashprep.core.presets import DEFAULT

if TYPE_CHECKING:
    from flashprep.core.interviews import Interview
    from flashprep.core.load_balancing import Break
    from flashprep.core.queue.backlog import Backlog
    from flashprep.core.queue.order import Queue
    from flashprep.core.readiness import Ready


@dataclass(frozen=True, slots=True)
class Coming:
    """The interviews to come today or later, the next one first; the day on which the last
    plan was made, and what it expects of that one; what is known least; and how many cards
    there are to warm up with, if one is today."""

    interviews: "Sequence[Interview]"
    expected: tuple[int, float] | None
    weak: "Sequence[Ready]"
    warm_up: int


@dataclass(frozen=True, slots=True)
class Todays:
    """Today's cards. If the plan for an interview ahead chose them, `planned_s` is how long
    they take by it; else `backlog` is what to know of those that are due, if these are more
    than today has room for."""

    queue: "Queue"
    planned_s: float | None
    backlog: "Backlog | None"


@dataclass(frozen=True, slots=True)
class Status:
    """Where one stands on a day: the cards there are, those of them `seen`, how many each
    preset has and how many come back `tomorrow`; breaks, past ones too; interviews, if any are
    set; and today's cards."""

    today: int
    cards: int
    seen: int
    decks: int
    presets: Mapping[str, int]
    tomorrow: int
    breaks: "tuple[Break, ...]"
    coming: Coming | None
    todays: Todays


def status_of(context: Context, now_ms: int) -> Status:
    """Where one stands now."""
    states, today = context.states, context.today(now_ms)
    cards = states.count_live()
    return Status(
        today=today,
        cards=cards,
        seen=states.count_seen(),
        decks=len(states.decks()),
        presets=_cards_by_preset(context, cards),
        tomorrow=states.due_count(today + 1),
        breaks=context.breaks(),
        coming=_coming(context, now_ms),
        todays=_todays(context, now_ms),
    )


def _cards_by_preset(context: Context, cards: int) -> dict[str, int]:
    """How many cards each preset has; one that has none may be meant for a deck that is
    called otherwise."""
    if not context.config.presets:
        return {DEFAULT: cards}
    found = context.states.live_by_preset()
    return {each.name: found.get(each.name, 0) for each in context.config.every_preset}


def _coming(context: Context, now_ms: int) -> Coming | None:
    """The interviews to come; what knows of them is loaded only if there are any."""
    interviews = coming_interviews(context, now_ms)
    if not interviews:
        return None
    from flashprep.app.prep.day_summary import expected, weakest
    from flashprep.app.study.warm_up import warm_up

    found = warm_up(context, now_ms)
    return Coming(
        interviews=interviews,
        expected=expected(context, now_ms),
        weak=weakest(context, now_ms),
        warm_up=len(found[1]) if found else 0,
    )


def _todays(context: Context, now_ms: int) -> Todays:
    """Today's cards, chosen as `app.study.today` has them chosen."""
    if is_interview_ahead(context, now_ms):
        from flashprep.app.study.plan_queue import Following

        following = Following(context)
        agenda = following.agenda(Wanted(), now_ms)
        return Todays(agenda.queue(now_ms), following.seconds_left(agenda), None)
    day = Day(context, Wanted(), now_ms)
    return Todays(agenda_of(day).queue(now_ms), None, day.backlog())
