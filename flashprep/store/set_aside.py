"""Keeps rows that a table can no longer store. The complete rows are stored as JSON in the
table `set_aside`.

A damaged value must not stop a migration, and its row must not be lost.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from flashprep.store.tables import insert, listed

REFUSED = (
    *(sqlite3.IntegrityError, sqlite3.InterfaceError),
    *(UnicodeEncodeError, OverflowError),
)
"""The errors for a row that a table does not accept."""


def copy_rows(
    connection: sqlite3.Connection, old: str, table: str, columns: tuple[str, ...]
) -> None:
    """Copy all rows of the table `old` to `table`. Rows that `table` refuses are set aside."""
    names = listed(columns)
    try:
        # A single statement is fast and almost always sufficient.
        connection.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM {old}")
        for _ in connection.execute(f"SELECT {names} FROM {table}"):
            pass  # bytes that are not UTF-8 raise an error when they are read
    except (sqlite3.IntegrityError, sqlite3.OperationalError):
        connection.execute(f"DELETE FROM {table}")
        statement = insert(table, columns)
        for row in decoded(connection, f"SELECT {names} FROM {old}"):
            try:
                connection.execute(statement, row)
            except REFUSED:
                keep_aside(connection, table, columns, row)


def keep_aside(
    connection: sqlite3.Connection, table: str, columns: tuple[str, ...], row: Sequence[Any]
) -> None:
    """Store a row that `table` refuses in the table `set_aside`."""
    values = {
        name: {"hex": value.hex()} if isinstance(value, bytes) else value
        for name, value in zip(columns, row, strict=True)
    }
    connection.execute(
        insert("set_aside", ("from_table", "row")), (table, json.dumps(values, sort_keys=True))
    )


def decoded(connection: sqlite3.Connection, statement: str) -> Iterator[Sequence[Any]]:
    """Yields the rows that a statement returns, one at a time. Bytes that are not UTF-8 become
    surrogates, which JSON can represent, and do not raise an error."""
    usual = connection.text_factory
    connection.text_factory = lambda text: text.decode("utf-8", "surrogateescape")
    try:
        yield from connection.execute(statement)
    finally:
        connection.text_factory = usual
