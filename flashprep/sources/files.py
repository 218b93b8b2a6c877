"""Creates and replaces deck files atomically. New files never overwrite existing ones."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from flashprep.errors import FlashprepError, unwritable
from flashprep.files import whole, write_new
from flashprep.sources.folder import SourceFile


@contextmanager
def new_files(files: Mapping[Path, bytes]) -> Iterator[None]:
    """Create files and their folders. If the `with` block fails, remove the new files.

    Raises FlashprepError if a file already exists or cannot be written.
    """
    made: list[Path] = []
    folders: list[Path] = []
    try:
        for path, data in files.items():
            _write_new(path, data, folders)
            made.append(path)
        yield
    except BaseException:
        _remove(made, folders)
        raise


def replace_file(file: SourceFile, data: bytes) -> None:
    """Replace the content of a file with `data`. Raises FlashprepError if another program
    changed the file after flashprep read it.

    Callers must hold the database's write lock from reading until replacing, so that two runs
    of flashprep do not overwrite each other's changes.
    """
    # If the file is a symbolic link, the link stays and its target is replaced.
    path = Path(os.path.realpath(file.path))

    def check(partial: Path) -> None:
        """Compare the file with the content that was read. The comparison happens as late as
        possible, since editors ignore the database's lock."""
        if path.read_bytes() != file.data:
            raise changed_meanwhile(file.name)
        partial.chmod(path.stat().st_mode)

    try:
        if path.exists() and not os.access(path, os.W_OK):
            message = f"{file.name}: this file is read-only; change its permissions"
            raise FlashprepError(message, "read-only")
        with whole(path, check) as partial:
            partial.write_bytes(data)
    except FileNotFoundError as error:
        raise changed_meanwhile(file.name) from error
    except OSError as error:
        raise unwritable(file.name, error) from error


def changed_meanwhile(name: str) -> FlashprepError:
    """The error for a file that another program changed or removed before flashprep could write
    to it."""
    return FlashprepError(f"{name}: another program changed this file; try again", "changed")


def _write_new(path: Path, data: bytes, folders: list[Path]) -> None:
    try:
        _make_folder(path.parent, folders)
        write_new(path, data)
    except FileExistsError:
        raise FlashprepError(
            f"{path}: this file already exists and is not overwritten; choose another name",
            "exists",
        ) from None
    except OSError as error:
        raise unwritable(path, error) from error


def _make_folder(folder: Path, made: list[Path]) -> None:
    if not folder.exists():
        _make_folder(folder.parent, made)
        folder.mkdir(exist_ok=True)
        made.append(folder)


def _remove(files: list[Path], folders: list[Path]) -> None:
    for path in files:
        with suppress(OSError):
            path.unlink()
    for folder in reversed(folders):
        with suppress(OSError):
            folder.rmdir()
