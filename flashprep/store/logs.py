"""Appends to the two logs, and reads the rows that count.

Rows are inserted and never changed. Methods that append rows must be called inside
`Database.transaction`. Methods that read map rows to the cards' current keys and skip undone
rows. Results needed many times in a command, such as undone rows, are cached until the next
write.
"""

import json
import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from operator import attrgetter
from typing import Any

from sqlalchemy import Column, ColumnElement, Row, Select, bindparam, func, insert, select, text

from flashprep.core.events import Event, EventKind, Voids, in_time, names_of
from flashprep.core.memory import Mode, Review
from flashprep.core.pace import LONGEST_MS
from flashprep.core.renames import Renames
from flashprep.store.database import Database
from flashprep.store.log_rows import event_of, payload_text, review_of
from flashprep.store.schema import event, review

# SQLite allows 32,766 values in one statement.
CHUNK = 10_000

_IN_TIME = attrgetter("at_ms", "uid")

# Statements that every review runs are built once.
_APPEND_REVIEW = insert(review)
_STUDIED = select(review).where(review.c.mode == Mode.STUDY.value)
_REVIEW_BY_UID = select(review).where(review.c.uid == bindparam("uid"))
REVIEW_AT = select(review.c.uid).where(review.c.at_ms == bindparam("at_ms"))
_RENAME_WITH = (
    select(event.c.uid)
    .where(
        event.c.kind == EventKind.RENAME.name,
        (event.c.subject == bindparam("key")) | (event.c.payload == bindparam("to_key")),
    )
    .limit(1)
)
_NEXT_SEQ = text(
    "SELECT 1 + max(coalesce((SELECT max(seq) FROM review), 0),"
    " coalesce((SELECT max(seq) FROM event), 0))"
)


def next_seq(database: Database) -> int:
    """The sequence number of the next row of either log."""
    return int(database.execute(_NEXT_SEQ).scalar_one())


def new_uid() -> str:
    """A new random uid, unique on all machines."""
    return os.urandom(16).hex()


