"""Rules for the values of each column of a database. The rules are SQL conditions, since these
are fast even for a million reviews.

The tables are strict and have checks, but the program that wrote a file may have turned these
off. So the type of every column is checked again. The rules also contain conditions that the
tables do not check.
"""

import re
import sqlite3
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Column, Table

from flashprep.core.payloads import CONTROL
from flashprep.store.gate_json import misplaced
from flashprep.store.schema import metadata
from flashprep.text import shortened

# The patterns UID and ID of `gate_json` as SQL conditions. SQLite's text functions stop at a
# NUL character, so the conditions also compare the length of the text with its length in bytes.
_PLAIN: Final = "length({0}) BETWEEN 1 AND 64 AND length({0}) = length(CAST({0} AS BLOB))"
_UID: Final = f"{{0}} NOT GLOB '*[^ -~]*' AND {_PLAIN}"
_ID: Final = f"{{0}} NOT GLOB '*[^0-9A-Za-z_-]*' AND {_PLAIN}"
# A timestamp in ms from the year 1970 to the year 2199.
_TIME: Final = "{0} BETWEEN 0 AND 7258118400000"
_COUNT: Final = "{0} BETWEEN 0 AND 1000000000000"
_DAY: Final = "{0} BETWEEN 1 AND 3652059"
_SHORT: Final = "length(CAST({0} AS BLOB)) <= 4000"
_NAME: Final = f"{{0}} != '' AND {_SHORT}"
_LONG: Final = "length(CAST({0} AS BLOB)) <= 1000000"
# The relative path of a deck file. It must not lead out of its folder.
_FILE: Final = f"{_NAME} AND {{0}} NOT LIKE '/%' AND '/' || {{0}} || '/' NOT LIKE '%/../%'"

_LOG: Final = {"uid": _UID, "seq": _COUNT, "device": _ID, "at_ms": _TIME}
_PLACE: Final = {"file": _FILE, "line": _COUNT, "column": _COUNT, "place": _COUNT}
_RULES: Final[Mapping[str, Mapping[str, str]]] = {
    "fact": {"name": _NAME, "value": _SHORT},
    "device": {"id": _ID, "name": _SHORT},
    "review": {
        **_LOG,
        "card_key": _NAME,
        "moved_from_ms": _TIME,
        "key_since_ms": _TIME,
        "rating": "{0} BETWEEN 1 AND 4",
        # At most ten years.
        "duration_ms": "{0} BETWEEN 0 AND 315360000000",
        "mode": "{0} IN ('study', 'cram')",
        "due_day": _DAY,
        # At most 18 hours.
        "utc_offset_min": "{0} BETWEEN -1080 AND 1080",
        "origin": "{0} IN ('flashprep', 'anki')",
        "anki_id": _TIME,
        "parts": _LONG,
    },
    "event": {
        **_LOG,
        "kind": _ID,
        "subject": _SHORT,
        "key_since_ms": _TIME,
        "group": _UID,
        "payload": _LONG,
    },
    "source_file": {"name": _FILE, "deck": _NAME},
    "note": {"key": _NAME, **_PLACE},
    "note_link": {"note": _NAME, "file": _FILE, "to": _SHORT},
    "card": {
        "key": _NAME,
        "note_key": _NAME,
        "deck": _NAME,
        "kind": _NAME,
        "priority": "{0} IN ('core', 'useful', 'reference')",
        "tags": _LONG,
        "reveals": _LONG,
        "company": _SHORT,
        "position": _COUNT,
        "retired_at_ms": _TIME,
        **_PLACE,
        "guid": _NAME,
        "created_ms": _TIME,
        "fields_digest": _SHORT,
        # A timestamp in seconds.
        "content_mod_s": "{0} BETWEEN 0 AND 7258118400",
        "rendered_from": _SHORT,
    },
    "card_content": {"key": _NAME},
    "cache_stamp": {"name": _NAME},
    "set_aside": {"from_table": _NAME},
}
_NO_TEXT: Final = re.compile("[\ud800-\udfff]")
_TYPES: Final = {"TEXT": "text", "INTEGER": "integer", "REAL": "real"}


def problem_of_rows(connection: sqlite3.Connection) -> str | None:
    """The first value that a database must not contain, with its table and row. Returns None if
    all values are valid. The function `gate_json.decoded` must be the `text_factory` of the
    connection."""
    for table in metadata.sorted_tables:
        problem = _problem_of_values(connection, table) or _problem_of_texts(connection, table)
        if problem:
            return problem
    return None


def _problem_of_values(connection: sqlite3.Connection, table: Table) -> str | None:
    rules = {column.name: f"({_rule(column)})" for column in table.columns}
    found = connection.execute(
        f"SELECT rowid, {', '.join(rules.values())} FROM {table.name} "
        f"WHERE NOT ifnull({' AND '.join(rules.values())}, 0) LIMIT 1"
    ).fetchone()
    if found is None:
        return None
    place, *are_good = found
    name = next(name for name, good in zip(rules, are_good, strict=True) if not good)
    shown = f'substr({_key(table)}, 1, 100), substr(quote("{name}"), 1, 40)'
    row, value = connection.execute(
        f"SELECT {shown} FROM {table.name} WHERE rowid = ?", [place]
    ).fetchone()
    return misplaced(table.name, row, f"{name} cannot be {shortened(ascii(value)[1:-1])}")


def _rule(column: Column[Any]) -> str:
    """The SQL condition for the values of a column. It is 1 for a valid value."""
    name = f'"{column.name}"'
    rule = f"typeof({name}) = '{_TYPES[str(column.type)]}'"
    if more := _RULES[column.table.name].get(column.name):
        rule = f"{rule} AND {more.format(name)}"
    return f"{name} IS NULL OR {rule}" if column.nullable else f"ifnull({rule}, 0)"


def _problem_of_texts(connection: sqlite3.Connection, table: Table) -> str | None:
    """The problem with the first text that is not UTF-8, or with the first name that contains
    control characters. Returns None if all texts are valid."""
    rules = _RULES[table.name]
    for column in table.columns:
        # Most texts of the review log need no check here, which would be slow for a million
        # reviews. Their SQL rules or the JSON check already exclude invalid characters.
        is_checked = table.name == "review" and column.name != "card_key"
        if str(column.type) != "TEXT" or is_checked:
            continue
        is_name = rules.get(column.name) in (_NAME, _FILE)
        statement = f'SELECT DISTINCT "{column.name}" FROM {table.name}'
        for (value,) in connection.execute(statement):
            if value is not None and (is_name or not value.isascii()):
                unwanted = CONTROL if is_name else _NO_TEXT
                if unwanted.search(value):
                    problem = f"{column.name} contains characters that are not allowed"
                    return misplaced(table.name, value, problem)
    return None


def _key(table: Table) -> str:
    return f'"{next(iter(table.primary_key.columns)).name}"'
