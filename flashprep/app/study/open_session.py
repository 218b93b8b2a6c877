"""Opens the session that a front end studies with."""

from collections.abc import Callable, Sequence
from collections.abc import Collection as Some
from typing import TYPE_CHECKING

from flashprep.app.study.cram_session import CramSession
from flashprep.app.study.session import Session
from flashprep.app.study.session_bounds import Bounds
from flashprep.app.study.today import Today
from flashprep.app.study.warm_up import warm_up
from flashprep.core.queue.order import Order

if TYPE_CHECKING:
    from flashprep.core.search.query import Query


def open_session(
    todays: Today,
    clock: Callable[[], int],
    decks: Some[str],
    queries: "Sequence[Query]",
    bounds: Bounds | None,
    order: Order | None,
    *,
    plan: bool,
) -> Session:
    """A study session. On the day of an interview, the session is the warm-up if the plan would
    choose the cards and `warm_up` finds any."""
    if plan and not (decks or queries or order) and (found := warm_up(todays.context, clock())):
        session = CramSession(todays, clock, bounds=bounds)
        session.warm_up_for(*found)
        return session
    return Session(todays, clock, decks, queries, bounds, order, plan=plan)
