"""Databases as files: copied whole or not at all, and read without a trace."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from flashprep.errors import FlashprepError, unwritable
from flashprep.files import partial_beside, whole
from flashprep.store.database import Database
from flashprep.store.log_rows import problem_of_event
from flashprep.store.schema import APPLICATION_ID, VERSION


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """A path to write to, which becomes `target` once it is on the disk."""
    try:
        with whole(target) as partial:
            yield partial
    except (OSError, sqlite3.Error) as error:
        raise unwritable(target, error) from error


def write_copy(database: Database, target: Path) -> None:
    """Copy an open database to a file; FlashprepError where it cannot be written."""
    with whole_file(target) as partial:
        database.copy_to(partial)


def read_copy(source: Path, target: Path) -> None:
    """Read a database into a new file. FlashprepError unless it is whole and one of ours."""
    try:
        with closing(opened_to_read(source)) as old:
            (mark,) = old.execute("PRAGMA application_id").fetchone()
            (version,) = old.execute("PRAGMA user_version").fetchone()
            (report,) = old.execute("PRAGMA quick_check").fetchone()
    except sqlite3.Error as error:
        raise FlashprepError(
            f"{source}: it cannot be read ({error}); choose another one", "unreadable"
        ) from error
    if mark != APPLICATION_ID:
        said = f"{source}: this is no database of flashprep; choose another one"
        raise FlashprepError(said, "not-ours")
    if version > VERSION:
        raise FlashprepError(
            f"{source}: this was made by a newer flashprep; update flashprep to use it",
            "newer-version",
        )
    if report != "ok":
        said = f"{source}: this database is damaged; choose another one"
        raise FlashprepError(said, "damaged-copy")
    copy_file(source, target)


def read_checked_copy(source: Path, target: Path) -> None:
    """`read_copy` of a database whose log will count here: FlashprepError also for an event
    that none of its kind is."""
    read_copy(source, target)
    with closing(sqlite3.connect(target)) as copied:
        for uid, kind, payload in copied.execute("SELECT uid, kind, payload FROM event"):
            problem = problem_of_event(kind, payload)
            if problem:
                raise FlashprepError(
                    f"{source}: the event {uid} is damaged ({kind}: {problem}); "
                    "choose another one"
                )


def copy_file(source: Path, target: Path) -> None:
    """Copy a database as SQLite reads it, so that what still stands in its log of changes
    comes along. It is on the disk when this returns."""
    try:
        with closing(opened_to_read(source)) as old, closing(sqlite3.connect(target)) as new:
            old.backup(new)
            # One file: to read it must not make others beside it.
            new.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        raise FlashprepError(
            f"{target.parent}: a copy cannot be written there ({error}); make room, or check "
            "its permissions",
            "unwritable",
        ) from error


def opened_to_read(path: Path) -> sqlite3.Connection:
    """A database that is there, opened to be read. Not as read-only, if that can be helped:
    SQLite would leave files beside it that it may not remove."""
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
        # On a medium that cannot be written nothing changes while it is read.
        opened = sqlite3.connect(f"{uri}?mode=ro&immutable=1", uri=True)
    return opened


@contextmanager
def opened_copy(source: Path, beside: Path) -> Iterator[Database]:
    """Another database, open as a copy that lies next to `beside` meanwhile: whatever its
    version, nothing is written to the file itself."""
    with partial_beside(beside) as partial:
        read_checked_copy(source, partial)
        database = Database(partial)
        try:
            yield database
        finally:
            database.close()
