"""Backups of the database in the user's data folder, outside the collection.

A single `git clean` can delete a database inside a repository. The backups of a collection are
in a folder whose name is the collection's id. A file in that folder contains the path of the
collection. There is a backup for each study day, a backup from before each large change, and
the backups that the user requested.

A new backup has a temporary name until `copy_checks.py` has checked it. So a damaged database
neither replaces a backup nor causes the deletion of an older backup. An interrupted backup
leaves no file.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Thread
from typing import NamedTuple

from flashprep.errors import FlashprepError, unwritable
from flashprep.files import partial_beside
from flashprep.store.copy_checks import CopyChecks, first_value, write_checked
from flashprep.store.data_folder import copies_folder
from flashprep.store.database import Database
from flashprep.store.files import copy_file, whole_file

KEPT = 14
"""The maximum number of daily backups."""
KEPT_BYTES = 5_000_000_000
KEPT_AT_LEAST = 2
"""KEPT_BYTES is the maximum total size of the daily backups, in bytes. The newest KEPT_AT_LEAST
daily backups are kept even if they exceed this size."""
LARGE_BYTES = 250_000_000
"""The size, in bytes, from which the daily backup of a database is made in the background."""
KEPT_BEFORE = 5
"""The maximum number of backups for each reason other than DAILY."""
DAILY, ASKED = "daily", "asked"

_PLACE = "collection.json"
_NAME = re.compile(r"(\d{4}-\d\d-\d\d)(?:-([a-z]+(?:-[a-z]+)*)-(\d+))?\.db")
_ID = re.compile(r"[\w-]+", re.ASCII)


class Copy(NamedTuple):
    """A backup. `made_on` is the study day on which it was made, and `reviews` is its number of
    reviews. `why` is its reason: DAILY, ASKED, or the name of the change that followed, such as
    "merge". If `is_valid` is false, the backup is damaged."""

    path: Path
    made_on: date
    reviews: int
    why: str = DAILY
    is_valid: bool = True


# Making backups


class DailyCopy(Thread):
    """Makes today's backup: `run` makes it at once, and `start` makes it in the background. The
    program does not exit before the thread has ended."""

    def __init__(
        self, database: Database, collection_id: str, folder: Path, today: date, now_ms: int
    ) -> None:
        super().__init__(name="daily copy")
        self._place, self._today, self._now_ms = (collection_id, folder), today, now_ms
        self._path = database.path
        self._write: Callable[[Path], None] = database.copy_to
        self._problem: FlashprepError | None = None

    def start(self) -> None:
        """Make the backup in the background. The thread copies the file instead of using the
        open database, since the database may be closed before the backup is complete."""
        self._write = lambda partial: copy_file(self._path, partial)
        super().start()

    def run(self) -> None:
        """Make or replace today's backup, and delete the oldest daily backups beyond the
        limits."""
        try:
            target = _home(*self._place) / f"{self._today}.db"
            _make(self._path, target, DAILY, self._write, self._now_ms)
        except FlashprepError as error:
            self._problem = error

    def problem(self) -> FlashprepError | None:
        """The error that prevented the backup; None if the backup was made. Waits for the
        thread to end."""
        if self.is_alive():
            self.join()
        return self._problem


def is_made(collection_id: str, today: date, now_ms: int, within_ms: int | None) -> bool:
    """Whether today's backup exists. If `within_ms` is given, the backup must also be younger
    than `within_ms`."""
    path = copies_folder() / collection_id / f"{today}.db"
    try:
        exists = path.exists()
    except OSError:
        return False
    if within_ms is None or not exists:
        return exists
    made_ms = CopyChecks(path.parent).made_ms(path)
    return made_ms is not None and abs(now_ms - made_ms) < within_ms


def is_large(path: Path) -> bool:
    """Whether a database is so large that its daily backup is made in the background."""
    with suppress(OSError):
        return path.stat().st_size >= LARGE_BYTES
    return False


def copy_apart(
    database: Database, collection_id: str, folder: Path, today: date, why: str
) -> tuple[Path, int]:
    """Make a backup on request or before a change, separate from the daily backup. `why` is the
    reason. The oldest backups with the same reason are deleted. Returns the path of the new
    backup and its number of reviews."""
    target = _next_name(_home(collection_id, folder), today, why)
    return target, _make(database.path, target, why, database.copy_to)


def copy_file_apart(path: Path, collection_id: str, folder: Path, why: str) -> None:
    """Like `copy_apart`, but for a database that is not open, for example because it must be
    migrated first. The date of the backup is the day on which the database file was last
    modified."""
    day = datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
    target = _next_name(_home(collection_id, folder), day, why)
    _make(path, target, why, lambda partial: copy_file(path, partial))


def problem_of_home(collection_id: str, folder: Path) -> FlashprepError | None:
    """The error that prevents backups of a collection. Returns None if backups can be
    written."""
    try:
        home = _home(collection_id, folder)
        with partial_beside(home / "trial") as partial:
            partial.touch()
    except OSError as error:
        return unwritable(home, error)
    except FlashprepError as error:
        return error
    return None


def _make(
    source: Path,
    target: Path,
    why: str,
    write: Callable[[Path], None],
    made_ms: int | None = None,
) -> int:
    """Make a backup, and delete the oldest backups with the same reason beyond the limits.
    Damaged backups are neither counted nor deleted."""
    reviews = write_checked(source, target, write)
    try:
        CopyChecks(target.parent).put(target, reviews, made_ms)
        made = [each for each in _copies_in(target.parent) if each.why == why]
        kept, room = 0, KEPT_BYTES
        for copy in filter(lambda each: each.is_valid, made):
            room -= copy.path.stat().st_size
            is_kept = kept < KEPT_BEFORE
            if why == DAILY:
                is_kept = kept < KEPT and (room >= 0 or kept < KEPT_AT_LEAST)
            if is_kept:
                kept += 1
            else:
                copy.path.unlink(missing_ok=True)
    except OSError as error:
        raise unwritable(target.parent, error) from error
    return reviews


def _home(collection_id: str, folder: Path) -> Path:
    if not _ID.fullmatch(collection_id):
        message = f"the id of this collection is damaged ({collection_id!a}); restore a backup"
        raise FlashprepError(message, "damaged")
    home = copies_folder() / collection_id
    try:
        home.mkdir(parents=True, exist_ok=True)
        if _read_place(home).get("folder") != str(folder):
            with whole_file(home / _PLACE) as partial:
                partial.write_text(json.dumps({"folder": str(folder)}), encoding="utf-8")
    except OSError as error:
        raise unwritable(home, error) from error
    return home


def _next_name(home: Path, day: date, why: str) -> Path:
    """An unused file name for a backup of this day and reason. The name ends with a number,
    from 1."""
    names = (_NAME.fullmatch(path.name) for path in home.glob(f"{day}-{why}-*.db"))
    numbers = (int(name[3]) for name in names if name and name[2] == why)
    return home / f"{day}-{why}-{max(numbers, default=0) + 1}.db"


# Finding backups


def copies_of(folder: Path, collection_id: str | None = None) -> list[Copy]:
    """The backups of the collection with this id, and of every collection that is or was in
    `folder`. Valid backups come first, then damaged backups; in each group, the newest backup
    comes first. The result is empty if the folder of all backups cannot be read."""
    homes: list[list[Copy]] = []
    with suppress(OSError):
        for home in sorted(copies_folder().iterdir()):
            if home.name == collection_id or _read_place(home).get("folder") == str(folder):
                with suppress(OSError):
                    homes.append(_copies_in(home))
    # Within a folder, the order in which backups were made is known, so only the folders must
    # be sorted.
    homes.sort(key=_newest_ns, reverse=True)
    return sorted((copy for home in homes for copy in home), key=lambda copy: not copy.is_valid)


def _copies_in(home: Path) -> list[Copy]:
    """The backups in one folder, the newest backup first."""
    named = list(_named(home))
    checks = CopyChecks(home).of([path for path, _, _ in named])
    copies = [
        (checks[path].order, Copy(path, day, checks[path].reviews, why, checks[path].is_valid))
        for path, day, why in named
    ]
    return [copy for _, copy in sorted(copies, reverse=True)]


def _named(home: Path) -> Iterator[tuple[Path, date, str]]:
    """Yields the files whose name is that of a backup, each with the day and the reason."""
    for path in home.iterdir():
        name = _NAME.fullmatch(path.name)
        if name and path.is_file():
            with suppress(ValueError):
                yield path, date.fromisoformat(name[1]), name[2] or DAILY


def _newest_ns(copies: list[Copy]) -> int:
    return max((copy.path.stat().st_mtime_ns for copy in copies), default=0)


def collection_id_of(path: Path) -> str | None:
    """The id of the collection to which a database belongs. Returns None if the id cannot be
    read."""
    found = first_value(path, "SELECT value FROM fact WHERE name = 'collection_id'")
    return None if found is None else str(found)


def _read_place(home: Path) -> dict[str, object]:
    try:
        place = json.loads((home / _PLACE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return place if isinstance(place, dict) else {}
