"""The two logs: appending to them, and reading what counts.

Rows are inserted and never changed. What appends is to be called inside
`Database.transaction`; what reads gives rows under the keys that cards have today and leaves
out what was undone.
"""

import json
import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from heapq import merge
from operator import attrgetter
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Row, Select, bindparam, func, insert, select, text

from flashprep.core.events import Event, EventKind, Renames, Voids
from flashprep.core.memory import Mode, Rating, Review
from flashprep.core.pace import LONGEST_MS
from flashprep.store.database import Database
from flashprep.store.schema import event, review

MARKS = (
    EventKind.SUSPEND,
    EventKind.UNSUSPEND,
    EventKind.BURY,
    EventKind.UNBURY,
    EventKind.FLAG,
    EventKind.FORGET,
    EventKind.SET_DUE,
    EventKind.KNOW,
)
# What undo takes back beside answers and marks: what was decided for the whole collection.
DECISIONS = (
    EventKind.BREAK,
    EventKind.PARAMETERS,
    EventKind.INTERVIEW,
    EventKind.ACTIVITY,
    EventKind.PRACTICE,
)
# SQLite takes 32,766 values in one statement.
CHUNK = 10_000

_ACTS = (*MARKS, *DECISIONS)
# The subjects of these kinds are keys.
_OF_KEYS = (*MARKS, EventKind.RENAME, EventKind.PRACTICE, EventKind.READ)

# A log is read whole at times: looked up is quicker than made.
_RATINGS = {rating.value: rating for rating in Rating}
_MODES = {mode.value: mode for mode in Mode}
_IN_TIME = attrgetter("at_ms", "uid")

# What every answer runs is built once.
_APPEND_REVIEW = insert(review)
_STUDIED = select(review).where(review.c.mode == Mode.STUDY.value)
_REVIEW_BY_UID = select(review).where(review.c.uid == bindparam("uid"))
_REVIEW_AT = select(review.c.uid).where(review.c.at_ms == bindparam("at_ms"))
_RENAME_WITH = (
    select(event.c.uid)
    .where(
        event.c.kind == EventKind.RENAME.value,
        (event.c.subject == bindparam("key")) | (event.c.payload == bindparam("to_key")),
    )
    .limit(1)
)
_NEXT_SEQ = text(
    "SELECT 1 + max(coalesce((SELECT max(seq) FROM review), 0),"
    " coalesce((SELECT max(seq) FROM event), 0))"
)


def new_uid() -> str:
    """A uid that no other row on any machine has."""
    return os.urandom(16).hex()


