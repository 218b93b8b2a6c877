"""Validates data from other sources, such as a database to merge or to restore. All data is
checked completely before it is used, since the logs keep their rows forever.

A database file must contain exactly the known tables, and each cell must contain a value that
the program can read and use. Data that was computed from the logs is deleted, so that it is
computed again. Rows that do not come from a database file are written to an empty database in
memory, and are checked there by the same rules.
"""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from flashprep.core.voids import Voids
from flashprep.errors import FlashprepError
from flashprep.store.catalog import WAITING
from flashprep.store.gate_json import ID, decoded, misplaced, problem_of_json
from flashprep.store.gate_rows import problem_of_rows
from flashprep.store.gate_schema import problem_of_schema
from flashprep.store.log_statements import VOIDS
from flashprep.store.migrations import make_or_migrate
from flashprep.store.tables import APPLICATION_ID, EVENT, REVIEW, VERSION, insert

# The maximum length of a value or row, in bytes.
_LONGEST: Final = 50_000_000
_SET_ASIDE: Final = "SELECT from_table, row FROM set_aside ORDER BY place LIMIT 1"
_FORGET: Final = "DELETE FROM cache_stamp WHERE name != ?"
_FACTS: Final = "SELECT name, value FROM fact"


def is_known(connection: sqlite3.Connection, source: Path) -> bool:
    """Whether `source` is a flashprep database of a known version, so that `admit` can check
    it.

    Raises FlashprepError if the database has triggers, views or other elements that SQLite
    could run when the database is read.
    """
    _harden(connection)
    version = _pragma(connection, "user_version")
    if _pragma(connection, "application_id") != APPLICATION_ID or not _is_known(version):
        return False
    problem = problem_of_schema(connection, version)
    if problem:
        message = f"{source}: flashprep did not make this database ({problem}); "
        message += "choose another file"
        raise FlashprepError(message, "damaged-copy")
    return True


def admit(copy: Path, source: Path) -> None:
    """Check a private copy of the database `source`, and migrate it to this version.

    If any value cannot be used, raises a FlashprepError that names the table, the row and the
    problem.
    """
    try:
        with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
            _harden(connection)
            connection.execute("BEGIN")
            problem = _problem_of_copy(connection)
            if problem is None:
                connection.execute(_FORGET, [WAITING])
                connection.execute("COMMIT")
    except (sqlite3.Error, OverflowError) as error:
        problem = f"the database reports: {error}"
    if problem:
        message = f"{source}: this database is damaged ({problem}); choose another file"
        raise FlashprepError(message, "damaged-copy")


def problem_of_arriving(table: str, rows: Iterable[Mapping[str, Any]]) -> str | None:
    """The first problem with rows from another machine, or None if all rows can be used.
    `table` is the log to which the rows belong, "review" or "event". Each row maps columns to
    values."""
    with closing(sqlite3.connect(":memory:")) as connection:
        _harden(connection)
        make_or_migrate(connection, 0)
        known = REVIEW if table == "review" else EVENT
        for seq, row in enumerate(rows, 1):
            values = {"seq": seq, **row}
            if unknown := values.keys() - set(known):
                return misplaced(table, row.get("uid"), f"unknown column {min(unknown)!r}")
            try:
                connection.execute(insert(table, tuple(values)), list(values.values()))
            except (sqlite3.Error, UnicodeEncodeError, OverflowError) as error:
                return misplaced(table, row.get("uid"), str(error))
        return (
            problem_of_rows(connection)
            or problem_of_json(connection)
            or _problem_of_voids(connection)
        )


def _harden(connection: sqlite3.Connection) -> None:
    """Make SQLite refuse damaged cells and huge values. The setting that makes SQLite distrust
    the schema is not used, since the checks of flashprep's own tables use JSON functions."""
    connection.execute("PRAGMA cell_size_check = 1")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST)
    connection.text_factory = decoded


def _is_known(version: int) -> bool:
    return 1 <= version <= VERSION


def _problem_of_copy(connection: sqlite3.Connection) -> str | None:
    """Migrate a copy of a database if necessary, and return the first problem found. Returns
    None if all data can be used."""
    version = _pragma(connection, "user_version")
    if not _is_known(version):
        return f"its version, {version}, is unknown"
    if _pragma(connection, "encoding") != "UTF-8":
        return "its texts are not UTF-8"
    # The schema is checked once more, since another process may have changed the database
    # before it was copied.
    problem = problem_of_schema(connection, version)
    if problem:
        return problem
    if version < VERSION:
        problem = _problem_of_pages(connection) or _migrated(connection, version)
        if problem:
            return problem
    return (
        problem_of_rows(connection)
        or problem_of_json(connection)
        or _problem_of_voids(connection)
        or _problem_of_facts(connection)
        or _problem_of_pages(connection)
    )


def _problem_of_pages(connection: sqlite3.Connection) -> str | None:
    """The first problem that SQLite itself detects: a damaged page, or an index that differs
    from its table. Returns None if there is no such problem."""
    report = _pragma(connection, "integrity_check(1)")
    return None if report == "ok" else str(report)


def _migrated(connection: sqlite3.Connection, version: int) -> str | None:
    """Migrate the database to the present version. If a row cannot be kept, return the
    problem."""
    make_or_migrate(connection, version)
    connection.execute(f"PRAGMA user_version = {VERSION}")
    aside = connection.execute(_SET_ASIDE).fetchone()
    if aside:
        table, row = aside
        values = json.loads(row)
        name = next((values[each] for each in ("uid", "key", "name") if each in values), "?")
        return misplaced(table, name, "a value is not allowed")
    return problem_of_schema(connection, VERSION)


def _problem_of_voids(connection: sqlite3.Connection) -> str | None:
    circular = Voids(connection.execute(VOIDS)).circular
    if not circular:
        return None
    return misplaced("event", min(circular), "entries undo each other in a circle")


def _problem_of_facts(connection: sqlite3.Connection) -> str | None:
    """The first problem with the table `fact`, which contains the ids and the time zone of the
    database."""
    facts = dict(connection.execute(_FACTS))
    for name in ("collection_id", "device"):
        if not ID.fullmatch(facts.get(name, "missing")):
            return misplaced("fact", name, "is not an id")
    try:
        ZoneInfo(facts.get("time_zone", "UTC"))
    except (KeyError, ValueError, OSError):
        return misplaced("fact", "time_zone", "is not a time zone")
    return None


def _pragma(connection: sqlite3.Connection, name: str) -> Any:  # noqa: ANN401 - as the pragma
    (value,) = connection.execute(f"PRAGMA {name}").fetchone()
    return value
