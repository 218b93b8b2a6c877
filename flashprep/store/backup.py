"""Copies of the database in the user's data folder, away from the collection.

A database in a clone is one `git clean` away from gone. The copies of a collection stand in
a folder named by its id, beside a note of where the collection was: one for each day of study,
one from before each act that changes much at once, and those that were asked for. A copy is
whole or not there at all, whenever its making is cut short.
"""

import json
import os
import re
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Thread
from threading import enumerate as enumerate_threads

from flashprep.errors import FlashprepError, unwritable
from flashprep.store.database import Database
from flashprep.store.files import copy_file, opened_to_read, read_copy, whole_file, write_copy

KEPT = 14
"""How many daily copies are kept."""
KEPT_BYTES = 5_000_000_000
KEPT_AT_LEAST = 2
"""No more daily copies are kept than fit into so many bytes, but so many in any case."""
LARGE_BYTES = 250_000_000
"""From this size on a copy is made beside the study, and today's is not renewed."""
KEPT_BEFORE = 5
"""How many copies of each other kind are kept."""
DAILY, ASKED = "daily", "asked"

_COPYING = "daily copy"
_PLACE = "collection.json"
_NAME = re.compile(r"(\d{4}-\d\d-\d\d)(?:-([a-z]+(?:-[a-z]+)*)-(\d+))?\.db")


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of a database, the study day it was made on, and how many answers it holds.
    `why` is DAILY, ASKED, or what it was made before, such as "merge"."""

    path: Path
    made_on: date
    reviews: int
    why: str = DAILY


def copies_folder() -> Path:
    """Where all copies of this user are: $FLASHPREP_BACKUPS, or the user's data folder."""
    chosen = os.environ.get("FLASHPREP_BACKUPS")
    if chosen:
        return Path(chosen)
    import platformdirs

    return platformdirs.user_data_path("flashprep") / "copies"


# Making copies


def has_copy(collection_id: str, today: date) -> bool:
    """Whether today's copy is there."""
    return (copies_folder() / collection_id / f"{today}.db").exists()


def copy_daily(database: Database, collection_id: str, folder: Path, today: date) -> Path:
    """Make or renew today's copy, and let the oldest ones go."""
    target = _home(collection_id, folder) / f"{today}.db"
    write_copy(database, target)
    _let_go_daily(target)
    return target


def is_large(path: Path) -> bool:
    """Whether a database is so large that nobody would wait for its copy."""
    return path.stat().st_size >= LARGE_BYTES


def begin_daily_copy(path: Path, collection_id: str, folder: Path, today: date) -> None:
    """Make today's copy of a large database while other things are done, unless that goes on
    already. The program does not end before it; one that cannot be made is passed over."""

    def work() -> None:
        with suppress(OSError, FlashprepError):
            target = _home(collection_id, folder) / f"{today}.db"
            with whole_file(target) as partial:
                copy_file(path, partial)
            _let_go_daily(target)

    if all(thread.name != _COPYING for thread in enumerate_threads()):
        Thread(target=work, name=_COPYING).start()


def copy_apart(
    database: Database, collection_id: str, folder: Path, today: date, why: str
) -> Path:
    """Make a copy that is not today's: asked for, or from before something is done. The
    oldest ones made for that go."""
    home = _home(collection_id, folder)
    target = _next_name(home, today, why)
    write_copy(database, target)
    _let_go(target, why)
    return target


def copy_file_apart(path: Path, collection_id: str, folder: Path, why: str) -> Path:
    """As `copy_apart`, of a database that cannot be opened yet; its day is that of its last
    change."""
    home = _home(collection_id, folder)
    day = datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
    target = _next_name(home, day, why)
    with whole_file(target) as partial:
        read_copy(path, partial)
    _let_go(target, why)
    return target


def _let_go_daily(target: Path) -> None:
    """Let the oldest daily copies go. Those of days to come are of a clock that ran ahead, and
    must not push out today's."""
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
    """A name that comes after all others of that day."""
    numbers = (number for made_on, number, _ in _apart(home, why) if made_on == str(day))
    return home / f"{day}-{why}-{max(numbers, default=0) + 1}.db"


def _let_go(target: Path, why: str) -> None:
    """Of the copies made for one reason, let the oldest go. Those of days to come are of a
    clock that ran ahead, and must not push out the one just made."""
    made = [path for *_, path in _apart(target.parent, why)]
    for old in made[: max(0, made.index(target) + 1 - KEPT_BEFORE)]:
        old.unlink(missing_ok=True)


def _apart(home: Path, why: str) -> list[tuple[str, int, Path]]:
    """Day, number and path of the copies made for one reason, oldest first."""
    found = ((path, _NAME.fullmatch(path.name)) for path in home.iterdir())
    return sorted(
        (name[1], int(name[3]), path) for path, name in found if name and name[2] == why
    )


# Finding copies


def copies_of(folder: Path, collection_id: str | None = None) -> list[Copy]:
    """Copies of the collection that is, or was, in `folder` or has this id; newest first.
    There are none where nothing can be read."""
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
    """How many answers a copy holds; 0 for one that cannot be read."""
    found = _ask(path, "SELECT count(*) FROM review")
    return found if isinstance(found, int) else 0


def collection_id_of(path: Path) -> str | None:
    """The id of the collection whose database this is, if that can be read."""
    found = _ask(path, "SELECT value FROM fact WHERE name = 'collection_id'")
    return None if found is None else str(found)


def _ask(path: Path, question: str) -> int | str | None:
    try:
        with closing(opened_to_read(path)) as copy:
            row: tuple[int | str] | None = copy.execute(question).fetchone()
    except sqlite3.Error:
        return None
    return row[0] if row else None


def _read_place(home: Path) -> dict[str, object]:
    try:
        place = json.loads((home / _PLACE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return place if isinstance(place, dict) else {}
