"""Validates breaks, and moves due dates out of breaks."""

from flashprep.app.context import Context
from flashprep.app.study.postpone import ALL, Moves, urgent_first
from flashprep.core.break_days import Break, free_days
from flashprep.core.load_balancing import spread
from flashprep.core.search.card_filter import EVERY_CARD
from flashprep.errors import InputError

LONGEST_DAYS = 365


def before_break(context: Context, rest: Break, now_ms: int) -> Moves:
    """Returns new due days, after the break, for the cards that are due during the break.
    Nothing is written. The cards are spread over as many days as the break has. Raises
    InputError if the break is invalid."""
    if rest.to_day < rest.from_day:
        raise InputError("The break ends before it begins", "break-backwards")
    if rest.to_day - rest.from_day >= LONGEST_DAYS:
        raise InputError(f"A break can last at most {LONGEST_DAYS} days.")
    for other in context.breaks():
        if rest.from_day <= other.to_day and other.from_day <= rest.to_day:
            raise InputError(f"These days overlap the break from {other}; choose other days.")
    today = context.today(now_ms)
    due = [
        standing
        for standing in context.states.due(rest.to_day, EVERY_CARD, ALL)
        if standing.state and standing.state.due_day >= max(today, rest.from_day)
    ]
    count = rest.to_day - rest.from_day + 1
    days = free_days(rest.to_day + 1, count, context.breaks())
    load = context.states.load(days[0], days[-1])
    return Moves(spread(urgent_first(context, due, today), days, load), len(due), "break", rest)
