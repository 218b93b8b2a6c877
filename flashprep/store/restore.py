"""Putting a copy in the place of a database, which is kept beside it.

Where the present database is sound, its content is replaced in one transaction of SQLite:
whenever that is cut short, it is the old one or the new one. A file that is none, or damaged,
is moved away first.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from flashprep.errors import FlashprepError, unwritable
from flashprep.files import partial_beside
from flashprep.store.files import copy_file, read_checked_copy, whole_file
from flashprep.store.schema import APPLICATION_ID

_SIDES = ("", "-wal", "-shm")


def restore(copy: Path, target: Path) -> Path | None:
    """Put `copy` in the place of the database `target`.

    The present database, if there is one, is kept beside it, and its new path is returned.
    The restored one counts as another device, since what was done after the copy was made
    was done elsewhere. Raises FlashprepError if the copy is none of ours, is damaged, the
    database is in use, or the folder cannot be written; then nothing is changed.
    """
    _refuse_if_open(target)
    try:
        with partial_beside(target.with_name(f"{target.name}.restored")) as partial:
            read_checked_copy(copy, partial)
            _forget_device(partial)
            if _is_sound(target):
                aside = _free_name(target)
                with whole_file(aside) as kept:
                    copy_file(target, kept)
                _replace_content(partial, target)
            else:
                aside = _move_aside(target)
                partial.replace(target)
    except OSError as error:
        said = f"{copy}: cannot be restored ({error.strerror})"
        raise FlashprepError(said, "unwritable") from error
    return aside if aside.exists() else None


def _forget_device(path: Path) -> None:
    """Let the database be given a device of its own when it is next opened."""
    try:
        with closing(sqlite3.connect(path)) as new:
            new.execute("DELETE FROM fact WHERE name = 'device'")
            new.commit()
    except sqlite3.Error as error:
        raise unwritable(path, error) from error


def _is_sound(path: Path) -> bool:
    if not path.exists():
        return False
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=rw", uri=True)) as present:
            (mark,) = present.execute("PRAGMA application_id").fetchone()
            (report,) = present.execute("PRAGMA quick_check").fetchone()
    except sqlite3.Error:
        return False
    return bool(mark == APPLICATION_ID and report == "ok")


def _refuse_if_open(target: Path) -> None:
    """Who has the database open is in the midst of studying what would be replaced."""
    if not target.exists():
        return
    try:
        with closing(sqlite3.connect(target, timeout=0)) as present:
            present.execute("PRAGMA locking_mode = EXCLUSIVE")
            present.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        # Any other error is one that restoring is to mend.
        if "locked" in str(error):
            raise _in_use(target) from error


def _in_use(target: Path) -> FlashprepError:
    return FlashprepError(f"{target}: is in use; close the other flashprep, then restore")


def _replace_content(source: Path, target: Path) -> None:
    def give_up(status: int, _remaining: int, _total: int) -> None:
        # Else it would be tried for ever.
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
    """Move the file with its log of changes: without it, the newest answers are missing. Nor
    must one that lost its database be taken for that of the copy."""
    aside = _free_name(target)
    for suffix in reversed(_SIDES):
        rest = target.with_name(target.name + suffix)
        if rest.exists():
            rest.replace(aside.with_name(aside.name + suffix))
    return aside
