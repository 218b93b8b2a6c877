"""Replaces a database with a backup, and keeps the replaced database next to it.

The content of a valid database is replaced in a single SQLite transaction. So after an
interruption, the file has either the old or the new content. A damaged file, or a file that is
not a database, is moved away first.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from flashprep.errors import FlashprepError, unwritable
from flashprep.files import partial_beside
from flashprep.store.files import copy_file, read_checked_copy, whole_file
from flashprep.store.tables import APPLICATION_ID

_SIDES = ("", "-wal", "-shm")


def restore(copy: Path, target: Path) -> Path | None:
    """Replace the database `target` with the backup `copy`.

    The replaced database is kept next to `target`. Returns the new path of the replaced
    database, or None if there was no database. The restored database gets a new device id,
    since the replaced database may contain additional rows with the old device id.

    Raises FlashprepError, and changes nothing, in three cases: the backup is damaged or not a
    flashprep database; the database is in use; or the folder cannot be written.
    """
    _refuse_if_open(target)
    try:
        with partial_beside(target.with_name(f"{target.name}.restored")) as partial:
            read_checked_copy(copy, partial)
            _forget_device(partial)
            if _is_valid(target):
                aside = _free_name(target)
                with whole_file(aside) as kept:
                    copy_file(target, kept)
                _replace_content(partial, target)
            else:
                aside = _move_aside(target)
                partial.replace(target)
    except OSError as error:
        message = f"{copy}: this backup cannot be restored ({error.strerror})"
        raise FlashprepError(message, "unwritable") from error
    return aside if aside.exists() else None


def _forget_device(path: Path) -> None:
    """Remove the device id of a database. The database gets a new device id when it is next
    opened."""
    try:
        with closing(sqlite3.connect(path)) as new:
            new.execute("DELETE FROM fact WHERE name = 'device'")
            new.commit()
    except sqlite3.Error as error:
        raise unwritable(path, error) from error


def _is_valid(path: Path) -> bool:
    if not path.exists():
        return False
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True)) as present:
            (application,) = present.execute("PRAGMA application_id").fetchone()
            (report,) = present.execute("PRAGMA quick_check").fetchone()
    except sqlite3.Error:
        return False
    return bool(application == APPLICATION_ID and report == "ok")


def _refuse_if_open(target: Path) -> None:
    """Raise FlashprepError if another process has the database open."""
    if not target.exists():
        return
    try:
        with closing(sqlite3.connect(target, timeout=0)) as present:
            present.execute("PRAGMA locking_mode = EXCLUSIVE")
            present.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        # Other errors are ignored, since the restored backup may fix them.
        if "locked" in str(error):
            raise _in_use(target) from error


def _in_use(target: Path) -> FlashprepError:
    return FlashprepError(f"{target}: this database is in use; close the other flashprep first")


def _replace_content(source: Path, target: Path) -> None:
    def give_up(status: int, _remaining: int, _total: int) -> None:
        # Otherwise, SQLite would retry forever.
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise _in_use(target)

    try:
        with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
            new.execute("PRAGMA synchronous = FULL")
            old.backup(new, progress=give_up)
    except sqlite3.Error as error:
        raise unwritable(target, error) from error


def _free_name(target: Path) -> Path:
    number = 1
    while any(target.parent.glob(f"{target.name}.before-restore-{number}*")):
        number += 1
    return target.with_name(f"{target.name}.before-restore-{number}")


def _move_aside(target: Path) -> Path:
    """Move the file away together with its WAL, which contains the newest reviews. Otherwise
    SQLite could apply the old WAL to the restored database."""
    aside = _free_name(target)
    for suffix in reversed(_SIDES):
        rest = target.with_name(target.name + suffix)
        if rest.exists():
            rest.replace(aside.with_name(aside.name + suffix))
    return aside
