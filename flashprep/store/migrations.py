"""Migrates databases of older versions.

Versions
1   the first version
2   flags, forgotten cards and due dates set by the user, in `card_state`
3   the time from which a key refers to its card, and timestamps moved by a merge, in the logs
4   the parts of a review that was ticked off step by step; cards without a digest, indexed by
    file
5   the preset of a card, in `card_state`
6   an index to list decks and count cards without reading the cards
7   an index of reviews by card that covers a replay
8   until when a card counts as known, in `card_state`; the complete content of notes, in `note`
9   all tables are strict; `card` has columns for deck, kind, priority, tags and company, and
    for what was in `card_state`; the rest of a card is in `card_content`; what the exported
    fields of a card were rendered from
"""

import json
import sqlite3
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Table

from flashprep.core.search.words import plain, searched
from flashprep.store import schema
from flashprep.store.set_aside import REFUSED, copy_rows, decoded, keep_aside
from flashprep.store.tables import (
    CONTENT,
    ELSEWHERE,
    EXPORTED,
    STATE,
    SUMMARY,
    VERSION,
    insert,
    listed,
)

_CATALOG = (*SUMMARY, *ELSEWHERE, *EXPORTED)
# In version 8, the table `card` had these columns. The other columns of SUMMARY were part of
# the JSON in `content`.
_OLD_CARD = (
    *("key", "note_key", "file", "line", "column", "place", "position", "content", "reveals"),
    *("guid", "created_ms", "retired_at_ms", "fields_digest", "content_mod_s"),
)
# The indexes of a table, except indexes that enforce uniqueness.
_INDEXES = (
    "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL"
)


def drop_cache(connection: sqlite3.Connection) -> None:
    """Delete the cache. It is computed again when the database is next opened."""
    connection.execute("DROP TABLE IF EXISTS card_state")
    connection.execute("DELETE FROM cache_stamp")


def say_since_when(connection: sqlite3.Connection) -> None:
    """Store in each row of the logs the time since which its key has belonged to its card.
    Older versions derived this from the order of the timestamps."""
    connection.execute("ALTER TABLE review ADD COLUMN moved_from_ms INTEGER")
    for table, key in (("review", "card_key"), ("event", "subject")):
        connection.execute(
            f"ALTER TABLE {table} ADD COLUMN key_since_ms INTEGER NOT NULL DEFAULT 0"
        )
        connection.execute(
            f"UPDATE {table} AS log SET key_since_ms = coalesce((SELECT max(at_ms) + 1 "
            f"FROM event WHERE kind = 'rename' AND subject = log.{key} "
            "AND at_ms < log.at_ms), 0)"
        )


def say_the_parts(connection: sqlite3.Connection) -> None:
    """Add a column for the ticked parts of a review, and drop the unused column with digests of
    cards."""
    connection.execute("ALTER TABLE review ADD COLUMN parts TEXT")
    connection.execute("ALTER TABLE card DROP COLUMN digest")


def give_notes_a_sheet(connection: sqlite3.Connection) -> None:
    """Add a column for the sheets of notes. The next sync fills the column, since the first
    sync after an update of flashprep reads all files again."""
    connection.execute("ALTER TABLE note ADD COLUMN sheet TEXT")
    drop_cache(connection)


def keep_as_before(_connection: sqlite3.Connection) -> None:
    """Change nothing. The next version differs only in an index, which the migration to version
    9 replaces."""


def make_strict(connection: sqlite3.Connection) -> None:
    """Create all tables again, as strict tables with checks. Rows that the new tables refuse
    are set aside.

    The table `card` gets columns for deck, kind, priority, tags and company, and the columns of
    the old table `card_state`. If a state cannot be copied, all states are computed again.
    """
    connection.execute(schema.table_statement(schema.set_aside))
    for table in (
        *(schema.fact, schema.device, schema.review, schema.event, schema.source_file),
        *(schema.note, schema.note_link, schema.cache_stamp),
    ):
        old = _renamed(connection, table)
        copy_rows(connection, old, table.name, tuple(table.columns.keys()))
        _finish(connection, table, old)
    _make_cards(connection)
    # If rows of the catalog were set aside, the next sync reads all deck files again.
    connection.execute(
        "UPDATE source_file SET digest = '' WHERE EXISTS (SELECT 1 FROM set_aside "
        "WHERE from_table NOT IN ('review', 'event', 'device', 'fact'))"
    )


