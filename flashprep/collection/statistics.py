"""The statistics of a collection: its cards and answers, handed to `core.stats`.

Answers are read some cards at a time, so that memory does not grow with the log.
"""

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from flashprep.core.history import EventKind
from flashprep.core.stats import CardRecord, summarise
from flashprep.core.summary import Summary

if TYPE_CHECKING:
    from flashprep.collection.collection import Collection

_AT_A_TIME = 500  # cards


def statistics(
    collection: "Collection", now_ms: int, decks: frozenset[str] | None, days: int
) -> Summary:
    """The statistics of all decks, or of these, over the last `days` study days."""
    return summarise(
        _records(collection, decks),
        collection.scheduler,
        collection.calendar,
        collection.today(now_ms),
        days,
    )


def _records(collection: "Collection", decks: frozenset[str] | None) -> Iterator[CardRecord]:
    cards = {
        key: row.card
        for key, row in collection.mirror.cards(retired=None).items()
        if decks is None or row.card.deck in decks
    }
    standings = collection.states.every()
    left = iter(cards)
    while keys := list(islice(left, _AT_A_TIME)):
        reviews = collection.logs.reviews_by_card(keys)
        marks = collection.logs.marks_by_card(keys)
        for key in keys:
            card, standing = cards[key], standings[key]
            yield CardRecord(
                key=key,
                note_key=card.note_key,
                deck=card.deck,
                kind=card.kind,
                priority=card.priority,
                reviews=reviews.get(key, ()),
                state=standing.state,
                in_study=standing.queue != "out",
                buried_until_day=standing.marks.buried_until_day,
                forgotten_ms=sorted(
                    mark.at_ms for mark in marks.get(key, ()) if mark.kind is EventKind.FORGET
                ),
                scheduler=collection.scheduler_of(standing),
            )
