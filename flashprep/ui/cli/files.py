"""Writes files that the user named, such as reports, pages, and study sheets."""

import os
from collections.abc import Callable
from pathlib import Path

from flashprep.errors import FlashprepError
from flashprep.files import whole
from flashprep.ui.text.output import warn


def write_file(path: Path, data: bytes) -> None:
    """Write `data` to a file, completely or not at all. An earlier file is replaced.

    Raises FlashprepError if the file cannot be written, or if `path` exists but is not a file.
    After an error, the earlier file is unchanged.
    """
    # Replace the target of a link, not the link itself.
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not target.is_file():
            raise FlashprepError(f"{path}: is not a file; choose another name")
        with whole(target) as partial:
            partial.write_bytes(data)
    except OSError as error:
        raise FlashprepError(
            f"{path}: cannot be written ({error.strerror}); choose a folder that exists, "
            "is writable and has free space"
        ) from error


def write_if_named(path: Path | None, make: Callable[[], bytes]) -> None:
    """Write the result of `make` to the file that the user named, and print a message.

    If the user named no file, `make` is not called.
    """
    if path is not None:
        write_file(path, make())
        warn(f"Written: {path}")
