"""All cards and all their answers, one card after the other in the order of their keys.

For what has to look at everything, a rebuild or statistics: memory does not grow with the
number of cards or answers.
"""

import json
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from flashprep.core.cards import Priority
from flashprep.core.history import EventKind
from flashprep.store.database import Database
from flashprep.store.logs import Logs

Answers = list[tuple[int, int, int | None, int]]
"""Of each answer the instant, the rating, the due day recorded, and how long it took in ms."""


class Placed(NamedTuple):
    """A card, live or retired, and where it belongs."""

    key: str
    note_key: str
    deck: str
    kind: str
    priority: Priority
    tags: tuple[str, ...]
    position: int
    retired: bool


def placed_cards(database: Database) -> Iterator[Placed]:
    """All cards, live or retired."""
    priorities: dict[str | None, Priority] = {None: Priority.CORE}  # what a card does not say
    priorities |= {each.value: each for each in Priority}
    rows = database.stream(
        "SELECT key, note_key, "
        "json_extract(content, '$.deck', '$.kind', '$.priority', '$.tags'), "
        "position, retired_at_ms IS NOT NULL FROM card ORDER BY key"
    )
    for key, note_key, said, position, retired in rows:
        deck, kind, priority, tags = json.loads(said)
        yield Placed(
            key,
            note_key,
            deck,
            kind,
            priorities[priority],
            tuple(tags or ()),
            position,
            bool(retired),
        )


def histories(database: Database, logs: Logs) -> Iterator[tuple[str, Answers]]:
    """The answers that count to each card that has any, oldest first, under the keys of today;
    not those given to cram."""
    moved = {
        key
        for event in logs.events(EventKind.RENAME)
        for key in (event.subject, str(event.payload["to"]))
    }
    undone = _undone_instants(database, logs)
    rows = database.stream(
        "SELECT card_key, at_ms, rating, due_day, duration_ms FROM review "
        "WHERE mode = 'study' ORDER BY card_key, at_ms"
    )
    kept = (
        (key, answers)
        for key, each in groupby(rows, itemgetter(0))
        if key not in moved and (answers := [row[1:] for row in each if row[1] not in undone])
    )
    if not moved:
        return kept
    reviews = logs.reviews_by_card(moved)
    others = sorted(
        (key, [(r.at_ms, int(r.rating), r.due_day, r.duration_ms) for r in answers])
        for key, answers in reviews.items()
    )
    return merge(kept, others, key=itemgetter(0))


def beside(
    keys: Iterable[str], found: Iterator[tuple[str, Answers]]
) -> Iterator[tuple[str, Answers]]:
    """The answers to each of these keys, that come in their order, as `histories` gives them;
    none where it has none."""
    at, answers = next(found, (None, []))
    for key in keys:
        while at is not None and at < key:
            at, answers = next(found, (None, []))
        yield key, answers if at == key else []


def _undone_instants(database: Database, logs: Logs) -> frozenset[int]:
    """The instants of answers that were taken back."""
    voids = logs.voids()
    rows = database.stream(
        "SELECT review.uid, review.at_ms FROM event JOIN review ON review.uid = event.subject "
        "WHERE event.kind = 'void'"
    )
    return frozenset(at_ms for uid, at_ms in rows if uid in voids)
