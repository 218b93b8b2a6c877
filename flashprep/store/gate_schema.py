"""Compares the schema of a database from another source with flashprep's own schema.

A schema can contain code that SQLite runs: triggers, views, computed columns, checks and
indexes by expressions. So the schema is checked before any other data is read from the
database.
"""

import re
import sqlite3
from functools import cache
from typing import Final

from flashprep.store.schema import every_statement
from flashprep.store.tables import VERSION

_SCHEMA: Final = "SELECT type, name, tbl_name, sql FROM sqlite_master"
_STATEMENT: Final = re.compile(r"CREATE (TABLE|INDEX) (\w+)(?: ON (\w+))?")

# Older versions also have these tables. The tables of older versions contain only columns, keys
# and defaults, and no code. Some were changed by ALTER TABLE.
_PAST_TABLES: Final = frozenset({"card_state"})
# Each pattern below can match a text in only one way, so that no text leads to a long search.
_PAST_TABLE: Final = re.compile(r"CREATE TABLE \w+\((.*)\)")
_PAST_KEY: Final = re.compile(r"(?:PRIMARY KEY|UNIQUE)\([\w,]+\)")
_PAST_COLUMN: Final = re.compile(
    r"\w+ [A-Z]+(?: DEFAULT '?\w+'?)?(?: NOT NULL)?(?: DEFAULT '?\w+'?)?|\(key\)"
)
_CONDITION: Final = r"\w+ (?:= '?\w+'?|IS NOT NULL)"
_PAST_INDEX: Final = re.compile(
    rf"CREATE INDEX \w+ ON \w+\([\w,]+\)(?: WHERE {_CONDITION}(?: AND {_CONDITION})*)?"
)


def problem_of_schema(connection: sqlite3.Connection, version: int) -> str | None:
    """The first difference from flashprep's own schema of this version, such as "it has a
    trigger, 'x'". Returns None if there is no difference."""
    entries = connection.execute(_SCHEMA).fetchall()
    found = {(kind, name): _plain(sql) for kind, name, _, sql in entries if sql is not None}
    known = _known()
    tables = {name for kind, name in known if kind == "table"} | _PAST_TABLES
    for (kind, name), sql in found.items():
        if kind not in ("table", "index"):
            return f"it has a {kind}, {name!r:.60}"
        if version == VERSION:
            is_known = known.get((kind, name)) == sql
        elif kind == "table":
            is_known = name in tables and _is_past_table(sql)
        else:
            is_known = _PAST_INDEX.fullmatch(sql) is not None
        if not is_known:
            return f"its {kind} {name!r:.60} is not one of flashprep's"
    missing = sorted(name for _, name in known.keys() - found.keys())
    if version == VERSION and missing:
        return f"'{missing[0]}' is missing"
    return None


def _is_past_table(sql: str) -> bool:
    match = _PAST_TABLE.fullmatch(sql)
    columns = _PAST_KEY.sub("(key)", match[1]).split(",") if match else [""]
    return all(map(_PAST_COLUMN.fullmatch, columns))


@cache
def _known() -> dict[tuple[str, str], str]:
    """The statements that create a database of the present version, by type and name."""
    plain = [_plain(sql) for sql in every_statement()]
    named = [(_STATEMENT.match(sql), sql) for sql in plain]
    return {(match[1].lower(), match[2]): sql for match, sql in named if match}


def _plain(sql: str) -> str:
    """A statement in a form for comparison, without quotes around names and without unnecessary
    spaces. Versions of SQLAlchemy and SQLite write the same statement in different ways."""
    sql = " ".join(sql.replace('"', "").split())
    return re.sub(r" ?([(),]) ?", r"\1", sql).replace(")WHERE", ") WHERE")
