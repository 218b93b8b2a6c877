"""Imports reviews and card actions from Anki into the logs, each only once.

The imported rows belong to a device of their own. Every machine that imports a package
therefore writes the same rows, and `undo` ignores these rows. A review is recognized by its
Anki id, even if the review was given in flashprep or was undone. A card action (flag,
suspension and so on) is recognized by its uid, or by its card, kind and timestamp. Methods that
write must be called inside a transaction.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Column, func, insert, select
from sqlalchemy.dialects.sqlite import insert as insert_or

from flashprep.core.events import KINDS, EventKind
from flashprep.core.memory import Mode
from flashprep.core.renames import Renames
from flashprep.store.database import Database, is_among
from flashprep.store.log_rows import payload_text
from flashprep.store.logs import CHUNK, REVIEW_AT, next_seq
from flashprep.store.schema import ANKI, card, device, event, review

_COLUMNS = tuple(column.name for column in review.columns)


class ArrivingReview(NamedTuple):
    """A review from Anki. `since_ms` is the time from which the key refers to the card. The
    class is a named tuple, because there may be very many reviews and named tuples are fast to
    create."""

    uid: str
    anki_id: int
    card_key: str
    since_ms: int
    rating: int
    duration_ms: int
    due_day: int | None
    utc_offset_min: int


@dataclass(frozen=True, slots=True)
class ArrivingMark:
    """A card action from Anki, such as a flag or suspension."""

    uid: str
    at_ms: int
    kind: EventKind
    card_key: str  # for an undo (void): the uid of the undone row
    since_ms: int
    payload: Mapping[str, int]


class Arrivals:
    """Imports reviews and card actions from Anki into one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keys_by_guid(self) -> dict[str, str]:
        """The keys of all cards, live or retired, by their guid in Anki."""
        rows = self._database.execute(select(card.c.guid, card.c.key))
        return {row.guid: row.key for row in rows}

    def live_keys(self) -> set[str]:
        """The keys of the cards that are in deck files."""
        statement = select(card.c.key).where(card.c.retired_at_ms.is_(None))
        return set(self._database.execute(statement).scalars())

    def last_told(
        self, kinds: Iterable[EventKind], renames: Renames
    ) -> dict[str, tuple[EventKind, Mapping[str, int]]]:
        """The most recent action of these kinds that was imported from Anki, undone or not: its
        kind and payload, by the card's current key."""
        latest = {}
        statement = (
            select(event)
            .where(event.c.device == ANKI, event.c.kind.in_([kind.name for kind in kinds]))
            .order_by(event.c.at_ms, event.c.uid)
        )
        for row in self._database.execute(statement):
            key = renames.today(row.subject, row.key_since_ms)
            latest[key] = KINDS[row.kind], json.loads(row.payload)
        return latest

    def add_reviews(self, arriving: Sequence[ArrivingReview]) -> list[tuple[str, int]]:
        """Append the reviews that are not in the log. Returns the card key and the timestamp of
        each added review. The timestamp is the Anki id, or the next unused millisecond.
        """
        added: list[tuple[str, int]] = []
        for start in range(0, len(arriving), CHUNK):
            added += self._add_reviews(arriving[start : start + CHUNK])
        return added

    def _add_reviews(self, arriving: Sequence[ArrivingReview]) -> Iterator[tuple[str, int]]:
        by_id = {each.anki_id: each for each in arriving}
        for anki_id in self._among(review.c.anki_id, by_id):
            del by_id[anki_id]
        uids = set(self._among(review.c.uid, [each.uid for each in by_id.values()]))
        by_id = {anki_id: each for anki_id, each in by_id.items() if each.uid not in uids}
        taken = set(self._among(review.c.at_ms, by_id))
        self._make_device()
        written = []
        for seq, (anki_id, each) in enumerate(by_id.items(), next_seq(self._database)):
            at_ms = anki_id
            if anki_id in taken:
                # Written immediately, so that the next search skips this timestamp.
                at_ms = self._free_timestamp(anki_id, by_id)
                self._database.add_rows(review, [_review(each, seq, at_ms)])
            else:
                written.append(_review(each, seq, at_ms))
            yield each.card_key, at_ms
        self._database.add_rows(review, written)

    def _among(self, column: Column[Any], values: Collection[str | int]) -> Sequence[Any]:
        """The values that occur in this column of a log."""
        if not values:
            return ()
        found = select(column).where(is_among(column, values))
        return self._database.execute(found).scalars().all()

    def add_marks(self, arriving: Sequence[ArrivingMark]) -> list[ArrivingMark]:
        """Append the card actions that are not in the log, and return them."""
        by_uid = {each.uid: each for each in arriving}
        known = self._known_marks(list(by_uid.values()))
        added = [each for uid, each in by_uid.items() if uid not in known]
        if not added:
            return []
        self._make_device()
        seq = next_seq(self._database)
        self._database.execute(
            insert(event),
            [
                {
                    "uid": each.uid,
                    "seq": seq + number,
                    "device": ANKI,
                    "at_ms": each.at_ms,
                    "kind": each.kind.name,
                    "subject": each.card_key,
                    "key_since_ms": each.since_ms,
                    "payload": payload_text(each.kind, each.payload),
                }
                for number, each in enumerate(added)
            ],
        )
        return added

    def take_back_twins(self, renames: Renames) -> None:
        """Undo reviews imported from Anki that duplicate reviews given in flashprep.

        A database may import a package and later be merged with the database that contains the
        original reviews. The merged log then contains these reviews twice. The timestamp of an
        imported duplicate is the Anki id of the original review.
        """
        given, twin = review.alias("given"), review
        written = func.coalesce(twin.c.moved_from_ms, twin.c.at_ms)
        rows = self._database.execute(
            select(
                twin.c.uid,
                written.label("at_ms"),
                twin.c.card_key,
                twin.c.key_since_ms,
                given.c.card_key.label("given_key"),
                given.c.key_since_ms.label("given_since_ms"),
            ).where(twin.c.origin == ANKI, twin.c.anki_id.is_(None), given.c.anki_id == written)
        ).all()
        voids = [
            ArrivingMark(
                hashlib.sha256(f"twin {row.uid}".encode()).hexdigest()[:32],
                row.at_ms,
                EventKind.VOID,
                row.uid,
                0,
                {},
            )
            for row in rows
            if renames.today(row.card_key, row.key_since_ms)
            == renames.today(row.given_key, row.given_since_ms)
        ]
        self.add_marks(voids)

    def _known_marks(self, arriving: Sequence[ArrivingMark]) -> set[str]:
        """The uids of the card actions that the log already contains. The log may contain an
        action under another uid."""
        known = set(self._among(event.c.uid, [each.uid for each in arriving]))
        same = select(event.c.kind, event.c.subject, event.c.at_ms).where(
            is_among(event.c.subject, {each.card_key for each in arriving})
        )
        logged = {(row.kind, row.subject, row.at_ms) for row in self._database.execute(same)}
        return known | {
            each.uid
            for each in arriving
            if (each.kind.name, each.card_key, each.at_ms) in logged
        }

    def _free_timestamp(self, at_ms: int, arriving: Mapping[int, ArrivingReview]) -> int:
        """The first timestamp from `at_ms` on that no stored or arriving review has."""
        while at_ms in arriving or self._database.execute(REVIEW_AT, {"at_ms": at_ms}).first():
            at_ms += 1
        return at_ms

    def _make_device(self) -> None:
        statement = insert_or(device).values(id=ANKI, name="Anki")
        self._database.execute(statement.on_conflict_do_nothing())


def _review(arriving: ArrivingReview, seq: int, at_ms: int) -> tuple[object, ...]:
    """A row of the review log. Returns a tuple for speed: there may be a million rows."""
    values = {
        "uid": arriving.uid,
        "seq": seq,
        "device": ANKI,
        "card_key": arriving.card_key,
        "at_ms": at_ms,
        "moved_from_ms": None if at_ms == arriving.anki_id else arriving.anki_id,
        "key_since_ms": arriving.since_ms,
        "rating": arriving.rating,
        "duration_ms": arriving.duration_ms,
        "mode": Mode.STUDY.value,
        "due_day": arriving.due_day,
        "utc_offset_min": arriving.utc_offset_min,
        "origin": ANKI,
        "anki_id": arriving.anki_id,
    }
    return tuple(map(values.get, _COLUMNS))
