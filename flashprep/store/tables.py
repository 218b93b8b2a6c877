"""The version of the database, and the names of columns that SQL statements list.

This module is separate from `schema.py`, which imports SQLAlchemy. A test checks that the two
modules agree.
"""

from typing import Final

VERSION: Final = 9
# "flsh" in ASCII. It identifies a flashprep database to flashprep and to the Unix command
# `file`.
APPLICATION_ID: Final = 0x666C7368

ANKI: Final = "anki"
"""The name of the device and of the origin of rows imported from Anki."""

REVIEW: Final = (
    *("uid", "seq", "device", "card_key", "at_ms", "moved_from_ms", "key_since_ms", "rating"),
    *("duration_ms", "mode", "due_day", "utc_offset_min", "origin", "anki_id", "parts"),
)
EVENT: Final = (
    *("uid", "seq", "device", "at_ms", "kind", "subject", "key_since_ms", "group", "payload"),
)
SOURCE_FILE: Final = ("name", "digest", "deck", "description")
NOTE: Final = (
    *("key", "file", "place", "line", "column"),
    *("outline", "prompts", "programme", "sheet"),
)
SUMMARY: Final = (
    *("key", "note_key", "deck", "kind", "priority", "tags", "company", "position"),
    *("reveals", "retired_at_ms"),
)
"""The columns of `card` whose values come from deck files, and the time when the card was
retired."""
ELSEWHERE: Final = ("file", "line", "column", "place", "guid", "created_ms")
EXPORTED: Final = ("fields_digest", "content_mod_s", "rendered_from")
STATE: Final = (
    *("phase", "step", "stability", "difficulty", "due_day", "due_at_ms"),
    *("last_day", "last_at_ms", "introduced_day", "reps", "lapses"),
    *("suspended", "buried_until_day", "flag", "forgotten_at_ms"),
    *("due_set_day", "due_set_at_ms", "known_until_day", "preset"),
)
"""The columns of `card` that a replay of the logs computes."""
CONTENT: Final = ("key", "content", "words")
"""The columns of `card_content`."""


def listed(columns: tuple[str, ...], table: str = "") -> str:
    """The columns as SQL. If `table` is given, each column name is preceded by the name of the
    table."""
    prefix = f"{table}." if table else ""
    return ", ".join(f'{prefix}"{column}"' for column in columns)


def insert(table: str, columns: tuple[str, ...]) -> str:
    """The statement that inserts values into these columns."""
    values = ", ".join("?" * len(columns))
    return f"INSERT INTO {table} ({listed(columns)}) VALUES ({values})"


def upsert(table: str, columns: tuple[str, ...], key: str) -> str:
    """The statement that inserts a row. If a row with the same key exists, its values are
    replaced."""
    others = ", ".join(f'"{name}" = excluded."{name}"' for name in columns if name != key)
    return f"{insert(table, columns)} ON CONFLICT ({key}) DO UPDATE SET {others}"
