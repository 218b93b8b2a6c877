"""Finds the latest action of this device, for `undo`, and the latest undo of this device, for
`redo`.

An action is a review, or an event that can be undone. Actions are ordered by sequence number,
since clocks may be wrong.
"""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from flashprep.core.events import Event, names_of
from flashprep.core.memory import Review
from flashprep.store import act_statements as sql
from flashprep.store.database import Database, as_json
from flashprep.store.log_rows import event_of, review_of
from flashprep.store.log_statements import EVENT_BY_UID
from flashprep.store.logs import Logs


def _act_kinds() -> str:
    return as_json(names_of(attrgetter("is_undoable")))


def act_of(database: Database, logs: Logs, uid: str) -> Review | Event:
    """The review or event with this uid. It may have been undone."""
    found = logs.review_by_uid(uid)
    if found is not None:
        return found
    (row,) = database.rows(EVENT_BY_UID, (uid,))
    return event_of(row)


def last_act(database: Database, logs: Logs) -> Review | Event | None:
    """The latest action of this device that was not undone. Returns None if there is no such
    action."""
    voids, values = logs.voids(), {"device": logs.device, "kinds": _act_kinds()}
    rated, acted = (
        next((row for row in database.stream(each, values) if row[0] not in voids), None)
        for each in (sql.REVIEWS_OF_DEVICE, sql.EVENTS_OF_DEVICE)
    )
    if acted and (rated is None or _seq(acted) > _seq(rated)):
        return event_of(acted)
    return review_of(rated) if rated else None


def _seq(row: Sequence[Any]) -> int:
    seq: int = row[1]
    return seq


def last_undone(database: Database, logs: Logs) -> tuple[list[str], list[str]]:
    """Returns two lists about the latest undo of this device. The first list contains the uids
    of the actions that the undo reversed. The second list contains the uids of those voids of
    the undo that voided other voids. Both lists are empty if there is no undo, or if the device
    has recorded another action since the undo."""
    voids, values = logs.voids(), {"device": logs.device, "kinds": _act_kinds()}
    rows = database.rows(sql.VOIDS_SINCE_LAST_ACT, values)
    for last, its_group in rows:
        if voids.takes_back(last):
            together = [uid for uid, group in reversed(rows) if group == its_group]
            group = together if its_group else [last]
            uids = [uid for void in group if (uid := voids.takes_back(void))]
            # This version cannot redo an event whose kind only a newer version knows.
            known = {"uids": as_json(uids), "kinds": as_json(names_of(lambda _: True))}
            if database.row(sql.UNKNOWN_EVENT, known):
                break
            revived = [
                void for void in group if void not in voids and not voids.takes_back(void)
            ]
            return uids, revived
    return [], []


def ended_by(database: Database, logs: Logs, act: Review | Event) -> list[str]:
    """The uids of the voids that belong to an action. An action appends voids if it cancels
    rows dated ahead (see `app.dated_ahead`). Voids that were undone are left out."""
    group = act.uid if isinstance(act, Review) else act.group
    found = database.column(sql.VOIDS_OF_GROUP, (group,))
    return [uid for uid in found if uid not in logs.voids()]


def acts_of_group(database: Database, logs: Logs, group: str) -> list[Event]:
    """The actions of a group that were not undone. The renames of a sync are an example of a
    group."""
    voids = logs.voids()
    rows = database.rows(sql.ACTS_OF_GROUP, {"group": group, "kinds": _act_kinds()})
    return [event_of(row) for row in rows if row[0] not in voids]
