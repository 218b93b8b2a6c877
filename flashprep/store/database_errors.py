"""Converts errors of the database driver to messages that explain the cause and the remedy."""

import os
import re
import sqlite3
from pathlib import Path

from flashprep.errors import FlashprepError

DRIVER_ERRORS = (sqlite3.Error, UnicodeEncodeError, OverflowError)
"""The errors that sqlite3 raises. The last two are for values that SQLite cannot store."""

_NO_WRITING = re.compile("readonly|unable to open")
# Parts of the driver's messages, each with the cause and its error code.
_CAUSES = {
    # This pattern must come first. Its message quotes the bytes that are not UTF-8, and these
    # may contain the words of other patterns.
    "Could not decode": ("this database is damaged; restore a backup", "damaged"),
    "locked": (
        "another flashprep is writing to this database; try again when it has ended",
        "busy",
    ),
    "full": (
        "the disk is full; free some space and try again. No saved data was lost",
        "disk-full",
    ),
    "readonly": (
        "this file is read-only; check its permissions and those of its folder",
        "read-only",
    ),
    "unable to open": (
        "this file cannot be opened; check its folder and its permissions",
        "unreadable",
    ),
    "not a database": (
        "this file is not a database; move it away, or restore a backup",
        "damaged",
    ),
    "malformed": ("this database is damaged; restore a backup", "damaged"),
    # The causes below are missing tables or columns.
    "no such ": ("this database is damaged; restore a backup", "damaged"),
    "disk I/O error": ("the disk reports an error; check the disk", "disk-error"),
}


def explained(path: Path, error: Exception) -> FlashprepError:
    """The FlashprepError to raise for `error`, which is one of DRIVER_ERRORS, in the database
    at `path`."""
    if isinstance(error, UnicodeEncodeError):  # a command-line argument in another encoding
        message = f"{error.object!a} is not valid UTF-8; check how it was typed"
        return FlashprepError(message, "bad-value")
    if isinstance(error, OverflowError):
        return FlashprepError(
            "a number is too large to be stored; check the input", "bad-value"
        )
    reason, folder = str(error), path.parent
    if folder.is_dir() and not os.access(folder, os.W_OK) and _NO_WRITING.search(reason):
        message = (
            f"{path}: the folder {folder} is read-only, so your reviews cannot be saved; "
            "change its permissions, or copy the collection to a folder that you can write to"
        )
        return FlashprepError(message, "read-only")
    for sign, (cause, code) in _CAUSES.items():
        if sign in reason:
            return FlashprepError(f"{path}: {cause}", code)
    return FlashprepError(f"{path}: the database reports: {reason}", "database-error")