class Logs:
    """Reviews and events of one database, written in the name of one device."""

    def __init__(self, database: Database, device: str) -> None:
        self._database = database
        self._device = device

    # Appending

    def append_review(
        self,
        given: Review,
        *,
        utc_offset_min: int,
        origin: str = "flashprep",
    ) -> None:
        """Write a review. Its instant must be free (`free_instant`)."""
        self._database.execute(
            _APPEND_REVIEW,
            {
                "uid": given.uid,
                "seq": self._next_seq(),
                "device": self._device,
                "card_key": given.card_key,
                "key_since_ms": self.key_since(given.card_key),
                "at_ms": given.at_ms,
                "rating": int(given.rating),
                "duration_ms": given.duration_ms,
                "mode": given.mode.value,
                "due_day": given.due_day,
                "utc_offset_min": utc_offset_min,
                "origin": origin,
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
        """Write an event and return it."""
        since_ms = self.key_since(subject) if kind in _OF_KEYS else 0
        written = Event(new_uid(), at_ms, kind, subject, group, dict(payload or {}), since_ms)
        self._database.execute(
            insert(event).values(
                uid=written.uid,
                seq=self._next_seq(),
                device=self._device,
                at_ms=at_ms,
                kind=kind.value,
                subject=subject,
                key_since_ms=since_ms,
                group=group,
                payload=json.dumps(written.payload, sort_keys=True),
            )
        )
        return written

    def key_since(self, key: str) -> int:
        """The first instant since which the key means the card that has it today."""
        values = {"key": key, "to_key": json.dumps({"to": key})}
        # Every answer asks, and few cards were ever renamed.
        renamed = self._database.execute(_RENAME_WITH, values).first()
        return self.renames().since(key) if renamed else 0

    def free_instant(self, at_ms: int) -> int:
        """The instant itself, or the first millisecond after it that no review has."""
        while self._database.execute(_REVIEW_AT, {"at_ms": at_ms}).first():
            at_ms += 1
        return at_ms

    # Reading

    def review_by_uid(self, uid: str) -> Review | None:
        """The review with that uid, undone or not, under the key it was written with."""
        row = self._database.execute(_REVIEW_BY_UID, {"uid": uid}).first()
        return None if row is None else _review(row)

    def act(self, uid: str) -> Review | Event:
        """The review or event with that uid, undone or not."""
        rows = self._database.execute(select(event).where(event.c.uid == uid))
        return self.review_by_uid(uid) or _event(rows.one())

    def key_today(self, uid: str) -> str:
        """The key that the card of a review or mark has today."""
        row = self._database.execute(
            select(review.c.card_key, review.c.key_since_ms)
            .where(review.c.uid == uid)
            .union_all(select(event.c.subject, event.c.key_since_ms).where(event.c.uid == uid))
        ).one()
        return self.renames().today(row.card_key, row.key_since_ms)

    def last_act(self) -> Review | Event | None:
        """What this device did last and has not undone: a review, a mark or a decision. The
        order is that of writing, whatever the clock said."""
        voids = self.voids()
        reviews = select(review).where(review.c.device == self._device)
        marks = select(event).where(event.c.device == self._device, event.c.kind.in_(_ACTS))
        last: Review | Event | None = None
        last_seq = 0
        for row in self._database.execute(reviews.order_by(review.c.seq.desc())):
            if row.uid not in voids:
                last, last_seq = _review(row), row.seq
                break
        for row in self._database.execute(marks.order_by(event.c.seq.desc())):
            if row.uid not in voids:
                if row.seq > last_seq:
                    last = _event(row)
                break
        return last

    def last_undone(self) -> list[str]:
        """The uids of what this device took back last, in one act; none if it has answered,
        marked or decided anything since."""
        own = select(func.max(review.c.seq)).where(review.c.device == self._device)
        marks = select(func.max(event.c.seq)).where(
            event.c.device == self._device, event.c.kind.in_(_ACTS)
        )
        acted = max(self._database.execute(each).scalar() or 0 for each in (own, marks))
        voids = self.voids()
        rows = self._database.execute(
            select(event.c.uid, event.c.group)
            .where(
                event.c.device == self._device,
                event.c.kind == EventKind.VOID.value,
                event.c.seq > acted,
            )
            .order_by(event.c.seq.desc())
        ).all()
        for last in rows:
            if voids.takes_back(last.uid):
                together = [row for row in reversed(rows) if row.group == last.group]
                group = together if last.group else [last]
                return [uid for row in group if (uid := voids.takes_back(row.uid))]
        return []

    def acts_of_group(self, group: str) -> list[Event]:
        """The marks and decisions that were made together and count."""
        voids = self.voids()
        rows = self._database.execute(
            select(event).where(event.c.group == group, event.c.kind.in_(_ACTS))
        )
        return [_event(row) for row in rows if row.uid not in voids]

    def events(self, kind: EventKind) -> list[Event]:
        """All events of a kind that count, oldest first."""
        rows = self._database.execute(select(event).where(event.c.kind == kind.value)).all()
        if not rows:
            return []
        voids = self.voids()
        counting = (_event(row) for row in rows if row.uid not in voids)
        return sorted(counting, key=lambda each: (each.at_ms, each.uid))

    def events_of(self, kind: EventKind, keys: Collection[str]) -> list[Event]:
        """The events of a kind that count whose subjects are keys that these have or had."""
        voids, renames = self.voids(), self.renames()
        statement = select(event).where(event.c.kind == kind.value)
        return [
            _event(row)
            for row in self._rows(statement, event.c.subject, renames, keys)
            if row.uid not in voids and renames.today(row.subject, row.key_since_ms) in keys
        ]

    def voids(self) -> Voids:
        """All that was undone."""
        rows = self._database.execute(
            select(event.c.uid, event.c.subject).where(event.c.kind == EventKind.VOID.value)
        )
        return Voids((row.uid, row.subject) for row in rows)

    def renames(self) -> Renames:
        """All renames of keys that count."""
        return Renames(self.events(EventKind.RENAME))

    def reviews_by_card(self, keys: Collection[str] | None = None) -> dict[str, list[Review]]:
        """The reviews of the cards with `keys`, or of all cards, oldest first; not those given
        to cram. A card that has none is left out."""
        voids, renames = self.voids(), self.renames()
        by_card: dict[str, list[Review]] = defaultdict(list)
        for row in self._rows(_STUDIED, review.c.card_key, renames, keys):
            if row.uid not in voids:
                key = renames.today(row.card_key, row.key_since_ms)
                found = _review(row)
                by_card[key].append(
                    found if key == found.card_key else replace(found, card_key=key)
                )
        for reviews in by_card.values():
            reviews.sort(key=_IN_TIME)
        return _only(by_card, keys)

    def studied_between(self, since_ms: int, before_ms: int) -> list[Review]:
        """The answers that count of a stretch of time, oldest first; none given to cram."""
        return self._between(Mode.STUDY, since_ms, before_ms)

    def crammed_between(self, since_ms: int, before_ms: int) -> list[Review]:
        """Those of a stretch of time that were given to cram, in the same way."""
        return self._between(Mode.CRAM, since_ms, before_ms)

    def _between(self, mode: Mode, since_ms: int, before_ms: int) -> list[Review]:
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
            replace(_review(row), card_key=renames.today(row.card_key, row.key_since_ms))
            for row in rows
            if row.uid not in voids
        ]

    def ratings_by_card(self) -> dict[str, list[tuple[int, int]]]:
        """What `reviews_by_card` gives of all cards, but of each review only the instant and
        the rating: for what reads the whole log and wants no more."""
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
        """What was said of cards apart from ratings, in the same way."""
        voids, renames = self.voids(), self.renames()
        by_card: dict[str, list[Event]] = defaultdict(list)
        marks = select(event).where(event.c.kind.in_(MARKS))
        for row in self._rows(marks, event.c.subject, renames, keys):
            if row.uid not in voids:
                by_card[renames.today(row.subject, row.key_since_ms)].append(_event(row))
        return _only(by_card, keys)

    def acts_of(self, key: str) -> list[tuple[Review | Event, bool]]:
        """All that was ever answered or said of a card, its renames included, oldest first;
        of each, whether it was undone."""
        voids, renames = self.voids(), self.renames()
        said = select(event).where(event.c.kind.in_((*MARKS, EventKind.RENAME)))
        acts: list[tuple[Review | Event, bool]] = [
            (replace(_review(row), card_key=key), row.uid in voids)
            for row in self._rows(select(review), review.c.card_key, renames, [key])
            if renames.today(row.card_key, row.key_since_ms) == key
        ]
        acts += [
            (_event(row), row.uid in voids)
            for row in self._rows(said, event.c.subject, renames, [key])
            if renames.today(row.subject, row.key_since_ms) == key
        ]
        return sorted(acts, key=lambda act: (act[0].at_ms, act[0].uid))

    def count_counting(self) -> int:
        """How many answers count: those given to study and not taken back."""
        studied = review.c.mode == Mode.STUDY.value
        every = self._database.execute(select(func.count()).where(studied)).scalar() or 0
        undone = (
            select(review.c.uid)
            .join(event, event.c.subject == review.c.uid)
            .where(event.c.kind == EventKind.VOID.value, studied)
            .distinct()
        )
        voids = self.voids()
        return every - sum(uid in voids for uid in self._database.execute(undone).scalars())

    def mean_duration(self, before_ms: int, most: int) -> tuple[float, int]:
        """How long the last answers took before an instant, in ms, and how many those are, at
        most so many; answers that nobody timed are left out, long ones count as a minute."""
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
        self, apart_from: Collection[EventKind] = (), answered_since_ms: int | None = None
    ) -> int:
        """A number that is another one when anything was decided, marked or undone; apart from
        what is of these kinds, and from undoing, and doing again, what was answered since an
        instant."""
        if not apart_from and answered_since_ms is None:
            return self._maximum(event.c.seq)
        statement = select(func.max(event.c.seq)).where(event.c.kind.not_in(apart_from))
        if answered_since_ms is not None:
            answers = select(review.c.uid).where(review.c.at_ms >= answered_since_ms)
            voids = select(event.c.uid).where(event.c.kind == EventKind.VOID.value)
            undone = voids.where(event.c.subject.in_(answers)).cte("undone", recursive=True)
            undone = undone.union(voids.where(event.c.subject == undone.c.uid))
            statement = statement.where(event.c.uid.not_in(select(undone.c.uid)))
        return self._database.execute(statement).scalar() or 0

    def latest_answer(self) -> int:
        """A number that is another one when an answer was written."""
        return self._maximum(review.c.seq)

    def is_answered_late(self, after: int, before_ms: int) -> bool:
        """Whether an answer was written after that number which is of before an instant."""
        late = (review.c.seq > after) & (review.c.at_ms < before_ms)
        return self._database.execute(select(review.c.uid).where(late)).first() is not None

    def latest_ms(self) -> int:
        """The latest instant in either log; 0 when both are empty."""
        return max(self._maximum(review.c.at_ms), self._maximum(event.c.at_ms))

    def count_out_of_order(self, span_ms: int) -> int:
        """How many rows of this device are dated more than a span before one that it had
        written earlier."""
        logs = (
            self._database.execute(
                select(log.c.seq, log.c.at_ms)
                .where(log.c.device == self._device)
                .order_by(log.c.seq)
            )
            for log in (review, event)
        )
        latest_ms, count = 0, 0
        for _, at_ms in map(tuple, merge(*logs)):
            count += at_ms < latest_ms - span_ms
            latest_ms = max(latest_ms, at_ms)
        return count

    def _rows(
        self,
        statement: Select[Any],
        column: ColumnElement[str],
        renames: Renames,
        keys: Collection[str] | None,
    ) -> Iterator[Row[Any]]:
        if keys is None:
            yield from self._database.execute(statement)
            return
        past = sorted({old for key in keys for old in renames.past(key)})
        for start in range(0, len(past), CHUNK):
            chunk = past[start : start + CHUNK]
            yield from self._database.execute(statement.where(column.in_(chunk)))

    def _next_seq(self) -> int:
        return int(self._database.execute(_NEXT_SEQ).scalar_one())

    def _maximum(self, column: ColumnElement[int]) -> int:
        return self._database.execute(select(func.max(column))).scalar() or 0


_T = TypeVar("_T")


def _only(by_card: dict[str, list[_T]], keys: Collection[str] | None) -> dict[str, list[_T]]:
    if keys is None:
        return dict(by_card)
    return {key: by_card[key] for key in keys if key in by_card}


def _parts(written: str) -> tuple[tuple[str, bool], ...]:
    return tuple((part, passed) for part, passed in json.loads(written))


def _review(row: Row[Any]) -> Review:
    return Review(
        uid=row.uid,
        card_key=row.card_key,
        at_ms=row.at_ms,
        rating=_RATINGS[row.rating],
        duration_ms=row.duration_ms,
        due_day=row.due_day,
        mode=_MODES[row.mode],
        parts=_parts(row.parts) if row.parts else (),
    )


def _event(row: Row[Any]) -> Event:
    return Event(
        uid=row.uid,
        at_ms=row.at_ms,
        kind=EventKind(row.kind),
        subject=row.subject,
        group=row.group,
        payload=json.loads(row.payload),
        since_ms=row.key_since_ms,
    )
