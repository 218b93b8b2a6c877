"""Finds the folder of a collection."""

from pathlib import Path

from flashprep.config import FILE_NAME
from flashprep.errors import FlashprepError

DATABASE_NAME = "flashprep.db"


def find_collection(start: Path) -> Path:
    """The folder of the collection that contains `start`. It is the nearest folder with a
    settings file, from `start` upward.

    Raises FlashprepError if there is no such folder.
    """
    start = start.absolute()
    for folder in (start, *start.parents):
        if (folder / FILE_NAME).is_file():
            return folder
    raise FlashprepError(f"{start}: no collection in this folder or above it", "no-collection")


def check_collection(folder: Path) -> Path:
    """The folder as an absolute path. Raises FlashprepError if the folder is not a
    collection."""
    if not (folder / FILE_NAME).is_file():
        message = f"{folder}: not a collection (it has no {FILE_NAME})"
        raise FlashprepError(message, "not-a-collection", folder=str(folder))
    return folder.absolute()
