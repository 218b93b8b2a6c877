"""Finds the most recent action of this device for `undo`, and its most recent undo for `redo`.

An action is a review, or an event that can be undone. Actions are ordered by sequence number,
since clocks may be wrong.
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
    return event.c.kind.in_(names_of(attrgetter("is_undoable")))


def act_of(database: Database, logs: Logs, uid: str) -> Review | Event:
    """The review or event with this uid, undone or not."""
    rows = database.execute(select(event).where(event.c.uid == uid))
    return logs.review_by_uid(uid) or event_of(rows.one())


def last_act(database: Database, logs: Logs) -> Review | Event | None:
    """The last action of this device that was not undone, by sequence number; None if there
    is none."""
    voids = logs.voids()
    reviews = select(review).where(review.c.device == logs.device)
    events = select(event).where(event.c.device == logs.device, _is_act())
    rated, acted = (
        next((row for row in database.execute(each) if row.uid not in voids), None)
        for each in (reviews.order_by(review.c.seq.desc()), events.order_by(event.c.seq.desc()))
    )
    if acted and (rated is None or acted.seq > rated.seq):
        return event_of(acted)
    return review_of(rated) if rated else None


def last_undone(database: Database, logs: Logs) -> list[str]:
    """The uids of the actions in the most recent undo of this device. Empty if the device has
    recorded another action since."""
    reviews = select(func.max(review.c.seq)).where(review.c.device == logs.device)
    events = select(func.max(event.c.seq)).where(event.c.device == logs.device, _is_act())
    acted = max(database.execute(each).scalar() or 0 for each in (reviews, events))
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
            # Events of kinds that only a newer version knows cannot be redone here.
            unknown = select(event.c.uid).where(
                event.c.uid.in_(uids), event.c.kind.not_in(names_of(lambda _: True))
            )
            return [] if database.execute(unknown).first() else uids
    return []


def acts_of_group(database: Database, logs: Logs, group: str) -> list[Event]:
    """The actions of a group, such as the renames of one sync, that were not undone."""
    voids = logs.voids()
    rows = database.execute(select(event).where(event.c.group == group, _is_act()))
    return [event_of(row) for row in rows if row.uid not in voids]
