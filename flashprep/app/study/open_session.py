"""Opens the session that a front end studies with."""

from collections.abc import Callable

from flashprep.app.study.cram_session import CramSession
from flashprep.app.study.session import Session
from flashprep.app.study.session_bounds import Bounds
from flashprep.app.study.today import Today
from flashprep.app.study.warm_up import warm_up
from flashprep.core.queue.order import Order
from flashprep.core.search.card_filter import CardFilter


def open_session(
    todays: Today,
    clock: Callable[[], int],
    cards: CardFilter,
    bounds: Bounds | None,
    order: Order | None,
    *,
    plan: bool,
) -> Session:
    """A study session. On the day of an interview, the session is the warm-up if the plan would
    choose the cards and `warm_up` finds any."""
    if plan and not (cards or order) and (found := warm_up(todays.context, clock())):
        session = CramSession(todays, clock, bounds=bounds)
        session.warm_up_for(*found)
        return session
    return Session(todays, clock, cards, bounds, order, plan=plan)
