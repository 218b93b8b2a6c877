"""The SQL of the logs. A test runs EXPLAIN on each constant."""

from typing import Final, NamedTuple

from flashprep.store.log_rows import EVENT, REVIEW


class Log(NamedTuple):
    """Two statements: `all` reads the rows of all cards, and `of_cards` reads the rows of the
    cards with certain keys. The parameter `:chosen` contains the modes of reviews or the kinds
    of events, as JSON. The parameter `:keys` contains the keys, as JSON."""

    all: str
    of_cards: str


_AMONG_CHOSEN: Final = "IN (SELECT value FROM json_each(:chosen))"
_AMONG_KEYS: Final = "IN (SELECT value FROM json_each(:keys))"

# This expression is also used inside an INSERT, so that a row is appended by a single
# statement.
_NEXT_SEQ: Final = (
    "1 + max(coalesce((SELECT max(seq) FROM review), 0),"
    " coalesce((SELECT max(seq) FROM event), 0))"
)
NEXT_SEQ: Final = f"SELECT {_NEXT_SEQ}"

APPEND_REVIEW: Final = (
    "INSERT INTO review (uid, seq, device, card_key, key_since_ms, at_ms, rating, duration_ms,"
    " mode, due_day, utc_offset_min, origin, parts) "
    f"VALUES (:uid, {_NEXT_SEQ}, :device, :card_key, :key_since_ms, :at_ms, :rating,"
    " :duration_ms, :mode, :due_day, :utc_offset_min, 'flashprep', :parts)"
)
APPEND_EVENT: Final = (
    "INSERT INTO event"
    ' (uid, seq, device, at_ms, kind, subject, key_since_ms, "group", payload) '
    f"VALUES (:uid, {_NEXT_SEQ}, :device, :at_ms, :kind, :subject, :key_since_ms, :group,"
    " :payload)"
)

REVIEW_BY_UID: Final = f"SELECT {REVIEW} FROM review WHERE uid = ?"
EVENT_BY_UID: Final = f"SELECT {EVENT} FROM event WHERE uid = ?"
REVIEW_AT: Final = "SELECT uid FROM review WHERE at_ms = ?"
KEY_OF_ROW: Final = (
    "SELECT card_key, key_since_ms FROM review WHERE uid = :uid "
    "UNION ALL SELECT subject, key_since_ms FROM event WHERE uid = :uid"
)
RENAME_WITH: Final = (
    "SELECT uid FROM event WHERE kind = 'rename' AND (subject = :key OR payload = :to_key) "
    "LIMIT 1"
)

EVENTS_OF_KIND: Final = f"SELECT {EVENT} FROM event WHERE kind = ?"
VOIDS: Final = "SELECT uid, subject FROM event WHERE kind = 'void'"
EVENTS: Final = Log(
    f"SELECT {EVENT} FROM event WHERE kind {_AMONG_CHOSEN}",
    f"SELECT {EVENT} FROM event WHERE subject {_AMONG_KEYS} AND kind {_AMONG_CHOSEN}",
)
REVIEWS: Final = Log(
    f"SELECT {REVIEW} FROM review WHERE mode {_AMONG_CHOSEN}",
    f"SELECT {REVIEW} FROM review WHERE card_key {_AMONG_KEYS} AND mode {_AMONG_CHOSEN}",
)
REVIEWS_BETWEEN: Final = (
    f"SELECT {REVIEW} FROM review WHERE mode = ? AND at_ms >= ? AND at_ms < ? ORDER BY at_ms"
)
MEAN_DURATION: Final = (
    "SELECT avg(took), count(*) FROM (SELECT min(duration_ms, ?) AS took FROM review "
    "WHERE at_ms < ? AND duration_ms > 0 ORDER BY at_ms DESC LIMIT ?)"
)

LATEST_EVENT: Final = "SELECT max(seq) FROM event"
# Ignores undos and redos of reviews since `:since_ms`. The recursion finds voids of voids.
LATEST_EVENT_APART: Final = (
    "WITH RECURSIVE undone(uid) AS ("
    "SELECT uid FROM event WHERE kind = 'void' AND subject IN"
    " (SELECT uid FROM review WHERE at_ms >= :since_ms) "
    "UNION SELECT event.uid FROM undone JOIN event ON subject = undone.uid AND kind = 'void') "
    "SELECT seq FROM event WHERE kind NOT IN (SELECT value FROM json_each(:apart_from)) "
    "AND uid NOT IN (SELECT uid FROM undone) ORDER BY seq DESC LIMIT 1"
)
LATEST_REVIEW: Final = "SELECT max(seq) FROM review"
# The plus sign keeps SQLite from using the index on `at_ms`, which would read all earlier
# reviews. Few reviews have a greater sequence number.
LATE_REVIEW: Final = "SELECT uid FROM review WHERE seq > ? AND +at_ms < ? LIMIT 1"
# Rows with later timestamps, such as rows dated ahead. Voids and renames are left out, since
# their effect follows the order of writing and not the clock.
_LATER: Final = (
    "SELECT uid, card_key, key_since_ms, at_ms, NULL FROM review WHERE at_ms > {ms} "
    "UNION ALL SELECT uid, subject, key_since_ms, at_ms, kind FROM event "
    "WHERE at_ms > {ms} AND kind NOT IN ('void', 'rename')"
)
_HORIZON: Final = (
    "(SELECT CAST(nullif(digest, '') AS INTEGER) FROM cache_stamp WHERE name = 'horizon')"
)
AHEAD: Final = _LATER.format(ms=_HORIZON)
LATER: Final = _LATER.format(ms=":ms")
HORIZON: Final = (
    f"SELECT {_HORIZON}, EXISTS (SELECT 1 FROM review WHERE at_ms > :ms) OR EXISTS (SELECT 1 "
    "FROM event WHERE at_ms > :ms AND kind NOT IN ('void', 'rename'))"
)
LATEST_MS: Final = (
    "SELECT max(coalesce((SELECT max(at_ms) FROM review), 0),"
    " coalesce((SELECT max(at_ms) FROM event), 0))"
)
