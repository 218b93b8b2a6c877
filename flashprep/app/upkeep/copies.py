"""Creates, lists, and restores backups on request."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from flashprep.app.context import Context
from flashprep.app.folders import DATABASE_NAME
from flashprep.app.upkeep.backups import copy_apart
from flashprep.errors import FlashprepError
from flashprep.store.backup import Copy, collection_id_of, copies_of
from flashprep.store.copy_checks import count_reviews, write_checked


@dataclass(frozen=True, slots=True)
class Copies:
    """The backups of a collection, newest first."""

    FORM: ClassVar = (
        "copies(name=path.stem day=made_on why answers=reviews path valid=is_valid)"
    )
    copies: tuple[Copy, ...]

    def find(self, name: str) -> Path:
        """The path of a backup. `name` is a file path, the name of a backup, or a day."""
        if Path(name).is_file():
            return Path(name)
        for copy in self.copies:
            if name in (copy.path.stem, copy.path.name):
                return copy.path
        for copy in self.copies:  # newest first
            if name == copy.made_on.isoformat():
                return copy.path
        raise FlashprepError(f"there is no backup '{name}'", "no-such-copy", name=name)


@dataclass(frozen=True, slots=True)
class Copied:
    """A new backup and the number of reviews in it."""

    path: Path
    answers: int


@dataclass(frozen=True, slots=True)
class Restored:
    """The restored backup, and the number of reviews in it. `kept_as` is the file that now
    contains the previous database, or None if there was no previous database."""

    restored: Path
    answers: int
    kept_as: Path | None


def known_copies(folder: Path) -> Copies:
    """The backups of the collection in `folder`. The function works even if the database cannot
    be read."""
    return Copies(tuple(copies_of(folder, collection_id_of(folder / DATABASE_NAME))))


def copy_on_request(context: Context, file: Path | None, now_ms: int) -> Copied:
    """Backs up the database to a new file, or to the folder of the daily backups."""
    if file is None:
        return Copied(*copy_apart(context, now_ms))
    database = context.database
    return Copied(file, write_checked(database.path, file, database.copy_to))


def restore_backup(folder: Path, name: str) -> Restored:
    """Replaces the database with a backup; see `store.restore`."""
    from flashprep.store.restore import restore

    copy, target = known_copies(folder).find(name), folder / DATABASE_NAME
    kept_as = restore(copy, target)
    return Restored(copy, count_reviews(target), kept_as)
