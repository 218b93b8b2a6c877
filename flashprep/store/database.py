"""One open database file: durability, transactions, version, clear errors.

Every commit is on the disk before it returns (WAL with synchronous FULL). A transaction
takes the write lock at its start, so that two processes wait for one another instead of
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
from flashprep.store.kept import Kept
from flashprep.store.schema import APPLICATION_ID, MIGRATIONS, VERSION, metadata

_NO_WRITING = re.compile("readonly|unable to open")
# Signs in what the driver says, with the codes of the errors.
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
    """An open database. Reads see the last commit; writes go through `transaction`."""

    def __init__(self, path: Path, before_migration: Callable[[], None] = lambda: None) -> None:
        """Open or make the database at `path`; an older version is migrated, after
        `before_migration`, while nobody else can write.

        Raises FlashprepError for a file that is no database of ours, is damaged, is of a
        newer version, or cannot be opened or written.
        """
        self.path = path
        self._before_migration = before_migration
        self._connections = Connections(path)
        self.kept = Kept(self.changes, self.is_writing)
        try:
            with self._clear_errors():
                self.is_new = self._bring_to_version()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the file; the log of changes is folded into it by SQLite."""
        self._connections.close()

    @property
    def connection(self) -> Connection:
        """The connection of the thread that asks."""
        return self._connections.own.connection

    def execute(
        self,
        statement: Executable,
        parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
    ) -> CursorResult[Any]:
        """Run one statement; a failure of the database is raised as FlashprepError."""
        with self._clear_errors():
            return self.connection.execute(statement, parameters)

    def put_rows(self, table: Table, rows: Sequence[tuple[object, ...]]) -> None:
        """Write whole rows, with values in the order of the columns, in place of those with
        the same primary key. Driver and database take them as they are: to have them named
        first would cost more than to write them."""
        self._write(_upsert(table), rows)

    def add_rows(self, table: Table, rows: Sequence[tuple[object, ...]]) -> None:
        """Append whole rows, as `put_rows` writes them, whose keys are new."""
        self._write(_insert(table), rows)

    def put_values(self, table: Table, column: str, values: Mapping[str, object]) -> None:
        """Write one value each into a column of rows, known by their primary key."""
        (key,) = table.primary_key.columns
        statement = f'UPDATE {table.name} SET "{column}" = ? WHERE {key.name} = ?'  # noqa: S608 - no input
        self._write(statement, [(value, name) for name, value in values.items()])

    def _write(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        if rows:
            with self._clear_errors():
                self.connection.exec_driver_sql(statement, rows)

    def stream(self, statement: str) -> Iterator[Any]:
        """The rows of a statement as plain tuples, each read when it is asked for: what has
        millions of them to look at asks the driver itself."""
        raw: Any = self.connection.connection.driver_connection
        cursor: Iterator[Any] = raw.execute(statement)
        return cursor

    def pragma(self, name: str) -> Any:  # noqa: ANN401 - what it is depends on the pragma
        """The value of a pragma, or the first row's first column of what it reports."""
        with self._clear_errors():
            return self.connection.exec_driver_sql(f"PRAGMA {name}").scalar()

    def changes_by_others(self) -> int:
        """A number that is another one after any other connection has committed a change."""
        return int(self.pragma("data_version"))

    def changes(self) -> tuple[int, int]:
        """Numbers that are others after any change, be it another connection's or our own.
        Cheap enough to be asked before each card."""
        raw: Any = self.connection.connection.driver_connection
        (others,) = raw.execute("PRAGMA data_version").fetchone()
        return int(others), int(raw.total_changes)

    def is_writing(self) -> bool:
        """Whether the thread that asks is in a transaction."""
        return self._connections.own.depth > 0

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, on the disk when it ends. Nested ones join the outermost of their
        thread; another thread waits, as another process does."""
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
        """A consistent copy, made by SQLite while others may read and write.

        Raises sqlite3.Error where it cannot be written.
        """
        import sqlite3

        source = self.connection.connection.driver_connection
        assert isinstance(source, sqlite3.Connection)
        with closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
            # A copy is one file: to read it must not make others beside it.
            copy.execute("PRAGMA journal_mode = DELETE")

    def _roll_back(self) -> None:
        raw = self.connection.connection.driver_connection
        if raw is not None and raw.in_transaction:
            self.connection.exec_driver_sql("ROLLBACK")

    def _bring_to_version(self) -> bool:
        found = self.pragma("user_version")
        known = found == VERSION and self.pragma("application_id") == APPLICATION_ID
        is_new = False if known else self._make_or_migrate()
        # Kept in the file; set only once it is known to be ours.
        if self.pragma("journal_mode") != "wal":
            self.pragma("journal_mode = WAL")
        return is_new

    def _make_or_migrate(self) -> bool:
        with self.transaction():
            # Another process may have been faster than our lock.
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
                    f"{self.path}: this is a database, but not one of flashprep; "
                    "move it away, or choose another folder",
                    "not-ours",
                )
            if found > VERSION:
                raise FlashprepError(
                    f"{self.path}: this database was made by a newer flashprep (version "
                    f"{found}, this one knows {VERSION}); update flashprep to open it",
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
                f"{error.object!a} is not text in UTF-8; check how it was typed", "bad-value"
            ) from error


def is_among(column: ColumnElement[Any], values: Iterable[str | int]) -> ColumnElement[bool]:
    """Whether a column has one of these values, however many they are: they go to SQLite as
    one text."""
    each = func.json_each(json.dumps(list(values), ensure_ascii=False)).table_valued("value")
    return column.in_(select(each.c.value))


@cache
def _insert(table: Table) -> str:
    """The statement that appends a whole row of a table."""
    return str(insert(table).compile(dialect=sqlite.dialect()))


@cache
def _upsert(table: Table) -> str:
    """The statement that writes a whole row of a table."""
    statement = insert(table)
    key = [column.name for column in table.primary_key]
    rest = {
        column.name: statement.excluded[column.name]
        for column in table.columns
        if not column.primary_key
    }
    whole = (
        statement.on_conflict_do_update(index_elements=key, set_=rest)
        if rest
        else statement.on_conflict_do_nothing()
    )
    return str(whole.compile(dialect=sqlite.dialect()))


def _explain(path: Path, reason: str) -> tuple[str, str]:
    """What the driver says, as what happened and what to do; and the code of that."""
    folder = path.parent
    if folder.is_dir() and not os.access(folder, os.W_OK) and _NO_WRITING.search(reason):
        said = (
            f"{path}: the folder {folder} is read-only, and what you answer is written there; "
            "give yourself the right to write to it, or copy the collection to a folder of "
            "yours"
        )
        return said, "read-only"
    causes = {
        "locked": "another flashprep is writing to it; try again when that one is done",
        "full": "the disk is full; make room and try again. Nothing already saved was lost",
        "readonly": "it cannot be written; check the permissions of the file and its folder",
        "unable to open": "it cannot be opened; check that the folder exists and is yours",
        "not a database": "this file is not a database; move it away, or restore a copy",
        "malformed": "the file is damaged; restore a copy",
        "disk I/O error": "the disk reports an error; check it",
    }
    for sign, cause in causes.items():
        if sign in reason:
            return f"{path}: {cause}", _CODES[sign]
    return f"{path}: the database reports: {reason}", "failed"
