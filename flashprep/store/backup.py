"""Backups of the database in the user's data folder, outside the collection.

A single `git clean` can delete a database inside a repository. The backups of a collection are
in a folder named after the collection's id. A file in that folder contains the path of the
collection. There is one backup per study day, one from before each large change, and those
that the user requested. An interrupted backup leaves no file.
"""

import json
import re
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Thread
from threading import enumerate as enumerate_threads

from flashprep.errors import FlashprepError, unwritable
from flashprep.store.data_folder import copies_folder
from flashprep.store.database import Database
from flashprep.store.files import copy_file, opened_to_read, read_copy, whole_file, write_copy

KEPT = 14
"""Maximum number of daily backups."""
KEPT_BYTES = 5_000_000_000
KEPT_AT_LEAST = 2
"""KEPT_BYTES is the maximum total size of the daily backups, in bytes. The newest KEPT_AT_LEAST
daily backups are kept even if they are larger."""
LARGE_BYTES = 250_000_000
"""The daily backup of a database of at least this size is made in the background."""
KEPT_BEFORE = 5
"""Maximum number of backups of each other kind."""
DAILY, ASKED = "daily", "asked"

_COPYING = "daily copy"
_PLACE = "collection.json"
_NAME = re.compile(r"(\d{4}-\d\d-\d\d)(?:-([a-z]+(?:-[a-z]+)*)-(\d+))?\.db")


@dataclass(frozen=True, slots=True)
class Copy:
    """A backup, the study day on which it was made, and its number of reviews. `why` is DAILY,
    ASKED, or the change before which it was made, such as "merge"."""

    path: Path
    made_on: date
    reviews: int
    why: str = DAILY


# Making backups


def has_copy(collection_id: str, today: date) -> bool:
    """Whether today's backup exists."""
    return (copies_folder() / collection_id / f"{today}.db").exists()


def copy_daily(database: Database, collection_id: str, folder: Path, today: date) -> Path:
    """Make or replace today's backup, and delete the oldest ones."""
    target = _home(collection_id, folder) / f"{today}.db"
    write_copy(database, target)
    _delete_old_daily(target)
    return target


def is_large(path: Path) -> bool:
    """Whether a database is so large that its backup should be made in the background."""
    return path.stat().st_size >= LARGE_BYTES


def begin_daily_copy(path: Path, collection_id: str, folder: Path, today: date) -> None:
    """Start a thread that makes today's backup of a large database, unless such a thread is
    running. The program does not end before the thread does. Errors are ignored."""

    def work() -> None:
        with suppress(OSError, FlashprepError):
            target = _home(collection_id, folder) / f"{today}.db"
            with whole_file(target) as partial:
                copy_file(path, partial)
            _delete_old_daily(target)

    if all(thread.name != _COPYING for thread in enumerate_threads()):
        Thread(target=work, name=_COPYING).start()


def copy_apart(
    database: Database, collection_id: str, folder: Path, today: date, why: str
) -> Path:
    """Make a backup on request or before a change, apart from the daily backup. Deletes the
    oldest backups made for the same reason."""
    home = _home(collection_id, folder)
    target = _next_name(home, today, why)
    write_copy(database, target)
    _delete_old(target, why)
    return target


def copy_file_apart(path: Path, collection_id: str, folder: Path, why: str) -> Path:
    """Like `copy_apart`, for a database that cannot be opened yet. The date of the backup is
    the day when the database file was last modified."""
    home = _home(collection_id, folder)
    day = datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
    target = _next_name(home, day, why)
    with whole_file(target) as partial:
        read_copy(path, partial)
    _delete_old(target, why)
    return target


def _delete_old_daily(target: Path) -> None:
    """Delete the oldest daily backups. Ignores backups with a future date, which were made
    while the clock was wrong: they must not displace today's backup."""
    home = target.parent
    so_far = sorted(path for path in home.glob("????-??-??.db") if path.name <= target.name)
    kept, room = 0, KEPT_BYTES
    for copy in reversed(so_far):
        room -= copy.stat().st_size
        if kept >= KEPT or (room < 0 and kept >= KEPT_AT_LEAST):
            copy.unlink(missing_ok=True)
        else:
            kept += 1


def _home(collection_id: str, folder: Path) -> Path:
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
    """A file name that sorts after all others of that day and reason."""
    numbers = (number for made_on, number, _ in _made_for(home, why) if made_on == str(day))
    return home / f"{day}-{why}-{max(numbers, default=0) + 1}.db"


def _delete_old(target: Path, why: str) -> None:
    """Delete the oldest backups made for one reason. Ignores backups with a future date, which
    were made while the clock was wrong: they must not displace the new backup."""
    made = [path for *_, path in _made_for(target.parent, why)]
    for old in made[: max(0, made.index(target) + 1 - KEPT_BEFORE)]:
        old.unlink(missing_ok=True)


def _made_for(home: Path, why: str) -> list[tuple[str, int, Path]]:
    """Day, number and path of the backups made for one reason, oldest first."""
    found = ((path, _NAME.fullmatch(path.name)) for path in home.iterdir())
    return sorted(
        (name[1], int(name[3]), path) for path, name in found if name and name[2] == why
    )


# Finding backups


def copies_of(folder: Path, collection_id: str | None = None) -> list[Copy]:
    """The backups of the collection with this id and of every collection that is or was in
    `folder`, newest first. Empty if the backup folder cannot be read."""
    found: list[Copy] = []
    homes: list[Path] = []
    with suppress(OSError):
        homes = sorted(copies_folder().iterdir())
    for home in homes:
        place = _read_place(home)
        if home.name != collection_id and place.get("folder") != str(folder):
            continue
        for path in home.iterdir():
            with suppress(ValueError):
                if name := _NAME.fullmatch(path.name):
                    made_on = date.fromisoformat(name[1])
                    found.append(Copy(path, made_on, count_reviews(path), name[2] or DAILY))
    return sorted(
        found, key=lambda copy: (copy.made_on, copy.reviews, copy.path.name), reverse=True
    )


def count_reviews(path: Path) -> int:
    """The number of reviews in a backup; 0 if it cannot be read."""
    found = _first_value(path, "SELECT count(*) FROM review")
    return found if isinstance(found, int) else 0


def collection_id_of(path: Path) -> str | None:
    """The id of the collection that a database belongs to, or None if it cannot be read."""
    found = _first_value(path, "SELECT value FROM fact WHERE name = 'collection_id'")
    return None if found is None else str(found)


def _first_value(path: Path, query: str) -> int | str | None:
    try:
        with closing(opened_to_read(path)) as copy:
            row: tuple[int | str] | None = copy.execute(query).fetchone()
    except sqlite3.Error:
        return None
    return row[0] if row else None


def _read_place(home: Path) -> dict[str, object]:
    try:
        place = json.loads((home / _PLACE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return place if isinstance(place, dict) else {}
