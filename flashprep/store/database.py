"""An open database file: durability, transactions, version, clear errors.

Every commit is on the disk before it returns (WAL with synchronous FULL). A transaction
acquires the write lock at its start, so that two processes wait for each other instead of
failing halfway.
"""

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, CursorResult, Executable, Table, func, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from flashprep.errors import FlashprepError
from flashprep.store.connections import Connections
from flashprep.store.kept import QueryCache
from flashprep.store.schema import APPLICATION_ID, MIGRATIONS, VERSION, metadata

_NO_WRITING = re.compile("readonly|unable to open")
# Parts of the driver's messages, and the error code for each part.
_CODES = {
    "locked": "busy",
    "full": "disk-full",
    "readonly": "read-only",
    "unable to open": "unreadable",
    "not a database": "damaged",
    "malformed": "damaged",
    "disk I/O error": "disk-error",
}


class Database:
    """An open database. Reads see the most recent commit. Writes need a `transaction`."""

    def __init__(self, path: Path, before_migration: Callable[[], None] = lambda: None) -> None:
        """Open or create the database at `path`. A database of an older version is migrated.
        `before_migration` is called before the migration, and others cannot write during both.

        Raises FlashprepError if the file is not a flashprep database, is damaged, has a newer
        version, or cannot be opened or written.
        """
        self.path = path
        self._before_migration = before_migration
        self._connections = Connections(path)
        self.kept = QueryCache(self.changes, self.is_writing)
        try:
            with self._clear_errors():
                self.is_new = self._bring_to_version()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the file; SQLite merges its WAL into it."""
        self._connections.close()

    @property
    def connection(self) -> Connection:
        """The connection of the current thread."""
        return self._connections.own.connection

    def execute(
        self,
        statement: Executable,
        parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    ) -> CursorResult[Any]:
        """Run one statement; database errors are raised as FlashprepError."""
        with self._clear_errors():
            return self.connection.execute(statement, parameters)

    def put_rows(self, table: Table, rows: Sequence[tuple[object, ...]]) -> None:
        """Write complete rows, with values in the order of the columns. Replaces rows with the
        same primary key. Passes the tuples to the driver unchanged, because building rows with
        named values takes longer than writing them."""
        self._write(_upsert(table), rows)

    def add_rows(self, table: Table, rows: Sequence[tuple[object, ...]]) -> None:
        """Append complete rows with new keys, as `put_rows` does."""
        self._write(_insert(table), rows)

    def put_values(self, table: Table, column: str, values: Mapping[str, object]) -> None:
        """Write values into one column, by the primary key of the rows."""
        (key,) = table.primary_key.columns
        statement = f'UPDATE {table.name} SET "{column}" = ? WHERE {key.name} = ?'  # noqa: S608 - no input
        self._write(statement, [(value, name) for name, value in values.items()])

    def _write(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        if rows:
            with self._clear_errors():
                self.connection.exec_driver_sql(statement, rows)

    def stream(self, statement: str) -> Iterator[Any]:
        """The rows of a statement as plain tuples, read one at a time. Bypasses SQLAlchemy, to
        be fast with millions of rows."""
        raw: Any = self.connection.connection.driver_connection
        cursor: Iterator[Any] = raw.execute(statement)
        return cursor

    def pragma(self, name: str) -> Any:  # noqa: ANN401 - what it is depends on the pragma
        """The first value of the first row that a pragma returns."""
        with self._clear_errors():
            return self.connection.exec_driver_sql(f"PRAGMA {name}").scalar()

    def changes_by_others(self) -> int:
        """SQLite's data_version, which changes when another connection commits."""
        return int(self.pragma("data_version"))

    def changes(self) -> tuple[int, int]:
        """Two counters. Every write, by this connection or another, changes at least one of
        them. Reading the counters is fast enough to do before each card."""
        raw: Any = self.connection.connection.driver_connection
        (others,) = raw.execute("PRAGMA data_version").fetchone()
        return int(others), int(raw.total_changes)

    def is_writing(self) -> bool:
        """Whether the current thread is in a transaction."""
        return self._connections.own.depth > 0

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Run the `with` block as a transaction. When the block ends, its changes are on the
        disk. Nested transactions of a thread join the outermost one. Other threads and
        processes wait."""
        with self._clear_errors():
            own = self._connections.own
        if own.depth:
            own.depth += 1
            try:
                yield
            finally:
                own.depth -= 1
            return
        with self._clear_errors():
            own.connection.exec_driver_sql("BEGIN IMMEDIATE")
            own.depth = 1
            try:
                yield
                own.connection.exec_driver_sql("COMMIT")
            except BaseException:
                self._roll_back()
                raise
            finally:
                own.depth = 0

    def copy_to(self, target: Path) -> None:
        """Write a consistent copy; others may read and write meanwhile.

        Raises sqlite3.Error if the copy cannot be written.
        """
        import sqlite3

        source = self.connection.connection.driver_connection
        assert isinstance(source, sqlite3.Connection)
        with closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
            # Keep the copy a single file: reading it must not create a WAL next to it.
            copy.execute("PRAGMA journal_mode = DELETE")

    def _roll_back(self) -> None:
        raw = self.connection.connection.driver_connection
        if raw is not None and raw.in_transaction:
            self.connection.exec_driver_sql("ROLLBACK")

    def _bring_to_version(self) -> bool:
        found = self.pragma("user_version")
        known = found == VERSION and self.pragma("application_id") == APPLICATION_ID
        is_new = False if known else self._make_or_migrate()
        # The file stores this setting, so set it only after checking that the file is ours.
        if self.pragma("journal_mode") != "wal":
            self.pragma("journal_mode = WAL")
        return is_new

    def _make_or_migrate(self) -> bool:
        with self.transaction():
            # Another process may have created or migrated the database before we got the lock.
            found = self.pragma("user_version")
            owner = self.pragma("application_id")
            count = "SELECT count(*) FROM sqlite_master"
            tables = self.connection.exec_driver_sql(count).scalar()
            if found == owner == tables == 0:
                metadata.create_all(self.connection)
                self._stamp()
                return True
            if owner != APPLICATION_ID:
                raise FlashprepError(
                    f"{self.path}: this database was not made by flashprep; "
                    "move it away, or choose another folder",
                    "not-ours",
                )
            if found > VERSION:
                raise FlashprepError(
                    f"{self.path}: this database was made by a newer flashprep (its version is "
                    f"{found}, this one supports {VERSION}); update flashprep to open it",
                    "newer-version",
                )
            if found < VERSION:
                self._before_migration()
            for version in range(found, VERSION):
                MIGRATIONS[version](self.connection)
            self._stamp()
            return False

    def _stamp(self) -> None:
        self.connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        self.connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")

    @contextmanager
    def _clear_errors(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise FlashprepError(*_explain(self.path, str(error.orig))) from error
        except UnicodeEncodeError as error:  # an argument in another encoding
            raise FlashprepError(
                f"{error.object!a} is not valid UTF-8; check how it was typed", "bad-value"
            ) from error


def is_among(column: ColumnElement[Any], values: Iterable[str | int]) -> ColumnElement[bool]:
    """The condition that a column has one of these values. All values are passed as one JSON
    text, so the number of values is not limited."""
    each = func.json_each(json.dumps(list(values), ensure_ascii=False)).table_valued("value")
    return column.in_(select(each.c.value))


@cache
def _insert(table: Table) -> str:
    """The statement that appends a complete row to a table."""
    return str(insert(table).compile(dialect=sqlite.dialect()))


@cache
def _upsert(table: Table) -> str:
    """The statement that inserts or replaces a complete row of a table."""
    statement = insert(table)
    key = [column.name for column in table.primary_key]
    rest = {
        column.name: statement.excluded[column.name]
        for column in table.columns
        if not column.primary_key
    }
    upsert = (
        statement.on_conflict_do_update(index_elements=key, set_=rest)
        if rest
        else statement.on_conflict_do_nothing()
    )
    return str(upsert.compile(dialect=sqlite.dialect()))


def _explain(path: Path, reason: str) -> tuple[str, str]:
    """The message (what happened and what to do) and the error code for a driver's message."""
    folder = path.parent
    if folder.is_dir() and not os.access(folder, os.W_OK) and _NO_WRITING.search(reason):
        message = (
            f"{path}: the folder {folder} is read-only, so your reviews cannot be saved; "
            "change its permissions, or copy the collection to a folder that you can write to"
        )
        return message, "read-only"
    causes = {
        "locked": "another flashprep is writing to this database; try again when it has ended",
        "full": "the disk is full; free some space and try again. No saved data was lost",
        "readonly": "this file is read-only; check its permissions and those of its folder",
        "unable to open": "this file cannot be opened; check its folder and its permissions",
        "not a database": "this file is not a database; move it away, or restore a backup",
        "malformed": "this database is damaged; restore a backup",
        "disk I/O error": "the disk reports an error; check the disk",
    }
    for sign, cause in causes.items():
        if sign in reason:
            return f"{path}: {cause}", _CODES[sign]
    return f"{path}: the database reports: {reason}", "failed"
