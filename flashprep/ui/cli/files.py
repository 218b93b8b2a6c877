"""Writes files that the user named: reports, pages, sheets."""

import os
from collections.abc import Callable
from pathlib import Path

from flashprep.errors import FlashprepError
from flashprep.files import whole
from flashprep.ui.text.output import warn


def write_file(path: Path, data: bytes) -> None:
    """Write a file completely or not at all, replacing an earlier file.

    Raises FlashprepError if the file cannot be written, or if `path` is not a file. In that
    case nothing changes.
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
    """Write what `make` returns to the file that the user named, and report it.

    If the user named no file, `make` is not called.
    """
    if path is not None:
        write_file(path, make())
        warn(f"Written: {path}")
