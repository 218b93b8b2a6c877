"""Postpones many cards at once, because of a backlog or a break.

The new due dates are logged as events, like those of `set-due`. The events do not affect memory
states. At the next review, FSRS uses the days that have actually passed. A single undo reverses
all these events. The cards whose recall suffers least from a delay are postponed longest.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from flashprep.app.context import Context
from flashprep.app.study.candidates import Wanted, todays_backlog
from flashprep.app.upkeep.backups import copy_before_many
from flashprep.core.break_days import Break, free_days
from flashprep.core.events import EventKind
from flashprep.core.load_balancing import spread
from flashprep.core.priorities import WORTH
from flashprep.core.search.card_filter import EVERY_CARD, CardFilter
from flashprep.store.logs import new_uid
from flashprep.store.states import CardStatus

ALL = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Moves:
    """New due days of cards. `days` maps keys to days. `looked_at` is the number of cards
    considered, including cards whose due day does not change. `why` names the cause. If the
    cause is a break, `rest` is the break."""

    days: Mapping[str, int]
    looked_at: int
    why: str
    rest: Break | None = None

    def by_day(self) -> dict[int, int]:
        """The number of cards moved to each day."""
        counts: dict[int, int] = {}
        for day in self.days.values():
            counts[day] = counts.get(day, 0) + 1
        return dict(sorted(counts.items()))


def clear_in(
    context: Context, count: int, now_ms: int, keys: AbstractSet[str] | None = None
) -> Moves:
    """Returns new due days that spread the due cards over `count` days outside breaks,
    beginning today. Nothing is written. If `keys` is given, only these cards are moved."""
    today = context.today(now_ms)
    return _spread(context, today, count, now_ms, keys)


def put_off(
    context: Context, days: int, now_ms: int, keys: AbstractSet[str] | None = None
) -> Moves:
    """Returns new due days that move the due cards to the day `days` days from today. Nothing
    is written. If that day has no room for all cards, the cards are spread over that day and
    the following days. If `keys` is given, only these cards are moved."""
    today = context.today(now_ms)
    due = context.states.count_due(today, CardFilter(keys=keys))
    a_day = max(1, context.config.reviews_a_day)
    return _spread(context, today + days, max(1, -(-due // a_day)), now_ms, keys)


def write_moves(context: Context, moves: Moves, now_ms: int) -> None:
    """Sets the cards' due dates. A single undo reverses this for all cards. If there are many
    cards, the database is backed up first."""
    copy_before_many(context, len(moves.days), now_ms, moves.why)
    with context.changing():
        keys = list(moves.days)
        group = new_uid()
        standings = context.states.some(keys)
        marks = context.logs.marks_by_card(keys)
        for key, day in moves.days.items():
            standing = standings.get(key)
            if standing is None or standing.state is None:  # the card was removed or reset
                continue
            # The event must be later than all earlier events and reviews, even if the clock
            # went back.
            last_ms = max((mark.at_ms for mark in marks.get(key, ())), default=0)
            at_ms = max(now_ms, last_ms + 1, standing.state.last_at_ms + 1)
            payload = {"day": day, "why": moves.why}
            context.logs.append_event(EventKind.SET_DUE, key, at_ms, payload, group)
            standings[key] = replace(
                standing,
                state=replace(standing.state, due_day=day),
                marks=replace(standing.marks, due_set_day=day, due_set_at_ms=at_ms),
            )
        context.states.put(standings.values())
        if moves.rest:
            payload = {"from_day": moves.rest.from_day, "to_day": moves.rest.to_day}
            context.logs.append_event(EventKind.BREAK, "", now_ms, payload, group)


def days_to_clear(context: Context, now_ms: int) -> int:
    """The number of days until the backlog is cleared within the limits. It is 1 if there is no
    backlog."""
    backlog = todays_backlog(context, Wanted(), now_ms)
    if backlog is None:
        return 1
    return backlog.days or -(-backlog.due // max(1, backlog.a_day))


def _spread(
    context: Context,
    first_day: int,
    count: int,
    now_ms: int,
    keys: AbstractSet[str] | None,
) -> Moves:
    states, today = context.states, context.today(now_ms)
    due = states.due(today, CardFilter(keys=keys), ALL)
    days = free_days(first_day, count, context.breaks())
    load = dict(states.load(days[0], days[-1]))
    if days[0] == today:  # the cards that stay on today
        load[today] = states.count_due(today, EVERY_CARD) - len(due)
    assigned = spread(urgent_first(context, due, today), days, load)
    moved = {key: day for key, day in assigned.items() if day != today}
    return Moves(moved, len(due), "postpone")


def urgent_first(context: Context, standings: Sequence[CardStatus], today: int) -> list[str]:
    """The keys of these cards, sorted by urgency. The cards whose recall suffers most from a
    delay of a day come first."""
    curves = context.curves()

    def loss(standing: CardStatus) -> float:
        state = standing.state
        assert state is not None
        days = max(today, state.due_day) - state.last_day
        weight = WORTH[standing.card.priority]
        return weight * curves[standing.preset].loss_of_a_day(state.memory.stability, days)

    ranked = sorted(standings, key=lambda each: (-loss(each), each.position))
    return [each.card_key for each in ranked]
