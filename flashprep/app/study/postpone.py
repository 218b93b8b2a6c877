"""Putting off: other due days for many cards at once, for a backlog or a break.

The days are marks like those that `set-due` makes: they touch no memory, the next answer sees
the days that really went by, and one undo takes all of them back. Those cards wait longest that
lose least by it.
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
from flashprep.store.relations import relations
from flashprep.store.states import Among, Standing

ALL = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Moves:
    """Which cards get another due day, and which one; `looked_at` counts these and those that
    stay as they are. They are for a break, or just put off."""

    days: Mapping[str, int]
    looked_at: int
    why: str
    rest: Break | None = None

    def by_day(self) -> dict[int, int]:
        """How many cards come to each day."""
        counts: dict[int, int] = {}
        for day in self.days.values():
            counts[day] = counts.get(day, 0) + 1
        return dict(sorted(counts.items()))


def clear_in(
    context: Context, count: int, now_ms: int, keys: AbstractSet[str] | None = None
) -> Moves:
    """Spread what is due now, or with `keys` what of it has these, over so many days that lie
    in no break; today is the first of them."""
    today = context.today(now_ms)
    return _spread(context, today, count, now_ms, keys)


def put_off(
    context: Context, days: int, now_ms: int, keys: AbstractSet[str] | None = None
) -> Moves:
    """Let what is due now, or with `keys` what of it has these, come back from so many days on:
    on one day if that has room, else on as many as it takes."""
    today = context.today(now_ms)
    due = context.states.count_due(today, Among(keys=keys))
    a_day = max(1, context.config.reviews_a_day)
    return _spread(context, today + days, max(1, -(-due // a_day)), now_ms, keys)


def write_moves(context: Context, moves: Moves, now_ms: int) -> None:
    """Give the cards their days, in one act; with many of them the database is copied
    first."""
    copy_before_many(context, len(moves.days), now_ms, moves.why)
    with context.changing():
        keys = list(moves.days)
        group = new_uid()
        standings = context.states.some(keys)
        marks = context.logs.marks_by_card(keys)
        for key, day in moves.days.items():
            standing = standings.get(key)
            if standing is None or standing.state is None:  # gone, or forgotten meanwhile
                continue
            # It counts after all earlier marks and answers, whatever the clock says.
            said = max((mark.at_ms for mark in marks.get(key, ())), default=0)
            at_ms = max(now_ms, said + 1, standing.state.last_at_ms + 1)
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
    """In how many days what is due now is done by the limits of the settings; 1 without a
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
    if days[0] == today:  # what is due and stays, of cards that were not found
        load[today] = states.count_due(today, Among()) - len(due)
    given = spread(urgent_first(context, due, today), days, load)
    moved = {key: day for key, day in given.items() if day != today}
    return Moves(moved, len(due), "postpone")


def urgent_first(context: Context, standings: Sequence[Standing], today: int) -> list[str]:
    """Those first that lose most by waiting a day."""
    curves = context.curves()
    kin = relations(context.database, [each.card_key for each in standings])

    def loss(standing: Standing) -> float:
        state = standing.state
        assert state is not None
        days = max(today, state.due_day) - state.last_day
        weight = WORTH[kin[standing.card_key].priority]
        return weight * curves[standing.preset].loss_of_a_day(state.memory.stability, days)

    ranked = sorted(standings, key=lambda each: (-loss(each), each.position))
    return [each.card_key for each in ranked]
