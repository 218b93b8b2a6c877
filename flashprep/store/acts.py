"""What this device did last, and what it took back last: what undo and redo go by.

An act is an answer, a mark or a decision. Acts go by the order of writing, whatever the clock
said.
"""

from operator import attrgetter

from sqlalchemy import ColumnElement, func, select

from flashprep.core.events import Event, EventKind, names_of
from flashprep.core.memory import Review
from flashprep.store.database import Database
from flashprep.store.log_rows import event_of, review_of
from flashprep.store.logs import Logs
from flashprep.store.schema import event, review


def _is_act() -> ColumnElement[bool]:
    return event.c.kind.in_(names_of(attrgetter("is_act")))


def act_of(database: Database, logs: Logs, uid: str) -> Review | Event:
    """The review or event with that uid, undone or not."""
    rows = database.execute(select(event).where(event.c.uid == uid))
    return logs.review_by_uid(uid) or event_of(rows.one())


def last_act(database: Database, logs: Logs) -> Review | Event | None:
    """What this device did last and has not undone: a review, a mark or a decision. The
    order is that of writing, whatever the clock said."""
    voids = logs.voids()
    reviews = select(review).where(review.c.device == logs.device)
    marks = select(event).where(event.c.device == logs.device, _is_act())
    given, said = (
        next((row for row in database.execute(each) if row.uid not in voids), None)
        for each in (reviews.order_by(review.c.seq.desc()), marks.order_by(event.c.seq.desc()))
    )
    if said and (given is None or said.seq > given.seq):
        return event_of(said)
    return review_of(given) if given else None


def last_undone(database: Database, logs: Logs) -> list[str]:
    """The uids of what this device took back last, in one act; none if it has answered,
    marked or decided anything since."""
    own = select(func.max(review.c.seq)).where(review.c.device == logs.device)
    marks = select(func.max(event.c.seq)).where(event.c.device == logs.device, _is_act())
    acted = max(database.execute(each).scalar() or 0 for each in (own, marks))
    voids = logs.voids()
    rows = database.execute(
        select(event.c.uid, event.c.group)
        .where(
            event.c.device == logs.device,
            event.c.kind == EventKind.VOID.name,
            event.c.seq > acted,
        )
        .order_by(event.c.seq.desc())
    ).all()
    for last in rows:
        if voids.takes_back(last.uid):
            together = [row for row in reversed(rows) if row.group == last.group]
            group = together if last.group else [last]
            uids = [uid for row in group if (uid := voids.takes_back(row.uid))]
            # What only a newer version knows is left to that one.
            strange = select(event.c.uid).where(
                event.c.uid.in_(uids), event.c.kind.not_in(names_of(lambda _: True))
            )
            return [] if database.execute(strange).first() else uids
    return []


def acts_of_group(database: Database, logs: Logs, group: str) -> list[Event]:
    """The marks and decisions that were made together and count."""
    voids = logs.voids()
    rows = database.execute(select(event).where(event.c.group == group, _is_act()))
    return [event_of(row) for row in rows if row.uid not in voids]
