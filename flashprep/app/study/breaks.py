"""Breaks: which days may be one, and the due days that move out of it."""

from flashprep.app.context import Context
from flashprep.app.study.postpone import ALL, Moves, urgent_first
from flashprep.core.break_days import Break, free_days
from flashprep.core.load_balancing import spread
from flashprep.errors import InputError
from flashprep.store.states import Among

LONGEST_DAYS = 365


def before_break(context: Context, rest: Break, now_ms: int) -> Moves:
    """Let what is due in a break come after it, on as many days as the break has. InputError
    for a break that cannot be."""
    if rest.to_day < rest.from_day:
        raise InputError("The break ends before it begins", "break-backwards")
    if rest.to_day - rest.from_day >= LONGEST_DAYS:
        raise InputError(f"A break lasts {LONGEST_DAYS} days at most.")
    for other in context.breaks():
        if rest.from_day <= other.to_day and other.from_day <= rest.to_day:
            raise InputError(f"There is a break from {other} already; choose other days.")
    today = context.today(now_ms)
    due = [
        standing
        for standing in context.states.due(rest.to_day, Among(), ALL)
        if standing.state and standing.state.due_day >= max(today, rest.from_day)
    ]
    count = rest.to_day - rest.from_day + 1
    days = free_days(rest.to_day + 1, count, context.breaks())
    load = context.states.load(days[0], days[-1])
    return Moves(spread(urgent_first(context, due, today), days, load), len(due), "break", rest)
