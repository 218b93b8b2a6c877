"""The SQL of the queries for the queue, and of the queries that count cards by state.

A condition such as `queue = 'new'` is a literal part of each statement, not a parameter. SQLite
uses a partial index only if the statement contains the condition of the index. A test runs
EXPLAIN on each constant.
"""

from typing import Final, NamedTuple

from flashprep.core.fsrs import LAPSE_S, LESS_S
from flashprep.core.presets import DEFAULT
from flashprep.store.card_rows import STATUS_COLUMNS, SUMMARY_COLUMNS
from flashprep.store.tables import STATE, listed


class Choice(NamedTuple):
    """Two statements: `all` is for the cards of all decks, and `of_decks` is for the cards of
    the decks in the parameter `:decks` (as JSON)."""

    all: str
    of_decks: str


# The condition for cards that may be studied today: neither buried, nor marked as known until a
# later day.
MAY_COME: Final = (
    "(buried_until_day IS NULL OR buried_until_day <= :today) "
    "AND (known_until_day IS NULL OR known_until_day <= :today)"
)
_DECKS: Final = "AND deck IN (SELECT value FROM json_each(:decks))"


def _chosen(where: str, order: str) -> Choice:
    """The statements that read the first `:limit` cards in an order. If `:limit` is -1, there
    is no limit."""
    chosen = f"SELECT {STATUS_COLUMNS} FROM card WHERE {where} AND {MAY_COME}"
    rest = f"ORDER BY {order} LIMIT :limit"
    return Choice(f"{chosen} {rest}", f"{chosen} {_DECKS} {rest}")


LEARNING: Final = _chosen("queue = 'learning' AND due_day <= :today", "due_at_ms, key")
DUE: Final = _chosen("queue = 'review' AND due_day <= :today", "due_day, position")
NEW: Final = _chosen("queue = 'new' AND known_until_day IS NULL", "position")
KNOWN: Final = _chosen(
    "queue = 'new' AND known_until_day <= :today", "known_until_day, position"
)

# `Curve.loss_of_a_day` in SQL. The parameter `:curves` contains the forgetting curves as JSON,
# by preset.
_DAYS: Final = "max(0, :today - last_day)"
_NOW: Final = f"pow(1 + factor * {_DAYS} / stability, -decay)"
_THEN: Final = f"pow(1 + factor * ({_DAYS} + 1) / stability, -decay)"
_LOSS: Final = f"({_NOW} - {_THEN}) / ({LAPSE_S} - {LESS_S} * {_NOW})"
# Read once: SQLite would read JSON again for each card.
_CURVES: Final = (
    "WITH curve AS MATERIALIZED (SELECT key AS curve, json_extract(value, '$[0]') AS factor,"
    " json_extract(value, '$[1]') AS decay FROM json_each(:curves))"
)
_CURVE: Final = (
    "JOIN curve ON curve = CASE WHEN preset IN (SELECT curve FROM curve) THEN preset "
    f"ELSE '{DEFAULT}' END"
)


def _losing(decks: str) -> str:
    return (
        f"{_CURVES} SELECT {STATUS_COLUMNS} FROM card {_CURVE} "
        f"WHERE queue = 'review' AND due_day <= :today AND {MAY_COME} {decks} "
        f"ORDER BY {_LOSS} DESC, due_day, position LIMIT :limit"
    )


LOSING: Final = Choice(_losing(""), _losing(_DECKS))

_DUE_KEYS: Final = (
    f"SELECT key FROM card WHERE queue = 'review' AND due_day <= :today AND {MAY_COME}"
)
DUE_KEYS: Final = Choice(_DUE_KEYS, f"{_DUE_KEYS} {_DECKS}")
COUNT_DUE: Final = Choice(*(f"SELECT count(*) FROM ({each} LIMIT :limit)" for each in DUE_KEYS))

# Groups of reviewed cards, with the sum of the cards' recall (`Curve.recall` in SQL). The cards
# of a group are of the same note if the kind of the note is in `:kinds`; otherwise they are of
# the same deck. The other columns in GROUP BY determine whether an interview covers a card. The
# statement reads all cards, but no objects are created for them.
RECALLS: Final = (
    f"{_CURVES} SELECT CASE WHEN kind IN (SELECT value FROM json_each(:kinds))"
    f" THEN note_key ELSE deck END AS name, {SUMMARY_COLUMNS}, min(key), count(*), sum(pow(1 +"
    " factor * max(1, :day - last_day) / (:memory_factor * stability), -decay)) "
    f"FROM card {_CURVE} WHERE queue IN ('learning', 'review') "
    "GROUP BY name, deck, kind, priority, company"
)

