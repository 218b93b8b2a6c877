"""An open database file, with durable transactions, a version, and clear error messages.

A commit returns only when its data is on the disk (WAL with synchronous FULL). A transaction
acquires the write lock at its start. So if two processes write, one waits for the other and
does not fail in the middle of its transaction.

Most statements are SQL constants for the standard library's sqlite3, since the import of
SQLAlchemy would take longer than the work of an everyday command. Statements that depend on the
schema, such as those of a migration or a merge, are SQLAlchemy Core statements. The module
`store/core_statements.py` compiles such statements and runs them on the same connection.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from flashprep.errors import FlashprepError
from flashprep.store.connections import Connections, Own
from flashprep.store.database_errors import DRIVER_ERRORS, explained
from flashprep.store.file_guard import FileGuard
from flashprep.store.kept import QueryCache
from flashprep.store.tables import APPLICATION_ID, VERSION

Value = str | int | float | None
Parameters = Sequence[Value] | Mapping[str, Value]
"""The parameters of a statement: a sequence for the placeholders `?`, or a mapping for
placeholders such as `:name`."""
Row = tuple[Any, ...]


class Database:
    """An open database. Reads see the latest commit. Writes must be inside a `transaction`."""

    def __init__(self, path: Path, before_migration: Callable[[], None] = lambda: None) -> None:
        """Open or create the database at `path`. A database of an older version is migrated.
        `before_migration` is called before the migration. Other processes cannot write until
        the migration is complete.

        Raises FlashprepError if the file is not a flashprep database, is damaged, has a newer
        version, or cannot be opened or written.
        """
        self.path = path
        self._before_migration = before_migration
        self._connections = Connections(path)
        self._is_ours = False
        self.kept = QueryCache(self.changes, self.is_writing)
        try:
            self.is_new = self._bring_to_version()
            self._is_ours = True
            self._own()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close the file. SQLite copies the WAL into the file. Raises FlashprepError if this
        object has written to the database, and the file was deleted or replaced in the
        meantime."""
        try:
            own = self._connections.present
            if own and own.guard and own.connection.total_changes:
                own.guard.check()
        finally:
            self._connections.close()

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection of the current thread."""
        return self._own().connection

    def _own(self) -> Own:
        try:
            own = self._connections.own
            if own.guard is None and self._is_ours:
                own.guard = FileGuard(self.path, own.connection)
        except DRIVER_ERRORS as error:
            raise explained(self.path, error) from error
        return own

    # Reading and writing; database errors are raised as FlashprepError

    def rows(self, statement: str, parameters: Parameters = ()) -> list[Row]:
        """All rows that a statement returns."""
        try:
            return self.connection.execute(statement, parameters).fetchall()
        except DRIVER_ERRORS as error:
            raise explained(self.path, error) from error

    def row(self, statement: str, parameters: Parameters = ()) -> Row | None:
        """The first row that a statement returns; None if there is no row."""
        try:
            found: Row | None = self.connection.execute(statement, parameters).fetchone()
        except DRIVER_ERRORS as error:
            raise explained(self.path, error) from error
        return found

    def value(self, statement: str, parameters: Parameters = ()) -> Any:  # noqa: ANN401 - as the column
        """The first value of the first row; None if there is no row."""
        found = self.row(statement, parameters)
        return None if found is None else found[0]

    def column(self, statement: str, parameters: Parameters = ()) -> list[Any]:
        """The first value of each row."""
        return [row[0] for row in self.rows(statement, parameters)]

    def stream(self, statement: str, parameters: Parameters = ()) -> Iterator[Row]:
        """Yields the rows that a statement returns, read one at a time."""
        try:
            # `yield from` is not used here. It would close the cursor, possibly after the
            # connection was closed.
            for row in self.connection.execute(statement, parameters):  # noqa: UP028
                yield row
        except DRIVER_ERRORS as error:
            raise explained(self.path, error) from error

    def write(self, statement: str, parameters: Parameters = ()) -> None:
        """Run a statement that returns no rows."""
        try:
            self.connection.execute(statement, parameters)
        except DRIVER_ERRORS as error:
            raise explained(self.path, error) from error

    def write_many(self, statement: str, rows: Sequence[Parameters]) -> None:
        """Run a statement once for each item of `rows`, which contains the parameters."""
        if rows:
            try:
                self.connection.executemany(statement, rows)
            except DRIVER_ERRORS as error:
                raise explained(self.path, error) from error

    def pragma(self, name: str) -> Any:  # noqa: ANN401 - what it is depends on the pragma
        """The first value of the first row that a pragma returns."""
        return self.value(f"PRAGMA {name}")

    # Changes and transactions

    def changes_by_others(self) -> int:
        """SQLite's data_version, which changes when another connection commits."""
        return int(self.pragma("data_version"))

    def changes(self) -> tuple[int, int]:
        """Two counters. Any write by this or another connection changes at least one of them.
        The counters are fast enough to be compared before each card."""
        return self.changes_by_others(), self.connection.total_changes

    def is_writing(self) -> bool:
        """Whether the current thread is in a transaction."""
        return self._own().depth > 0

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Run the `with` block as a transaction. When the block ends, its changes are on the
        disk. A nested transaction of the same thread becomes part of the outermost transaction.
        Other threads and processes wait.

        Raises FlashprepError if the file was deleted, replaced or truncated in the meantime.
        """
        own = self._own()
        if own.depth:
            own.depth += 1
            try:
                yield
            finally:
                own.depth -= 1
            return
        self.write("BEGIN IMMEDIATE")
        own.depth = 1
        try:
            yield
            self.write("COMMIT")
        except BaseException:
            if own.connection.in_transaction:
                own.connection.rollback()
            raise
        finally:
            own.depth = 0
        if own.guard is not None:
            own.guard.check()

    def copy_to(self, target: Path) -> None:
        """Write a consistent copy of the database. Other processes may read and write during
        the copy.

        Raises sqlite3.Error if the copy cannot be written.
        """
        with closing(sqlite3.connect(target)) as copy:
            self.connection.backup(copy)
            # The copy must be a single file, so that readers of the copy do not create a WAL
            # next to it.
            copy.execute("PRAGMA journal_mode = DELETE")

    # Version

    def _bring_to_version(self) -> bool:
        found = self.pragma("user_version")
        known = found == VERSION and self.pragma("application_id") == APPLICATION_ID
        is_new = False if known else self._make_or_migrate()
        # The file stores this setting, so it is set only after the check that the file is a
        # flashprep database.
        if self.pragma("journal_mode") != "wal":
            self.pragma("journal_mode = WAL")
        return is_new

    def _make_or_migrate(self) -> bool:
        with self.transaction():
            # Another process may have created or migrated the database before this process got
            # the lock.
            found, owner = self.pragma("user_version"), self.pragma("application_id")
            tables = int(self.value("SELECT count(*) FROM sqlite_master"))
            is_empty = found == owner == tables == 0
            problem = None if is_empty else self._problem_of(found, owner)
            if problem:
                raise problem
            if not is_empty and found < VERSION:
                self._before_migration()
            from flashprep.store.migrations import make_or_migrate

            try:
                make_or_migrate(self.connection, found)
            except DRIVER_ERRORS as error:
                raise explained(self.path, error) from error
            self.pragma(f"application_id = {APPLICATION_ID}")
            self.pragma(f"user_version = {VERSION}")
            return bool(is_empty)

    def _problem_of(self, version: int, owner: int) -> FlashprepError | None:
        """The error for a file with this version and this application id (`owner`). Returns
        None if the file can be opened."""
        if owner != APPLICATION_ID:
            return FlashprepError(
                f"{self.path}: this database was not made by flashprep; "
                "move it away, or choose another folder",
                "not-ours",
            )
        if version > VERSION:
            return FlashprepError(
                f"{self.path}: this database was made by a newer flashprep (its version is "
                f"{version}, this one supports {VERSION}); update flashprep to open it",
                "newer-version",
            )
        if version < 1:
            message = f"{self.path}: this database is damaged; restore a backup"
            return FlashprepError(message, "damaged")
        return None


def as_json(values: Iterable[str | int]) -> str:
    """The values as a JSON array, for a statement that reads them with `json_each`. The number
    of values is not limited."""
    return json.dumps(list(values), ensure_ascii=False)
