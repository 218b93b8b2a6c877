"""Opens the study session of a front end."""

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
    """Opens a study session. If an interview is today and the plan would choose the cards, the
    session is the warm-up. If the warm-up has no cards left, it is a normal session."""
    if plan and not (cards or order) and (found := warm_up(todays.context, clock())):
        session = CramSession(todays, clock, bounds=bounds)
        session.warm_up_for(*found)
        return session
    return Session(todays, clock, cards, bounds, order, plan=plan)