EVERY_KNOWN: Final = (
    f"SELECT {STATUS_COLUMNS} FROM card WHERE queue = 'new' AND known_until_day IS NOT NULL "
    "ORDER BY known_until_day, position"
)
SHOWN_ON: Final = "SELECT key, last_at_ms FROM card WHERE last_day = ? ORDER BY last_at_ms, key"
# The cards studied last before a day. A card that was studied again since the start of the day
# is included if it was introduced before that day. Its earlier review is only in the log.
STUDIED_LAST: Final = (
    "SELECT key, preset, forgotten_at_ms FROM card"
    " WHERE last_at_ms >= :before_ms AND introduced_day < :day UNION ALL "
    "SELECT * FROM (SELECT key, preset, forgotten_at_ms FROM card"
    " WHERE last_at_ms < :before_ms ORDER BY last_at_ms DESC LIMIT :most)"
)
# The statement reads all cards. This is fast enough, since it runs only once for each plan.
WAITING: Final = f"SELECT key FROM card WHERE NOT ({MAY_COME})"

COUNT_INTRODUCED: Final = "SELECT count(*) FROM card WHERE introduced_day = ?"
INTRODUCED_BY_PRESET: Final = (
    "SELECT preset, count(*) FROM card WHERE introduced_day = ? GROUP BY preset"
)
_REVIEWED: Final = "last_day = :today AND introduced_day < :today"
COUNT_REVIEWED: Final = f"SELECT count(*) FROM card WHERE {_REVIEWED}"
REVIEWED_BY_PRESET: Final = (
    f"SELECT preset, count(*) FROM card WHERE {_REVIEWED} GROUP BY preset"
)
# The recursion uses the index to skip from each deck to the next deck, so the number of cards
# does not matter.
DECKS: Final = (
    "WITH RECURSIVE decks(deck) AS ("
    "SELECT min(deck) FROM card WHERE retired_at_ms IS NULL UNION ALL "
    "SELECT (SELECT min(deck) FROM card WHERE retired_at_ms IS NULL AND deck > decks.deck) "
    "FROM decks WHERE decks.deck IS NOT NULL) "
    "SELECT deck FROM decks WHERE deck IS NOT NULL"
)
UNSEEN_BY_DECK: Final = "SELECT deck, count(*) FROM card WHERE queue = 'new' GROUP BY deck"
COUNT: Final = "SELECT count(*) FROM card"
COUNT_LIVE: Final = "SELECT count(*), count(phase) FROM card WHERE retired_at_ms IS NULL"
ANY_LIVE: Final = "SELECT key FROM card WHERE retired_at_ms IS NULL LIMIT 1"
COUNT_OUT: Final = (
    "SELECT count(*) FROM card WHERE key IN (SELECT value FROM json_each(?)) AND queue = 'out'"
)
LIVE_BY_PRESET: Final = (
    "SELECT preset, count(*) FROM card WHERE retired_at_ms IS NULL GROUP BY preset"
)
COUNT_DUE_BY: Final = (
    "SELECT (SELECT count(*) FROM card WHERE queue = 'review' AND due_day <= :day)"
    " + (SELECT count(*) FROM card WHERE queue = 'learning' AND due_day <= :day)"
)
LOAD: Final = (
    "SELECT due_day, count(*) FROM card WHERE queue = 'review' AND due_day BETWEEN ? AND ? "
    "GROUP BY due_day"
)

# States

EVERY: Final = f"SELECT {STATUS_COLUMNS} FROM card ORDER BY key"
EVERY_VALUES: Final = f"SELECT {listed(STATE)}, key FROM card ORDER BY key"
OF_NOTES: Final = (
    f"SELECT {STATUS_COLUMNS} FROM card WHERE retired_at_ms IS NULL"
    " AND note_key IN (SELECT value FROM json_each(:keys)) ORDER BY position"
)
SOME: Final = f"SELECT {STATUS_COLUMNS} FROM card WHERE key IN (SELECT value FROM json_each(?))"
FIND: Final = f"SELECT {STATUS_COLUMNS} FROM card WHERE key = ?"
# The statement does not write a row that already has these values, since each write of a row
# also writes all indexes.
_STATE_VALUES: Final = ", ".join(f"?{place}" for place in range(1, len(STATE) + 1))
PUT: Final = (
    f"UPDATE card SET ({', '.join(STATE)}) = ({_STATE_VALUES}) WHERE key = ?{len(STATE) + 1} "
    f"AND ({', '.join(STATE)}) IS NOT ({_STATE_VALUES})"
)
STAMP: Final = "SELECT digest FROM cache_stamp WHERE name = ?"
PUT_STAMP: Final = (
    "INSERT INTO cache_stamp (name, digest) VALUES (?, ?) "
    "ON CONFLICT (name) DO UPDATE SET digest = excluded.digest"
)