def _renamed(connection: sqlite3.Connection, table: Table) -> str:
    """Rename a table of the old version, and create the new table. Returns the new name of the
    old table."""
    old = f"{table.name}_8"
    for (index,) in connection.execute(_INDEXES, [table.name]).fetchall():
        connection.execute('DROP INDEX "{}"'.format(index.replace('"', '""')))
    connection.execute(f"ALTER TABLE {table.name} RENAME TO {old}")
    connection.execute(schema.table_statement(table))
    return old


def _finish(connection: sqlite3.Connection, table: Table, old: str) -> None:
    connection.execute(f"DROP TABLE {old}")
    for statement in schema.index_statements(table):
        connection.execute(statement)


def _make_cards(connection: sqlite3.Connection) -> None:
    old = _renamed(connection, schema.card)
    connection.execute(schema.table_statement(schema.card_content))
    for row in decoded(connection, f"SELECT {listed(_OLD_CARD)} FROM {old}"):
        try:
            card, content = _divided(dict(zip(_OLD_CARD, row, strict=True)))
            connection.execute(insert("card", _CATALOG), card)
            connection.execute(insert("card_content", CONTENT), content)
        except (ValueError, KeyError, TypeError, AttributeError, *REFUSED):
            keep_aside(connection, "card", _OLD_CARD, row)
    _copy_states(connection)
    _finish(connection, schema.card, old)


def _divided(row: dict[str, Any]) -> tuple[list[Any], list[Any]]:
    """Two lists of values for the tables `card` and `card_content`, from a row of version 8.
    Raises ValueError or KeyError if the JSON in the row is damaged."""
    content = json.loads(row["content"])
    row["deck"], row["kind"] = content.pop("deck"), content.pop("kind")
    row["priority"] = content.pop("priority", "core")
    row["tags"] = json.dumps(content.pop("tags", []), ensure_ascii=False)
    row["company"] = content.pop("company", None) or None
    row["rendered_from"] = None
    texts = (content.get(name, "") for name in ("context", "front", "answer"))
    kept, words = json.dumps(content, ensure_ascii=False), plain(searched(row["key"], *texts))
    return [row[name] for name in _CATALOG], [row["key"], kept, words]


def _copy_states(connection: sqlite3.Connection) -> None:
    """Copy the states of all cards. If one state cannot be copied, no states are copied, and
    all states are computed again."""
    states = ", ".join(f'"{name}" = card_state."{name}"' for name in STATE)
    connection.execute("SAVEPOINT states")
    try:
        connection.execute(f"UPDATE card SET {states} FROM card_state WHERE card_key = key")
        (differing,) = connection.execute(
            "SELECT count(*) FROM card LEFT JOIN card_state ON card_key = key "
            "WHERE queue IS NOT standing"
        ).fetchone()
        is_complete = differing == 0
    except sqlite3.Error:
        is_complete = False
    if not is_complete:
        connection.execute("ROLLBACK TO states")
        connection.execute("DELETE FROM cache_stamp WHERE name = 'states'")
    connection.execute("RELEASE states")
    connection.execute("DROP TABLE IF EXISTS card_state")


# MIGRATIONS[n] migrates a database from version n to n + 1, inside the transaction that also
# sets the version.
MIGRATIONS: Mapping[int, Callable[[sqlite3.Connection], None]] = {
    1: drop_cache,
    2: say_since_when,
    3: say_the_parts,
    4: drop_cache,
    5: keep_as_before,
    6: keep_as_before,
    7: give_notes_a_sheet,
    8: make_strict,
}


def make_or_migrate(connection: sqlite3.Connection, found: int) -> None:
    """Migrate a database of version `found` to the present version. If `found` is 0, create all
    tables."""
    if found == 0:
        for statement in schema.every_statement():
            connection.execute(statement)
    else:
        for version in range(found, VERSION):
            MIGRATIONS[version](connection)
