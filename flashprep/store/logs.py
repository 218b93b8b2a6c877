"""Appends rows to the two logs (reviews and events), and reads the rows that have effect.

Rows are inserted and never changed. Methods that append rows must be called inside
`Database.transaction`. Methods that read map rows to the cards' current keys and skip undone
rows. Results that a command needs many times, such as the undone rows, are cached until the
next write.
"""

import json
import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from operator import attrgetter
from typing import Any, NamedTuple

from flashprep.core.events import KINDS, Event, EventKind, in_time, names_of
from flashprep.core.memory import LONGEST_MS, Mode, Review
from flashprep.core.renames import Renames
from flashprep.core.voids import Voids
from flashprep.store import log_statements as sql
from flashprep.store.database import Database, Row, as_json
from flashprep.store.log_rows import event_of, payload_text, review_of

_IN_TIME = attrgetter("at_ms", "uid")
_DAY_MS = 86_400_000


def next_seq(database: Database) -> int:
    """The sequence number of the next row. The two logs have common sequence numbers."""
    return int(database.value(sql.NEXT_SEQ))


def new_uid() -> str:
    """A new random uid, unique on all machines."""
    return os.urandom(16).hex()


class DatedAhead(NamedTuple):
    """A row of a log that is dated ahead: its timestamp is in the future (see
    `app.dated_ahead`). `key` is the key or subject as stored in the row. `kind` is the kind of
    the event, or None for a review."""

    uid: str
    key: str
    since_ms: int
    at_ms: int
    kind: EventKind | None


class Left:
    """The uids of the rows that have no effect: undone rows, and some of the rows dated
    ahead."""

    def __init__(self, voids: Voids, ahead: Iterable[str]) -> None:
        self._voids, self._ahead = voids, frozenset(ahead)

    def __contains__(self, uid: str) -> bool:
        """Whether the row with this uid has no effect."""
        return uid in self._voids or uid in self._ahead


