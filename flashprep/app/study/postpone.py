"""Postpones many cards at once, because of a backlog or a break.

The new due dates are events like those of `set-due`: they do not affect memory, the next review
uses the actual elapsed days, and one undo reverses them all. Cards that lose least by waiting
wait longest.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from flashprep.app.context import Context
from flashprep.app.study.candidates import Wanted, todays_backlog
from flashprep.app.upkeep.backups import copy_before_many
from flashprep.core.break_days import Break, free_days
from flashprep.core.cards import WORTH
from flashprep.core.events import EventKind
from flashprep.core.load_balancing import spread
from flashprep.store.logs import new_uid
from flashprep.store.states import Among, CardStatus

ALL = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Moves:
    """The cards that get another due date, and the dates; `looked_at` also counts those that
    stay. The cause is a break, or a plain postponement."""

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
    """Spreads the cards due now (with `keys`, those among them) over `count` days outside
    breaks; today is the first day."""
    today = context.today(now_ms)
    return _spread(context, today, count, now_ms, keys)


def put_off(
    context: Context, days: int, now_ms: int, keys: AbstractSet[str] | None = None
) -> Moves:
    """Moves the cards due now (with `keys`, those among them) to `days` days from today: all to
    that day if it has room, else spread over as many days as needed."""
    today = context.today(now_ms)
    due = context.states.count_due(today, Among(keys=keys))
    a_day = max(1, context.config.reviews_a_day)
    return _spread(context, today + days, max(1, -(-due // a_day)), now_ms, keys)


def write_moves(context: Context, moves: Moves, now_ms: int) -> None:
    """Sets the cards' due dates, as one action for undo; for many cards, the database is backed
    up first."""
    copy_before_many(context, len(moves.days), now_ms, moves.why)
    with context.changing():
        keys = list(moves.days)
        group = new_uid()
        standings = context.states.some(keys)
        marks = context.logs.marks_by_card(keys)
        for key, day in moves.days.items():
            standing = standings.get(key)
            if standing is None or standing.state is None:  # removed or reset meanwhile
                continue
            # It must follow all earlier events and reviews, whatever the clock says.
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
    """The number of days until the backlog is cleared within the limits; 1 without a
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
    due = states.due(today, Among(keys=keys), ALL)
    days = free_days(first_day, count, context.breaks())
    load = dict(states.load(days[0], days[-1]))
    if days[0] == today:  # due cards that are not moved
        load[today] = states.count_due(today, Among()) - len(due)
    assigned = spread(urgent_first(context, due, today), days, load)
    moved = {key: day for key, day in assigned.items() if day != today}
    return Moves(moved, len(due), "postpone")


def urgent_first(context: Context, standings: Sequence[CardStatus], today: int) -> list[str]:
    """The keys, cards that lose most by waiting a day first."""
    curves = context.curves()

    def loss(standing: CardStatus) -> float:
        state = standing.state
        assert state is not None
        days = max(today, state.due_day) - state.last_day
        weight = WORTH[standing.card.priority]
        return weight * curves[standing.preset].loss_of_a_day(state.memory.stability, days)

    ranked = sorted(standings, key=lambda each: (-loss(each), each.position))
    return [each.card_key for each in ranked]
