"""Deck files on the disk: made whole and never written over, or replaced whole."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from flashprep.errors import FlashprepError, unwritable
from flashprep.files import whole, write_new
from flashprep.sources.folder import SourceFile


@contextmanager
def new_files(files: Mapping[Path, bytes]) -> Iterator[None]:
    """Write files that are not there yet, and the folders for them. If what follows fails, they
    are gone again.

    FlashprepError where there is such a file already, or it cannot be written.
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
    """Put `data` in the place of what was read, unless another program changed it meanwhile.

    Of two runs of flashprep neither must do that to the other: whoever reads a file to replace
    it holds the write lock of the database from then on.
    """
    # An editor's link to the file stays a link.
    path = Path(os.path.realpath(file.path))

    def check(partial: Path) -> None:
        """Last of all, since an editor knows of no lock."""
        if path.read_bytes() != file.data:
            raise changed_meanwhile(file.name)
        partial.chmod(path.stat().st_mode)

    try:
        if path.exists() and not os.access(path, os.W_OK):
            said = f"{file.name}: may not be written; change its permissions"
            raise FlashprepError(said, "read-only")
        with whole(path, check) as partial:
            partial.write_bytes(data)
    except FileNotFoundError as error:
        raise changed_meanwhile(file.name) from error
    except OSError as error:
        raise unwritable(file.name, error) from error


def changed_meanwhile(name: str) -> FlashprepError:
    """The error where another program changed, or removed, a file that is being written."""
    return FlashprepError(f"{name}: changed while it was being written; try again", "changed")


def _write_new(path: Path, data: bytes, folders: list[Path]) -> None:
    try:
        _make_folder(path.parent, folders)
        write_new(path, data)
    except FileExistsError:
        raise FlashprepError(
            f"{path}: there is such a file already, and it is not written over; "
            "choose another name",
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