class Logs:
    """The reviews and events of one database; new rows belong to `device`."""

    def __init__(self, database: Database, device: str) -> None:
        self._database = database
        self.device = device

    # Appending

    def append_review(self, given: Review, *, utc_offset_min: int) -> None:
        """Append a review. Its timestamp must be unused (see `free_instant`)."""
        self._database.execute(
            _APPEND_REVIEW,
            {
                "uid": given.uid,
                "seq": next_seq(self._database),
                "device": self.device,
                "card_key": given.card_key,
                "key_since_ms": self.key_since(given.card_key),
                "at_ms": given.at_ms,
                "rating": int(given.rating),
                "duration_ms": given.duration_ms,
                "mode": given.mode.value,
                "due_day": given.due_day,
                "utc_offset_min": utc_offset_min,
                "origin": "flashprep",
                "parts": json.dumps(given.parts) if given.parts else None,
            },
        )

    def append_event(
        self,
        kind: EventKind,
        subject: str,
        at_ms: int,
        payload: Mapping[str, Any] | None = None,
        group: str | None = None,
    ) -> Event:
        """Append an event and return it. Raises ValueError if the payload is not valid."""
        since_ms = self.key_since(subject) if kind.is_keyed else 0
        written = Event(new_uid(), at_ms, kind, subject, group, dict(payload or {}), since_ms)
        self._database.execute(
            insert(event).values(
                uid=written.uid,
                seq=next_seq(self._database),
                device=self.device,
                at_ms=at_ms,
                kind=kind.name,
                subject=subject,
                key_since_ms=since_ms,
                group=group,
                payload=payload_text(kind, written.payload),
            )
        )
        return written

    def key_since(self, key: str) -> int:
        """The time (ms) from which the key refers to the card that has the key today."""
        values = {"key": key, "to_key": json.dumps({"to": key})}
        # This runs at every review. Few cards are ever renamed, so it rarely reads all renames.
        renamed = self._database.execute(_RENAME_WITH, values).first()
        return self.renames().since(key) if renamed else 0

    def free_instant(self, at_ms: int) -> int:
        """`at_ms`, or the first millisecond after it that no review has."""
        while self._database.execute(REVIEW_AT, {"at_ms": at_ms}).first():
            at_ms += 1
        return at_ms

    # Reading

    def review_by_uid(self, uid: str) -> Review | None:
        """The review with this uid, undone or not, with its original key."""
        row = self._database.execute(_REVIEW_BY_UID, {"uid": uid}).first()
        return None if row is None else review_of(row)

    def key_today(self, uid: str) -> str:
        """The current key of the card of a review or event."""
        row = self._database.execute(
            select(review.c.card_key, review.c.key_since_ms)
            .where(review.c.uid == uid)
            .union_all(select(event.c.subject, event.c.key_since_ms).where(event.c.uid == uid))
        ).one()
        return self.renames().today(row.card_key, row.key_since_ms)

    def events(self, kind: EventKind) -> list[Event]:
        """The events of a kind that were not undone, oldest first."""
        kept = self._database.kept
        return list(kept.found(("events", kind), lambda: self._read_events(kind)))

    def _read_events(self, kind: EventKind) -> list[Event]:
        rows = self._database.execute(select(event).where(event.c.kind == kind.name)).all()
        if not rows:
            return []
        voids = self.voids()
        return in_time(event_of(row) for row in rows if row.uid not in voids)

    def events_of(self, kind: EventKind, keys: Collection[str]) -> list[Event]:
        """The events of a kind for the cards with these current keys, without undone events."""
        voids = self.voids()
        statement = select(event).where(event.c.kind == kind.name)
        rows = self._rows(statement, event.c.subject, keys)
        return [event_of(row) for _, row in rows if row.uid not in voids]

    def voids(self) -> Voids:
        """All undone rows."""
        return self._database.kept.found("voids", self._read_voids)

    def _read_voids(self) -> Voids:
        rows = self._database.execute(
            select(event.c.uid, event.c.subject).where(event.c.kind == EventKind.VOID.name)
        )
        return Voids((row.uid, row.subject) for row in rows)

    def renames(self) -> Renames:
        """All renames of keys that were not undone."""
        kept = self._database.kept
        return kept.found("renames", lambda: Renames(self.events(EventKind.RENAME)))

    def reviews_by_card(self, keys: Collection[str] | None = None) -> dict[str, list[Review]]:
        """The reviews of the cards with `keys`, or of all cards, oldest first, without cram
        reviews. Cards are in the order of `keys`; cards without reviews are left out."""
        voids = self.voids()
        by_card: dict[str, list[Review]] = defaultdict(list)
        for key, row in self._rows(_STUDIED, review.c.card_key, keys):
            if row.uid not in voids:
                by_card[key].append(review_of(row, key))
        for reviews in by_card.values():
            reviews.sort(key=_IN_TIME)
        return {key: by_card[key] for key in keys or by_card if key in by_card}

    def between(self, mode: Mode, since_ms: int, before_ms: int) -> list[Review]:
        """The reviews of a mode (study or cram) with `since_ms` <= time < `before_ms` that were
        not undone, oldest first."""
        voids, renames = self.voids(), self.renames()
        rows = self._database.execute(
            select(review)
            .where(
                review.c.mode == mode.value,
                review.c.at_ms >= since_ms,
                review.c.at_ms < before_ms,
            )
            .order_by(review.c.at_ms)
        )
        return [
            review_of(row, renames.today(row.card_key, row.key_since_ms))
            for row in rows
            if row.uid not in voids
        ]

    def ratings_by_card(self) -> dict[str, list[tuple[int, int]]]:
        """Like `reviews_by_card` for all cards, but returns only the timestamp and rating of
        each review. This is faster for callers that read the entire log."""
        voids, renames = self.voids(), self.renames()
        rows: Iterable[Any] = self._database.execute(
            select(
                review.c.uid,
                review.c.card_key,
                review.c.key_since_ms,
                review.c.at_ms,
                review.c.rating,
            )
            .where(review.c.mode == Mode.STUDY.value)
            .order_by(review.c.at_ms, review.c.uid)
        )
        by_card: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for uid, key, since_ms, at_ms, rating in map(tuple, rows):
            if uid not in voids:
                by_card[renames.today(key, since_ms)].append((at_ms, rating))
        return by_card

    def marks_by_card(self, keys: Collection[str] | None = None) -> dict[str, list[Event]]:
        """Like `reviews_by_card`, but returns the flags, suspensions and other card actions."""
        voids = self.voids()
        by_card: dict[str, list[Event]] = defaultdict(list)
        events = select(event).where(event.c.kind.in_(names_of(attrgetter("is_mark"))))
        for key, row in self._rows(events, event.c.subject, keys):
            if row.uid not in voids:
                by_card[key].append(event_of(row))
        return dict(by_card)

    def acts_of(self, key: str) -> list[tuple[Review | Event, bool]]:
        """The complete history of a card, including renames, oldest first: each review or
        event, and whether it was undone."""
        voids = self.voids()
        shown = select(event).where(event.c.kind.in_(names_of(attrgetter("history_words"))))
        reviews = self._rows(select(review), review.c.card_key, [key])
        events = self._rows(shown, event.c.subject, [key])
        acts: list[Review | Event] = [review_of(row, key) for _, row in reviews]
        acts += [event_of(row) for _, row in events]
        return [(act, act.uid in voids) for act in sorted(acts, key=_IN_TIME)]

    def mean_duration(self, before_ms: int, most: int) -> tuple[float, int]:
        """The mean duration (ms) and the number of the newest reviews before `before_ms`; at
        most `most` reviews. Reviews without a duration are left out. A duration above
        LONGEST_MS counts as LONGEST_MS."""
        last = (
            select(func.min(review.c.duration_ms, LONGEST_MS).label("took"))
            .where(review.c.at_ms < before_ms, review.c.duration_ms > 0)
            .order_by(review.c.at_ms.desc())
            .limit(most)
            .subquery()
        )
        found = select(func.avg(last.c.took).label("mean"), func.count().label("answers"))
        row = self._database.execute(found.select_from(last)).one()
        return float(row.mean or 0.0), int(row.answers)

    def latest_event(
        self, apart_from: Collection[str] = (), answered_since_ms: int | None = None
    ) -> int:
        """Sequence number of the newest event. Ignores events of the kinds `apart_from`. If
        `answered_since_ms` is given, also ignores each undo and redo of a review that was given
        at that time or later."""
        if not apart_from and answered_since_ms is None:
            kept = self._database.kept
            return kept.found("latest event", lambda: self._maximum(event.c.seq))
        statement = select(func.max(event.c.seq)).where(event.c.kind.not_in(apart_from))
        if answered_since_ms is not None:
            answers = select(review.c.uid).where(review.c.at_ms >= answered_since_ms)
            voids = select(event.c.uid).where(event.c.kind == EventKind.VOID.name)
            undone = voids.where(event.c.subject.in_(answers)).cte("undone", recursive=True)
            undone = undone.union(voids.where(event.c.subject == undone.c.uid))
            statement = statement.where(event.c.uid.not_in(select(undone.c.uid)))
        return self._database.execute(statement).scalar() or 0

    def latest_answer(self) -> int:
        """Sequence number of the newest review."""
        return self._maximum(review.c.seq)

    def is_answered_late(self, after: int, before_ms: int) -> bool:
        """Whether a review with a sequence number above `after` is dated before `before_ms`."""
        late = (review.c.seq > after) & (review.c.at_ms < before_ms)
        return self._database.execute(select(review.c.uid).where(late)).first() is not None

    def latest_ms(self) -> int:
        """The latest timestamp in either log; 0 if both are empty."""
        return max(self._maximum(review.c.at_ms), self._maximum(event.c.at_ms))

    def _rows(
        self, statement: Select[Any], column: Column[Any], keys: Collection[str] | None
    ) -> Iterator[tuple[str, Row[Any]]]:
        """The rows of these cards or of all cards, each with the card's current key. Includes
        undone rows. `column` is the column with the key as written."""
        renames = self.renames()
        statements = [statement]
        if keys is not None:
            keys = frozenset(keys)
            past = sorted({old for key in keys for old in renames.past(key)})
            chunks = (past[start : start + CHUNK] for start in range(0, len(past), CHUNK))
            statements = [statement.where(column.in_(chunk)) for chunk in chunks]
        for each in statements:
            for row in self._database.execute(each):
                key = renames.today(getattr(row, column.name), row.key_since_ms)
                if keys is None or key in keys:
                    yield key, row

    def _maximum(self, column: ColumnElement[int]) -> int:
        return self._database.execute(select(func.max(column))).scalar() or 0
