"""Databases of older versions, made from one of the present version."""

import sqlite3
from contextlib import closing
from pathlib import Path

# What takes a database of a version back to the one before.
_BACK = {
    8: [
        "ALTER TABLE note DROP COLUMN sheet",
        "DROP INDEX known_by_day",
        "ALTER TABLE card_state DROP COLUMN known_until_day",
    ],
    7: [
        "DROP INDEX review_by_card",
        "CREATE INDEX review_by_card ON review (card_key, at_ms)",
    ],
    6: ["DROP INDEX live_by_deck"],
    5: ["ALTER TABLE card_state DROP COLUMN preset"],
    4: [
        "ALTER TABLE review DROP COLUMN parts",
        "ALTER TABLE card ADD COLUMN digest TEXT",
        "DROP INDEX ix_card_file",
    ],
    3: [
        "ALTER TABLE review DROP COLUMN key_since_ms",
        "ALTER TABLE review DROP COLUMN moved_from_ms",
        "ALTER TABLE event DROP COLUMN key_since_ms",
    ],
    2: [
        f"ALTER TABLE card_state DROP COLUMN {column}"
        for column in ("flag", "forgotten_at_ms", "due_set_day", "due_set_at_ms")
    ],
}


def age(path: Path, version: int) -> None:
    """Make the database at `path` what one of that version was."""
    with closing(sqlite3.connect(path)) as connection:
        (present,) = connection.execute("PRAGMA user_version").fetchone()
        for each in range(present, version, -1):
            for statement in _BACK[each]:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {version}")
