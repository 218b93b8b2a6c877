"""Copies of the database on request: making one, listing them, and going back to one."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from flashprep.app.context import Context
from flashprep.app.folders import DATABASE_NAME
from flashprep.app.upkeep.backups import copy_apart
from flashprep.errors import FlashprepError
from flashprep.store.backup import Copy, collection_id_of, copies_of, count_reviews


@dataclass(frozen=True, slots=True)
class Copies:
    """The copies of a collection, newest first."""

    FORM: ClassVar = "copies(name=path.stem day=made_on why answers=reviews path)"
    copies: tuple[Copy, ...]

    def find(self, name: str) -> Path:
        """The copy meant by the path of a file, the name of a copy, or a day."""
        if Path(name).is_file():
            return Path(name)
        for copy in self.copies:
            if name in (copy.path.stem, copy.path.name):
                return copy.path
        for copy in self.copies:  # newest first
            if name == copy.made_on.isoformat():
                return copy.path
        raise FlashprepError(f"there is no copy '{name}'", "no-such-copy", name=name)


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy that was made, and how many answers it holds."""

    path: Path
    answers: int


@dataclass(frozen=True, slots=True)
class Restored:
    """The copy that was gone back to, how many answers it holds, and where the database that
    was there before is kept, if there was one."""

    restored: Path
    answers: int
    kept_as: Path | None


def known_copies(folder: Path) -> Copies:
    """The copies of the collection in `folder`, whether its database can be read or not."""
    return Copies(tuple(copies_of(folder, collection_id_of(folder / DATABASE_NAME))))


def copy_on_request(context: Context, file: Path | None, now_ms: int) -> Copied:
    """Copy the database to a file that is not there yet, or to where the daily copies are."""
    if file is None:
        file = copy_apart(context, now_ms)
    else:
        from flashprep.store.files import write_copy

        write_copy(context.database, file)
    return Copied(file, count_reviews(file))


def go_back(folder: Path, name: str) -> Restored:
    """Put a copy in the place of the database; see `store.restore`."""
    from flashprep.store.restore import restore

    copy, target = known_copies(folder).find(name), folder / DATABASE_NAME
    aside = restore(copy, target)
    return Restored(copy, count_reviews(target), aside)
