"""Databases of older versions, made from one of the present version."""

import sqlite3
from contextlib import closing
from pathlib import Path

VERSION_8 = Path(__file__).with_name("version8.sql")
_COPIED = (
    *("cache_stamp", "device", "event", "fact", "note", "note_link", "review", "source_file"),
)
_TO_8 = [
    (
        'INSERT INTO card SELECT key, note_key, file, line, "column", place, position,'
        " json_patch(content, json_object('deck', deck, 'kind', kind,"
        " 'priority', nullif(priority, 'core'),"
        " 'tags', iif(tags = '[]', NULL, json(tags)), 'company', company)), reveals, guid,"
        " created_ms, retired_at_ms, fields_digest, content_mod_s"
        " FROM card_9 JOIN card_content USING (key)"
    ),
    (
        "INSERT INTO card_state SELECT key, queue, deck, position, phase, step, stability,"
        " difficulty, due_day, due_at_ms, last_day, last_at_ms, introduced_day, reps, lapses,"
        " retired_at_ms IS NOT NULL, suspended, buried_until_day, flag, forgotten_at_ms,"
        " due_set_day, due_set_at_ms, known_until_day, preset FROM card_9"
    ),
    *(f"INSERT INTO {name} SELECT * FROM {name}_9" for name in _COPIED),  # noqa: S608
    *(f"DROP TABLE {name}_9" for name in ("card", *_COPIED)),
    "DROP TABLE card_content",
    "DROP TABLE set_aside",
]
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
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        (present,) = connection.execute("PRAGMA user_version").fetchone()
        if present == 9 > version:
            _to_version_8(connection)
            present = 8
        for each in range(present, version, -1):
            for statement in _BACK[each]:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {version}")


def _to_version_8(connection: sqlite3.Connection) -> None:
    indexes = "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    for (name,) in connection.execute(indexes).fetchall():
        connection.execute(f"DROP INDEX {name}")
    for name in ("card", *_COPIED):
        connection.execute(f"ALTER TABLE {name} RENAME TO {name}_9")
    connection.executescript(VERSION_8.read_text())
    for statement in _TO_8:
        connection.execute(statement)
