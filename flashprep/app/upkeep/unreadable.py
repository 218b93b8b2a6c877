"""Finds the rows of a database that contain an unreadable value.

SQLite detects damaged pages. It does not detect a wrong value in an intact page, such as JSON
without a required field. So this module parses each JSON cell, as a merge does with the cells
of another database.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from flashprep.errors import FlashprepError
from flashprep.store.copy_checks import damage_in
from flashprep.store.database_errors import DRIVER_ERRORS, explained
from flashprep.store.files import opened_to_read
from flashprep.store.gate_json import BadCell, bad_cells, decoded
from flashprep.store.identity import FACTS

CACHE: Final = "cache_stamp"
"""The name of the table whose values can be computed again."""

_STAMPS: Final = "SELECT name, digest FROM cache_stamp WHERE digest GLOB '[[{]*'"


def unreadable_rows(path: Path) -> Iterator[BadCell]:
    """Yields the rows with an unreadable value. The database must have the present version.
    Raises FlashprepError if SQLite cannot read a page."""
    try:
        with closing(opened_to_read(path)) as connection:
            connection.text_factory = decoded
            yield from _unreadable_facts(connection)
            yield from _unreadable_stamps(connection)
            yield from bad_cells(connection)
    except DRIVER_ERRORS as error:
        raise explained(path, error) from error


def unreadable_value(path: Path) -> FlashprepError | None:
    """The error for a database that has an unreadable value or other damage. Returns None if
    the database is intact."""
    try:
        found = next(unreadable_rows(path), None) or damage_in(path, is_full=True)
    except FlashprepError as error:
        return error
    message = f"{path}: the database has a value that cannot be read ({found})"
    return FlashprepError(message, "bad-row") if found else None


def _unreadable_facts(connection: sqlite3.Connection) -> Iterator[BadCell]:
    for name, value in connection.execute(FACTS):
        if name == "time_zone":
            try:
                ZoneInfo(value)
            except (KeyError, ValueError, OSError):
                yield BadCell("fact", name, "is not a time zone")


def _unreadable_stamps(connection: sqlite3.Connection) -> Iterator[BadCell]:
    for name, digest in connection.execute(_STAMPS):
        try:
            is_good = isinstance(json.loads(digest), dict)
        except (ValueError, RecursionError):
            is_good = False
        if not is_good:
            yield BadCell(CACHE, name, "is not a JSON object")