class Logs:
    """The reviews and events of one database. `device` is the id of the device to which new
    rows belong."""

    def __init__(self, database: Database, device: str) -> None:
        self._database = database
        self.device = device
        self.has_recorded = False
        """Whether an action of the user was appended through this object."""

    # Appending

    def append_review(self, given: Review, *, utc_offset_min: int) -> None:
        """Append a review. Its timestamp must be unused (see `free_instant`). The card's rows
        that are dated ahead are voided."""
        self.has_recorded = True
        if given.mode is Mode.STUDY:
            for uid in self._to_end(EventKind.FORGET, given.card_key, given.at_ms):
                self.append_event(EventKind.VOID, uid, given.at_ms, group=given.uid)
        self._database.write(
            sql.APPEND_REVIEW,
            {
                "uid": given.uid,
                "device": self.device,
                "card_key": given.card_key,
                "key_since_ms": self.key_since(given.card_key),
                "at_ms": given.at_ms,
                "rating": int(given.rating),
                "duration_ms": given.duration_ms,
                "mode": given.mode.value,
                "due_day": given.due_day,
                "utc_offset_min": utc_offset_min,
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
        """Append an event, and return it. Rows with the same subject that are dated ahead are
        voided if the new event cancels such rows (see `EventKind.ends`). Raises ValueError if
        the payload is not valid."""
        ended = self._to_end(kind, subject, at_ms)
        if ended:
            group = group or new_uid()
        for uid in ended:
            self.append_event(EventKind.VOID, uid, at_ms, group=group)
        since_ms = self.key_since(subject) if kind.is_keyed else 0
        written = Event(new_uid(), at_ms, kind, subject, group, dict(payload or {}), since_ms)
        self.has_recorded |= kind.is_undoable or kind is EventKind.VOID
        self._database.write(
            sql.APPEND_EVENT,
            {
                "uid": written.uid,
                "device": self.device,
                "at_ms": at_ms,
                "kind": kind.name,
                "subject": subject,
                "key_since_ms": since_ms,
                "group": group,
                "payload": payload_text(kind, written.payload),
            },
        )
        return written

    def _to_end(self, kind: EventKind, subject: str, at_ms: int) -> list[str]:
        """The uids of the rows dated ahead that an event of this kind and subject cancels. Such
        a row is more than a day later than the event. An event with an old timestamp, such as
        an imported review of an earlier day, cancels no rows."""
        ahead = self.ahead() if kind.waits or kind.replaces else ()
        horizon_ms = self.horizon(at_ms)[0] if ahead else None
        if horizon_ms is None or at_ms < horizon_ms - 2 * _DAY_MS:
            return []
        return [
            row.uid
            for row in ahead
            if row.at_ms > at_ms + _DAY_MS
            and kind.ends(row.kind)
            and self.key_of(row) == subject
        ]

    def key_since(self, key: str) -> int:
        """The time in ms since which `key` has belonged to the card that has this key today."""
        values = {"key": key, "to_key": json.dumps({"to": key})}
        # This method is called for every review. Since few cards are ever renamed, it rarely
        # has to read all renames.
        renamed = self._database.row(sql.RENAME_WITH, values)
        return self.renames().since(key) if renamed else 0

    def free_instant(self, at_ms: int) -> int:
        """The first unused timestamp from `at_ms` on: no review has this timestamp."""
        while self._database.row(sql.REVIEW_AT, (at_ms,)):
            at_ms += 1
        return at_ms

    # Reading

    def review_by_uid(self, uid: str) -> Review | None:
        """The review with this uid, with its original key. The review may have been undone.
        Returns None if there is no such review."""
        row = self._database.row(sql.REVIEW_BY_UID, (uid,))
        return None if row is None else review_of(row)

    def key_today(self, uid: str) -> str:
        """The current key of the card to which a review or event belongs. `uid` is the uid of
        the review or event."""
        found = self._database.row(sql.KEY_OF_ROW, {"uid": uid})
        assert found is not None
        return self.renames().today(*found)

    def events(self, kind: EventKind) -> list[Event]:
        """The events of a kind that were not undone, oldest first."""
        kept = self._database.kept
        return list(kept.found(("events", kind), lambda: self._read_events(kind)))

    def _read_events(self, kind: EventKind) -> list[Event]:
        rows = self._database.rows(sql.EVENTS_OF_KIND, (kind.name,))
        if not rows:
            return []
        left_out = self.left_out()
        return in_time(event_of(row) for row in rows if row[0] not in left_out)

    def events_of(self, kind: EventKind, keys: Collection[str]) -> list[Event]:
        """The events of a kind for the cards with these current keys. Undone events are left
        out."""
        left_out = self.left_out()
        rows = self._rows(sql.EVENTS, [kind.name], keys)
        return [event_of(row) for _, row in rows if row[0] not in left_out]

    def later_than(self, at_ms: int) -> list[DatedAhead]:
        """The rows of both logs with a timestamp later than `at_ms`, without undone rows. Voids
        and renames are left out, since their effect follows the order of writing. Kinds of
        events that only newer versions know are also left out."""
        return self._dated(sql.LATER, {"ms": at_ms})

    def ahead(self) -> list[DatedAhead]:
        """The rows dated ahead. These are the rows with a timestamp later than the stored
        horizon."""
        kept = self._database.kept
        return kept.found("ahead", lambda: self._dated(sql.AHEAD, {}))

    def _dated(self, statement: str, values: Mapping[str, int]) -> list[DatedAhead]:
        found = self._database.rows(statement, values)
        if not found:
            return []
        voids = self.voids()
        return [
            DatedAhead(uid, key, since_ms, at_ms, kind and KINDS[kind])
            for uid, key, since_ms, at_ms, kind in found
            if uid not in voids and (kind is None or kind in KINDS)
        ]

    def horizon(self, at_ms: int) -> tuple[int | None, bool]:
        """Two values. The first value is the horizon: the time after which rows are dated
        ahead. It is None if there were no such rows at the last comparison with the clock. The
        second value is whether any row has a timestamp later than `at_ms`."""
        found = self._database.row(sql.HORIZON, {"ms": at_ms})
        assert found is not None
        return found[0], bool(found[1])

    def key_of(self, row: DatedAhead) -> str:
        """The current key for a row dated ahead. If the row's subject is not a key, returns the
        subject."""
        if row.kind and not row.kind.is_keyed:
            return row.key
        return self.renames().today(row.key, row.since_ms)

    def waiting(self) -> list[DatedAhead]:
        """The rows dated ahead that have no effect before their time."""
        return [row for row in self.ahead() if row.kind is None or row.kind.waits]

    def left_out(self) -> "Voids | Left":
        """The rows that have no effect: undone rows, and the rows returned by `waiting`."""
        waiting = self.waiting()
        return Left(self.voids(), [row.uid for row in waiting]) if waiting else self.voids()

    def voids(self) -> Voids:
        """All voids, which determine the undone rows."""
        return self._database.kept.found("voids", self._read_voids)

    def _read_voids(self) -> Voids:
        return Voids(self._database.rows(sql.VOIDS))

    def renames(self) -> Renames:
        """All renames of keys that were not undone."""
        kept = self._database.kept
        return kept.found("renames", lambda: Renames(self.events(EventKind.RENAME)))

    def reviews_by_card(self, keys: Collection[str] | None = None) -> dict[str, list[Review]]:
        """The reviews of each card, oldest first, by the card's current key. Cram reviews and
        cards without reviews are left out. Cards are in the order of `keys`. If `keys` is None,
        the result contains all cards."""
        left_out = self.left_out()
        by_card: dict[str, list[Review]] = defaultdict(list)
        for key, row in self._rows(sql.REVIEWS, [Mode.STUDY.value], keys):
            if row[0] not in left_out:
                by_card[key].append(review_of(row, key))
        for reviews in by_card.values():
            reviews.sort(key=_IN_TIME)
        return {key: by_card[key] for key in keys or by_card if key in by_card}

    def between(self, mode: Mode, since_ms: int, before_ms: int) -> list[Review]:
        """The reviews of a mode (study or cram) with `since_ms` <= timestamp < `before_ms`,
        oldest first. Undone reviews are left out."""
        left_out, renames = self.left_out(), self.renames()
        rows = self._database.stream(sql.REVIEWS_BETWEEN, (mode.value, since_ms, before_ms))
        counting = (row for row in rows if row[0] not in left_out)
        return [review_of(row, renames.today(row[2], row[3])) for row in counting]

    def marks_by_card(self, keys: Collection[str] | None = None) -> dict[str, list[Event]]:
        """Like `reviews_by_card`, but for events that change a card's marks, such as flags and
        suspensions."""
        left_out = self.left_out()
        by_card: dict[str, list[Event]] = defaultdict(list)
        for key, row in self._rows(sql.EVENTS, names_of(attrgetter("is_mark")), keys):
            if row[0] not in left_out:
                by_card[key].append(event_of(row))
        return dict(by_card)

    def acts_of(self, key: str) -> list[tuple[Review | Event, bool]]:
        """The complete history of a card, oldest first: its reviews and events, including
        renames. The second value of each pair is whether the review or event was undone."""
        voids = self.voids()
        shown = names_of(attrgetter("history_words"))
        reviews = self._rows(sql.REVIEWS, [mode.value for mode in Mode], [key])
        events = self._rows(sql.EVENTS, shown, [key])
        acts: list[Review | Event] = [review_of(row, key) for _, row in reviews]
        acts += [event_of(row) for _, row in events]
        return [(act, act.uid in voids) for act in sorted(acts, key=_IN_TIME)]

    def mean_duration(self, before_ms: int, most: int) -> tuple[float, int]:
        """The mean duration, in ms, of the last reviews before a time, and the number of these
        reviews. At most `most` reviews are used. Reviews without a recorded duration are left
        out. A duration longer than LONGEST_MS counts as LONGEST_MS."""
        found = self._database.row(sql.MEAN_DURATION, (LONGEST_MS, before_ms, most))
        assert found is not None
        return float(found[0] or 0.0), int(found[1])

    def latest_event(
        self, apart_from: Collection[str] = (), answered_since_ms: int | None = None
    ) -> int:
        """The sequence number of the newest event. Events of the kinds in `apart_from` are
        ignored. If `answered_since_ms` is given, undos and redos of reviews that took place at
        that time or later are also ignored."""
        if not apart_from and answered_since_ms is None:
            found = self._database.kept.found(
                "latest event", lambda: self._database.value(sql.LATEST_EVENT)
            )
        else:
            values = {"apart_from": as_json(apart_from), "since_ms": answered_since_ms}
            found = self._database.value(sql.LATEST_EVENT_APART, values)
        return int(found or 0)

    def latest_answer(self) -> int:
        """The sequence number of the newest review."""
        kept = self._database.kept
        return kept.found(
            "latest answer", lambda: int(self._database.value(sql.LATEST_REVIEW) or 0)
        )

    def is_answered_late(self, after: int, before_ms: int) -> bool:
        """Whether there is a review with a sequence number greater than `after` and a timestamp
        before `before_ms`."""
        return self._database.row(sql.LATE_REVIEW, (after, before_ms)) is not None

    def latest_ms(self) -> int:
        """The latest timestamp in either log; 0 if both are empty."""
        return int(self._database.value(sql.LATEST_MS))

    def _rows(
        self, statements: sql.Log, chosen: Iterable[str], keys: Collection[str] | None
    ) -> Iterator[tuple[str, Row]]:
        """Yields the rows of the cards with `keys`, including undone rows, each with its card's
        current key. If `keys` is None, yields the rows of all cards. `chosen` contains the
        modes of reviews or the kinds of events to read."""
        renames, values = self.renames(), {"chosen": as_json(chosen)}
        statement = statements.all
        if keys is not None:
            keys = frozenset(keys)
            past = {old for key in keys for old in renames.past(key)}
            statement, values["keys"] = statements.of_cards, as_json(sorted(past))
        for row in self._database.stream(statement, values):
            key = renames.today(row[2], row[3])
            if keys is None or key in keys:
                yield key, row
