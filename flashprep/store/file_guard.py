"""Detects that the file of an open database was deleted, replaced, overwritten or truncated.

SQLite continues to write to a file that was deleted, or that another program overwrote. Its
commits succeed, but their data is lost when the program ends.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from flashprep.errors import FlashprepError
from flashprep.files import whole
from flashprep.store.data_folder import copies_folder
from flashprep.store.log_statements import NEXT_SEQ

# The size, in bytes, up to which a file is checked page by page during a session.
_LARGE = 20_000_000


class FileGuard:
    """Watches the file of one connection. Each check compares the file with its state at the
    previous check."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path, self._connection = path, connection
        self._remember()

    def check(self) -> None:
        """Raise FlashprepError if the path no longer leads to the file to which the connection
        writes, or if the file was overwritten. Before that, save all data that the connection
        can still read."""
        try:
            now = self._path.stat()
        except OSError:
            raise self._lost("deleted") from None
        if (now.st_dev, now.st_ino) != self._file:
            raise self._lost("replaced")
        if (now.st_size, now.st_mtime_ns) != self._seen:
            # Usually, the file has changed because SQLite copied the WAL into it.
            if now.st_size < self._seen[0]:
                raise self._lost("cut off")
            if not self._has_all_rows(now.st_size):
                raise self._lost("overwritten")
            self._remember()

    def _remember(self) -> None:
        try:
            now = self._path.stat()
        except OSError:
            raise self._lost("deleted") from None
        self._file = now.st_dev, now.st_ino
        self._seen = now.st_size, now.st_mtime_ns

    def _has_all_rows(self, size: int) -> bool:
        """Whether a new connection finds all rows that this connection wrote, and no damage."""
        try:
            latest = _latest_rows(self._connection)
            with closing(sqlite3.connect(self._path)) as fresh:
                is_whole = _latest_rows(fresh) >= latest
                return is_whole and (size > _LARGE or is_sound(fresh))
        except sqlite3.Error:
            return False

    def _lost(self, how: str) -> FlashprepError:
        """Tries to save the data that the connection can read, and returns the error to
        raise."""
        message = f"{self._path}: this file was {how} while flashprep was using it"
        saved = self._saved()
        if saved is None:
            return FlashprepError(
                f"{message}, and its content cannot be read any more; reviews since the last "
                "backup may be lost; restore a backup",
                "file-lost",
            )
        return FlashprepError(
            f"{message}; all reviews so far, the last one included, were saved as {saved}; "
            "close every other flashprep, then restore that file",
            "file-replaced",
            saved=str(saved),
        )

    def _saved(self) -> Path | None:
        for folder in (self._path.parent, copies_folder()):
            number = 1
            while (target := folder / f"{self._path.name}.saved-{number}").exists():
                number += 1
            try:
                with whole(target) as partial:
                    self._copy(partial)
            except (OSError, sqlite3.Error):
                continue
            return target
        return None

    def _copy(self, target: Path) -> None:
        with closing(sqlite3.connect(target)) as copy:
            self._connection.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
            if not is_sound(copy):
                raise sqlite3.DatabaseError("the copy is damaged")


def is_sound(connection: sqlite3.Connection) -> bool:
    """Whether SQLite finds no damage in the pages of a database."""
    try:
        found: str = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.Error:
        return False
    return found == "ok"


def _latest_rows(connection: sqlite3.Connection) -> int:
    latest: int = connection.execute(NEXT_SEQ).fetchone()[0]
    return latest
