"""Daily copies of the database in the user's data folder, away from the collection.

A database in a clone is one `git clean` away from gone. The copies of a collection stand in
a folder named by its id, beside a note of where the collection was.
"""

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flashprep.store.database import Database

KEPT = 14
_PLACE = "collection.json"


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of a database, and the day it was made."""

    path: Path
    made_on: date
    reviews: int


def copies_folder() -> Path:
    """Where all copies of this user are: $FLASHPREP_BACKUPS, or the user's data folder."""
    chosen = os.environ.get("FLASHPREP_BACKUPS")
    if chosen:
        return Path(chosen)
    import platformdirs

    return platformdirs.user_data_path("flashprep") / "copies"


def has_copy(collection_id: str, today: date) -> bool:
    """Whether today's copy is there."""
    return (copies_folder() / collection_id / f"{today}.db").exists()


def copy_daily(database: Database, collection_id: str, folder: Path, today: date) -> Path:
    """Make or renew today's copy, whole or not at all, and let the oldest ones go."""
    home = copies_folder() / collection_id
    home.mkdir(parents=True, exist_ok=True)
    target = home / f"{today}.db"
    partial = home / f".{today}.{os.getpid()}.partial"
    try:
        database.copy_to(partial)
        with partial.open("rb") as written:
            os.fsync(written.fileno())
        partial.replace(target)
    finally:
        for rest in home.glob(f"{partial.name}*"):
            rest.unlink(missing_ok=True)
    place = json.dumps({"folder": str(folder)})
    (home / _PLACE).write_text(place, encoding="utf-8")
    # Copies of days to come are of a clock that ran ahead. They must not push out today's.
    so_far = sorted(path for path in home.glob("????-??-??.db") if path.name <= target.name)
    for old in so_far[:-KEPT]:
        old.unlink(missing_ok=True)
    return target


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
        for path in home.glob("????-??-??.db"):
            with suppress(ValueError):
                found.append(Copy(path, date.fromisoformat(path.stem), count_reviews(path)))
    return sorted(found, key=lambda copy: (copy.made_on, copy.reviews), reverse=True)


def count_reviews(path: Path) -> int:
    """How many answers a copy holds; 0 for one that cannot be read."""
    import sqlite3

    try:
        connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
        try:
            (count,) = connection.execute("SELECT count(*) FROM review").fetchone()
        finally:
            connection.close()
    except sqlite3.Error:
        return 0
    return int(count)


def _read_place(home: Path) -> dict[str, object]:
    try:
        place = json.loads((home / _PLACE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return place if isinstance(place, dict) else {}
