"""Copies database files atomically, and reads database files without leaving other files next
to them."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from flashprep.errors import FlashprepError, unwritable
from flashprep.files import partial_beside, whole
from flashprep.store.database import Database
from flashprep.store.database_errors import explained
from flashprep.store.tables import APPLICATION_ID, VERSION


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """Context manager: yields a path to write to. When the file at this path is on the disk, it
    replaces `target`."""
    try:
        with whole(target) as partial:
            yield partial
    except (OSError, sqlite3.Error) as error:
        raise unwritable(target, error) from error


def read_copy(source: Path, target: Path) -> None:
    """Copy a database to a new file. Raises FlashprepError if the database is damaged or is not
    a flashprep database."""
    try:
        with closing(opened_to_read(source)) as old:
            (application,) = old.execute("PRAGMA application_id").fetchone()
            (version,) = old.execute("PRAGMA user_version").fetchone()
            (report,) = old.execute("PRAGMA quick_check").fetchone()
    except sqlite3.Error as error:
        raise FlashprepError(
            f"{source}: this file cannot be read ({error}); choose another file", "unreadable"
        ) from error
    if application != APPLICATION_ID:
        message = f"{source}: this is not a flashprep database; choose another file"
        raise FlashprepError(message, "not-ours")
    if version > VERSION:
        raise FlashprepError(
            f"{source}: this was made by a newer flashprep; update flashprep to use it",
            "newer-version",
        )
    if report != "ok":
        message = f"{source}: this database is damaged; choose another file"
        raise FlashprepError(message, "damaged-copy")
    copy_file(source, target)


def read_checked_copy(source: Path, target: Path) -> None:
    """Like `read_copy`, but also raises FlashprepError if the database contains data that could
    harm this collection. The copy is migrated to the present version."""
    from flashprep.store.gate import admit, is_known

    is_ours = False
    with suppress(sqlite3.Error), closing(opened_to_read(source)) as opened:
        is_ours = is_known(opened, source)
    if is_ours:
        copy_file(source, target)
    else:
        read_copy(source, target)
    admit(target, source)


def copy_file(source: Path, target: Path) -> None:
    """Copy a database with SQLite, so that changes that are still in its WAL are included. The
    copy is on the disk when the function returns."""
    try:
        with closing(opened_to_read(source)) as old, closing(sqlite3.connect(target)) as new:
            old.backup(new)
            # Keep the copy a single file: reading it must not create a WAL next to it.
            new.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        problem = explained(source, error)
        if problem.code == "damaged":
            raise problem from error
        raise FlashprepError(
            f"{target.parent}: the copy cannot be written there ({error}); free some space, or "
            "check the folder's permissions",
            "unwritable",
        ) from error


def opened_to_read(path: Path) -> sqlite3.Connection:
    """Opens an existing database for reading, and returns the connection. SQLite's read-only
    mode is avoided if possible. A read-only connection cannot delete the files that SQLite
    creates next to the database."""
    uri = path.absolute().as_uri()
    opened = sqlite3.connect(f"{uri}?mode=rw", uri=True)
    try:
        opened.execute("PRAGMA query_only = 1")
        opened.execute("PRAGMA schema_version")
    except sqlite3.Error as error:
        opened.close()
        has_log = path.with_name(f"{path.name}-wal").exists()
        if has_log or not isinstance(error, sqlite3.OperationalError):
            raise
        # On read-only media, the file cannot change during the read.
        opened = sqlite3.connect(f"{uri}?mode=ro&immutable=1", uri=True)
    return opened


def wait_for_writer(path: Path) -> None:
    """Wait until no other process is creating a database at this path. The wait is limited to a
    few seconds."""
    if path.with_name(f"{path.name}-wal").exists():
        return  # not new: SQLite would delete a WAL without its database
    with suppress(sqlite3.Error), closing(sqlite3.connect(path, timeout=10)) as opened:
        opened.execute("BEGIN EXCLUSIVE")


@contextmanager
def opened_copy(source: Path, beside: Path) -> Iterator[Database]:
    """Context manager: copies another database to a temporary file next to `beside`, and yields
    the opened copy. So a migration changes only the copy."""
    with partial_beside(beside) as partial:
        read_checked_copy(source, partial)
        database = Database(partial)
        try:
            yield database
        finally:
            database.close()
