"""The SQL of the queue's queries on the cache: conditions that use an index, and statements.

A statement selects and orders rows; the caller adds the decks and the limit.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal_column, or_, select

from flashprep.core.fsrs import Curve, loss_per_second, recall_of
from flashprep.core.presets import DEFAULT
from flashprep.store.schema import card_state

# Literals instead of parameters: SQLite uses a partial index only if its condition is repeated.
IS_NEW = literal_column("card_state.standing") == literal_column("'new'")
IN_LEARNING = literal_column("card_state.standing") == literal_column("'learning'")
IN_REVIEW = literal_column("card_state.standing") == literal_column("'review'")
IS_OUT = literal_column("card_state.standing") == literal_column("'out'")
IS_LIVE = literal_column("card_state.retired") == literal_column("0")

_day_known = card_state.c.known_until_day
KNOWN = (
    select(card_state)
    .where(IS_NEW, _day_known.is_not(None))
    .order_by(_day_known, card_state.c.position)
)
NEW = select(card_state).where(IS_NEW, _day_known.is_(None)).order_by(card_state.c.position)


def learning_by(today: int) -> Select[Any]:
    """Cards in (re)learning whose step ends today or earlier, earliest first."""
    return _by(IN_LEARNING, today).order_by(card_state.c.due_at_ms, card_state.c.card_key)


def due_by(today: int) -> Select[Any]:
    """Due cards in the review phase, most overdue first."""
    return _by(IN_REVIEW, today).order_by(card_state.c.due_day, card_state.c.position)


def known_by(today: int) -> Select[Any]:
    """New cards marked as known that are due for their first review, earliest day first."""
    return KNOWN.where(_day_known <= today)


def losing_by(today: int, curves: Mapping[str, Curve]) -> Select[Any]:
    """Due cards in the review phase, starting with the cards that lose the most recall by
    tomorrow. `curves` are the forgetting curves by preset."""
    loss = _loss_of_a_day(today, curves).desc()
    return _by(IN_REVIEW, today).order_by(loss, card_state.c.due_day, card_state.c.position)


def may_come_on(today: int) -> ColumnElement[bool]:
    """The condition that a card is not buried on a day, nor marked as known until later."""
    buried = card_state.c.buried_until_day
    return and_(
        or_(buried.is_(None), buried <= today),
        or_(_day_known.is_(None), _day_known <= today),
    )


def _by(status: ColumnElement[bool], today: int) -> Select[Any]:
    return select(card_state).where(status, card_state.c.due_day <= today)


def _loss_of_a_day(today: int, curves: Mapping[str, Curve]) -> ColumnElement[Any]:
    """`Curve.loss_of_a_day` of a card, with the curve of its preset."""
    factor = _of_preset({name: curve.factor for name, curve in curves.items()})
    decay = _of_preset({name: curve.decay for name, curve in curves.items()})
    days, stability = func.max(0, today - card_state.c.last_day), card_state.c.stability
    now, then = (
        recall_of(stability, each, factor, decay, func.pow) for each in (days, days + 1)
    )
    lost: ColumnElement[Any] = loss_per_second(now, then)
    return lost


def _of_preset(values: Mapping[str, float]) -> Any:  # noqa: ANN401 - a number, or an expression
    """The value for the preset of a card."""
    others = [
        (card_state.c.preset == name, value)
        for name, value in values.items()
        if name != DEFAULT
    ]
    return case(*others, else_=values[DEFAULT]) if others else values[DEFAULT]
