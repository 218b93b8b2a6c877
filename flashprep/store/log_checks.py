"""Checks of the logs for `doctor`: how many reviews count, whether each has a card, and whether
timestamps follow the order of writing."""

from heapq import merge

from sqlalchemy import func, select

from flashprep.core.events import EventKind
from flashprep.core.memory import Mode
from flashprep.store.catalog import Catalog
from flashprep.store.database import Database
from flashprep.store.logs import Logs
from flashprep.store.schema import event, review


def count_counting(database: Database, logs: Logs) -> int:
    """The number of reviews that count. Undone reviews and cram reviews do not count."""
    studied = review.c.mode == Mode.STUDY.value
    every = database.execute(select(func.count()).where(studied)).scalar() or 0
    undone = (
        select(review.c.uid)
        .join(event, event.c.subject == review.c.uid)
        .where(event.c.kind == EventKind.VOID.name, studied)
        .distinct()
    )
    voids = logs.voids()
    return every - sum(uid in voids for uid in database.execute(undone).scalars())


def keys_of_no_card(database: Database, logs: Logs) -> list[str]:
    """The keys that have reviews that count but are missing from the catalog. These are the
    cards' current keys."""
    renames = logs.renames()
    rows = database.stream(
        "SELECT DISTINCT card_key, key_since_ms FROM review "
        "WHERE mode = 'study' AND card_key NOT IN (SELECT key FROM card)"
    )
    suspects = {renames.today(key, since_ms) for key, since_ms in rows}
    # A review under the key of an existing card may belong to a card that was renamed later.
    suspects |= {str(each.payload["to"]) for each in logs.events(EventKind.RENAME)}
    reviewed = logs.reviews_by_card(suspects)
    return sorted(reviewed.keys() - Catalog(database).some(suspects).keys())


def count_out_of_order(database: Database, device: str, span_ms: int) -> int:
    """The number of rows of a device that are out of order. Such a row is dated more than
    `span_ms` before a row that the device wrote earlier."""
    logs = (
        database.execute(
            select(log.c.seq, log.c.at_ms).where(log.c.device == device).order_by(log.c.seq)
        )
        for log in (review, event)
    )
    latest_ms, count = 0, 0
    for _, at_ms in map(tuple, merge(*logs)):
        count += at_ms < latest_ms - span_ms
        latest_ms = max(latest_ms, at_ms)
    return count
