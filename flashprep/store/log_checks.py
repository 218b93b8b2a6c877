"""Checks of the logs for the command `doctor`. The functions count the reviews that have
effect, find reviews without a card, and find timestamps that do not follow the order of
writing."""

from typing import Final

from flashprep.core.events import EventKind
from flashprep.store.catalog import Catalog
from flashprep.store.database import Database
from flashprep.store.logs import Logs

COUNT_STUDIED: Final = "SELECT count(*) FROM review WHERE mode = 'study'"
VOIDED: Final = (
    "SELECT DISTINCT review.uid FROM event JOIN review ON review.uid = event.subject "
    "WHERE event.kind = 'void' AND mode = 'study'"
)
SET_ASIDE: Final = "SELECT from_table, count(*) FROM set_aside GROUP BY from_table"
CLEAR_CACHE: Final = "DELETE FROM cache_stamp"
WITHOUT_CARD: Final = (
    "SELECT DISTINCT card_key, key_since_ms FROM review "
    "WHERE mode = 'study' AND card_key NOT IN (SELECT key FROM card)"
)
# For each row, the newest timestamp of all rows that were written earlier to either log.
OUT_OF_ORDER: Final = (
    "SELECT count(*) FROM (SELECT at_ms, max(at_ms) OVER (ORDER BY seq "
    "ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS latest_ms FROM ("
    "SELECT seq, at_ms FROM review WHERE device = :device "
    "UNION ALL SELECT seq, at_ms FROM event WHERE device = :device)) "
    "WHERE at_ms < latest_ms - :span_ms"
)


def count_counting(database: Database, logs: Logs) -> int:
    """The number of reviews that count for card states. Undone reviews and cram reviews are not
    included."""
    voids = logs.voids()
    undone = sum(uid in voids for uid in database.column(VOIDED))
    return int(database.value(COUNT_STUDIED)) - undone


def keys_without_card(database: Database, logs: Logs) -> list[str]:
    """The current keys of cards that have reviews, except undone and cram reviews, but are
    missing in the catalog."""
    renames = logs.renames()
    suspects = {renames.today(key, since_ms) for key, since_ms in database.stream(WITHOUT_CARD)}
    # A review with the key of an existing card may belong to another card, which was renamed
    # later.
    suspects |= {str(each.payload["to"]) for each in logs.events(EventKind.RENAME)}
    reviewed = logs.reviews_by_card(suspects)
    return sorted(reviewed.keys() - Catalog(database).some(suspects).keys())


def count_out_of_order(database: Database, device: str, span_ms: int) -> int:
    """The number of rows of a device that are out of order. The timestamp of such a row is more
    than `span_ms` before the timestamp of a row that was written earlier."""
    return int(database.value(OUT_OF_ORDER, {"device": device, "span_ms": span_ms}))
