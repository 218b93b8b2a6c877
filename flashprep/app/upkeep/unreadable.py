"""Finds the rows of a database with a value that cannot be read.

SQLite finds damaged pages, but not a value that changed within its bounds, such as JSON without
a field that is needed. Each JSON cell is read here as when a database is merged.
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
"""The table whose values can be computed again."""

_STAMPS: Final = "SELECT name, digest FROM cache_stamp WHERE digest GLOB '[[{]*'"


def unreadable_rows(path: Path) -> Iterator[BadCell]:
    """The rows of a database of the present version that cannot be read. Raises FlashprepError
    at a page that SQLite cannot read."""
    try:
        with closing(opened_to_read(path)) as connection:
            connection.text_factory = decoded
            yield from _unreadable_facts(connection)
            yield from _unreadable_stamps(connection)
            yield from bad_cells(connection)
    except DRIVER_ERRORS as error:
        raise explained(path, error) from error


def unreadable_value(path: Path) -> FlashprepError | None:
    """The error for a database with a value that cannot be read, or other damage; None if there
    is none."""
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
