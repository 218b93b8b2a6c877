"""Files that a person asked for by name: reports, pages, sheets."""

import os
from collections.abc import Callable
from pathlib import Path

from flashprep.errors import FlashprepError
from flashprep.files import whole
from flashprep.ui.text.output import warn


def write_file(path: Path, data: bytes) -> None:
    """Put a file in the place of what was there, whole or not at all.

    Raises FlashprepError where that cannot be done, or where there is something else than a
    file; nothing is left behind then.
    """
    # What a link leads to is replaced, not the link.
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not target.is_file():
            raise FlashprepError(f"{path}: is not a file; choose another name")
        with whole(target) as partial:
            partial.write_bytes(data)
    except OSError as error:
        raise FlashprepError(
            f"{path}: cannot be written ({error.strerror}); choose a folder that exists, may "
            "be written to and has space left"
        ) from error


def write_if_named(path: Path | None, make: Callable[[], bytes]) -> None:
    """Write to the file that a person named what is made for it, and say so; nothing is made
    where none was named."""
    if path is not None:
        write_file(path, make())
        warn(f"Written: {path}")
