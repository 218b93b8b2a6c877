"""Reads all cards and all reviews, one card at a time in the order of their keys.

Statistics, and rebuilds of the cache, need all rows. Since only one card is read at a time,
memory use does not depend on the number of cards or reviews.
"""

import json
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from flashprep.core.courses import Course
from flashprep.core.events import EventKind
from flashprep.store import catalog_statements as sql
from flashprep.store.database import Database
from flashprep.store.logs import Logs

Answers = list[tuple[int, int, int | None, int, str]]
"""The reviews of a card. Each tuple contains the timestamp (ms), the rating, the recorded due
day, the duration (ms), and the key stored in the row."""

REVIEWS_WITH_PARTS: Final = (
    "SELECT at_ms, parts FROM review WHERE at_ms >= ? AND parts IS NOT NULL"
)
HISTORIES: Final = (
    "SELECT at_ms, rating, due_day, duration_ms, card_key FROM review "
    "WHERE mode = 'study' ORDER BY card_key, at_ms"
)
# Beside a single max(), SQLite takes a column without aggregate from the row with the maximum.
COURSES: Final = (
    "SELECT card_key, count(*), group_concat(10 * at_ms + rating), due_day, max(at_ms) "
    "FROM review WHERE mode = 'study' GROUP BY card_key ORDER BY card_key"
)
MANY_REVIEWS: Final = "SELECT uid FROM review LIMIT 1 OFFSET ?"
UNDONE_REVIEWS: Final = (
    "SELECT review.uid, review.at_ms, card_key FROM event "
    "JOIN review ON review.uid = event.subject WHERE event.kind = 'void'"
)


def has_card_of_no_company(database: Database) -> bool:
    """Whether there is a live card that belongs to no company."""
    return database.row(sql.OF_NO_COMPANY) is not None


def ticked_parts(database: Database, since_ms: int) -> dict[int, tuple[tuple[str, bool], ...]]:
    """The ticked parts of each review since `since_ms`, by the timestamp of the review. For
    each part, the result contains its name, and whether the user recalled it. Reviews without
    ticked parts are left out."""
    rows = database.stream(REVIEWS_WITH_PARTS, (since_ms,))
    return {
        at_ms: tuple((part, bool(passed)) for part, passed in json.loads(parts))
        for at_ms, parts in rows
    }


def histories(database: Database, logs: Logs) -> Iterator[tuple[str, Answers]]:
    """Yields the current key of each card with its reviews, oldest first. Undone reviews and
    cram reviews are left out, and so are cards without any other reviews."""
    moved = _moved(logs)
    undone = _undone_timestamps(database, logs)
    rows = database.stream(HISTORIES)
    by_card: Iterator[tuple[str, Iterator[Any]]] = groupby(rows, itemgetter(4))
    if undone:
        by_card = (
            (key, (row for row in each if row[0] not in undone)) for key, each in by_card
        )
    kept = (
        (key, answers) for key, each in by_card if key not in moved and (answers := list(each))
    )
    if not moved:
        return kept
    reviews = logs.reviews_by_card(moved)
    others = sorted(
        (key, [(r.at_ms, int(r.rating), r.due_day, r.duration_ms, key) for r in answers])
        for key, answers in reviews.items()
    )
    return merge(kept, others, key=itemgetter(0))


def courses(database: Database) -> Iterator[Course]:
    """All reviews of each key, in the order of the keys. Includes undone reviews, but no cram
    reviews."""
    rows = database.stream(COURSES)
    return (Course(key, count, packed, due_day) for key, count, packed, due_day, _ in rows)


def has_reviews(database: Database, count: int) -> bool:
    """Whether there are at least so many reviews."""
    return database.row(MANY_REVIEWS, (count - 1,)) is not None


def keys_apart(database: Database, logs: Logs) -> set[str]:
    """The keys that were ever renamed, and those with reviews that do not count. Their course
    is not that of a card."""
    voids = logs.voids()
    undone = {key for uid, _, key in database.stream(UNDONE_REVIEWS) if uid in voids}
    return undone | {row.key for row in logs.waiting()} | _moved(logs)


def beside(
    keys: Iterable[str], found: Iterator[tuple[str, Answers]]
) -> Iterator[tuple[str, Answers]]:
    """Yields each key with its reviews. `keys` must be sorted, and `found` is the result of
    `histories`. A key without reviews gets an empty list."""
    at, answers = next(found, (None, []))
    for key in keys:
        while at is not None and at < key:
            at, answers = next(found, (None, []))
        yield key, answers if at == key else []


def _undone_timestamps(database: Database, logs: Logs) -> frozenset[int]:
    """The timestamps of reviews that have no effect, such as undone reviews."""
    voids = logs.voids()
    undone = {at_ms for uid, at_ms, _ in database.stream(UNDONE_REVIEWS) if uid in voids}
    return frozenset(undone | {row.at_ms for row in logs.waiting()})


def _moved(logs: Logs) -> set[str]:
    """The old and the new keys of all renames."""
    return {
        key
        for event in logs.events(EventKind.RENAME)
        for key in (event.subject, str(event.payload["to"]))
    }
