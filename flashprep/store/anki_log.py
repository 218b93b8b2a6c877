"""Imports reviews and card actions from Anki into the logs. Each review or action is imported
only once.

All imported rows belong to a separate device, "anki". Therefore every machine that imports a
package writes the same rows, and `undo` ignores these rows. A review is recognized by its Anki
id, even if it took place in flashprep or was undone. A card action (flag, suspension and so on)
is recognized by its uid, or by its card, kind and timestamp. Methods that write must be called
inside a transaction.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import Column, func, select
from sqlalchemy.dialects.sqlite import insert

from flashprep.core.events import KINDS, EventKind
from flashprep.core.memory import Mode
from flashprep.core.renames import Renames
from flashprep.store.core_statements import is_among, rows, write, write_many
from flashprep.store.database import Database
from flashprep.store.log_rows import payload_text
from flashprep.store.log_statements import REVIEW_AT
from flashprep.store.logs import next_seq
from flashprep.store.schema import card, device, event, review
from flashprep.store.tables import ANKI, REVIEW
from flashprep.store.tables import insert as insert_statement

# The number of reviews that are compared with the log at a time. The limit keeps memory use
# independent of the size of a package.
_CHUNK = 10_000
_ADD_REVIEW = insert_statement("review", REVIEW)


class ArrivingReview(NamedTuple):
    """A review from Anki. `since_ms` is the time since which the key has belonged to the card
    (see `core.renames`). The class is a named tuple, because named tuples are fast to create
    and there may be very many reviews."""

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
    card_key: str  # for a void: the uid of the undone row
    since_ms: int
    payload: Mapping[str, int]


class Arrivals:
    """Imports reviews and card actions from Anki into one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keys_by_guid(self) -> dict[str, str]:
        """The keys of all live and retired cards, by the cards' guid in Anki."""
        return dict(rows(self._database, select(card.c.guid, card.c.key)))

    def live_keys(self) -> set[str]:
        """The keys of the cards that are in deck files."""
        statement = select(card.c.key).where(card.c.retired_at_ms.is_(None))
        return {key for (key,) in rows(self._database, statement)}

    def last_told(
        self, kinds: Iterable[EventKind], renames: Renames
    ) -> dict[str, tuple[EventKind, Mapping[str, int]]]:
        """The latest action of these kinds that was imported from Anki for each card, as kind
        and payload, by the card's current key. Undone actions are included."""
        latest = {}
        statement = (
            select(event.c.subject, event.c.key_since_ms, event.c.kind, event.c.payload)
            .where(event.c.device == ANKI, event.c.kind.in_([kind.name for kind in kinds]))
            .order_by(event.c.at_ms, event.c.uid)
        )
        for subject, since_ms, kind, payload in rows(self._database, statement):
            latest[renames.today(subject, since_ms)] = KINDS[kind], json.loads(payload)
        return latest

    def add_reviews(self, arriving: Sequence[ArrivingReview]) -> list[tuple[str, int]]:
        """Append the reviews that are not in the log. Returns the card key and the timestamp of
        each added review. The timestamp equals the Anki id. If another review already has this
        timestamp, it is the next unused millisecond."""
        added: list[tuple[str, int]] = []
        for start in range(0, len(arriving), _CHUNK):
            added += self._add_reviews(arriving[start : start + _CHUNK])
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
                # The row is written immediately, so that the next search for a free timestamp
                # skips its timestamp.
                at_ms = self._free_timestamp(anki_id, by_id)
                self._database.write(_ADD_REVIEW, _review(each, seq, at_ms))
            else:
                written.append(_review(each, seq, at_ms))
            yield each.card_key, at_ms
        self._database.write_many(_ADD_REVIEW, written)

    def _among(self, column: Column[Any], values: Collection[str | int]) -> Sequence[Any]:
        """The elements of `values` that occur in this column of a log."""
        if not values:
            return ()
        found = rows(self._database, select(column).where(is_among(column, values)))
        return [value for (value,) in found]

    def add_marks(self, arriving: Sequence[ArrivingMark]) -> list[ArrivingMark]:
        """Append the card actions that are not in the log, and return them."""
        by_uid = {each.uid: each for each in arriving}
        known = self._known_marks(list(by_uid.values()))
        added = [each for uid, each in by_uid.items() if uid not in known]
        if not added:
            return []
        self._make_device()
        seq = next_seq(self._database)
        write_many(
            self._database,
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
        """Undo reviews imported from Anki that duplicate reviews that took place in flashprep.

        A database may import a package and later be merged with the database that contains the
        original reviews. The merged log then contains these reviews twice. The timestamp of an
        imported duplicate is the Anki id of the original review.
        """
        given, twin = review.alias("given"), review
        written = func.coalesce(twin.c.moved_from_ms, twin.c.at_ms)
        found = rows(
            self._database,
            select(
                twin.c.uid,
                written,
                twin.c.card_key,
                twin.c.key_since_ms,
                given.c.card_key,
                given.c.key_since_ms,
            ).where(
                twin.c.origin == ANKI, twin.c.anki_id.is_(None), given.c.anki_id == written
            ),
        )
        voids = [
            ArrivingMark(
                hashlib.sha256(f"twin {uid}".encode()).hexdigest()[:32],
                at_ms,
                EventKind.VOID,
                uid,
                0,
                {},
            )
            for uid, at_ms, key, since_ms, given_key, given_since_ms in found
            if renames.today(key, since_ms) == renames.today(given_key, given_since_ms)
        ]
        self.add_marks(voids)

    def _known_marks(self, arriving: Sequence[ArrivingMark]) -> set[str]:
        """The uids of the arriving card actions that the log already contains. In the log, an
        action may have a different uid, but the same card, kind and timestamp."""
        known = set(self._among(event.c.uid, [each.uid for each in arriving]))
        same = select(event.c.kind, event.c.subject, event.c.at_ms).where(
            is_among(event.c.subject, {each.card_key for each in arriving})
        )
        logged = set(rows(self._database, same))
        return known | {
            each.uid
            for each in arriving
            if (each.kind.name, each.card_key, each.at_ms) in logged
        }

    def _free_timestamp(self, at_ms: int, arriving: Mapping[int, ArrivingReview]) -> int:
        """The first timestamp from `at_ms` on that is not used by any stored or arriving
        review."""
        while at_ms in arriving or self._database.row(REVIEW_AT, (at_ms,)):
            at_ms += 1
        return at_ms

    def _make_device(self) -> None:
        statement = insert(device).values(id=ANKI, name="Anki")
        write(self._database, statement.on_conflict_do_nothing())


def _review(arriving: ArrivingReview, seq: int, at_ms: int) -> tuple[str | int | None, ...]:
    """A row of the review log. It is a tuple for speed, since there may be a million rows."""
    values: dict[str, str | int | None] = {
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
    return tuple(values.get(name) for name in REVIEW)
