"""Deck files on the disk: made whole and never written over, or replaced whole."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from flashprep.errors import FlashprepError
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
            _make_folder(path.parent, folders)
            with path.open("xb") as file:
                made.append(path)
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
    except FileExistsError as error:
        _remove(made, folders)
        raise FlashprepError(
            f"{error.filename}: there is such a file already, and it is not written over; "
            "choose another name"
        ) from None
    except OSError as error:
        _remove(made, folders)
        raise FlashprepError(
            f"{error.filename or made[-1]}: cannot be written ({error.strerror})"
        ) from error
    try:
        yield
    except BaseException:
        _remove(made, folders)
        raise


def replace_file(file: SourceFile, data: bytes) -> None:
    """Put `data` in the place of what was read, unless somebody changed it meanwhile."""
    # An editor's link to the file stays a link.
    path = Path(os.path.realpath(file.path))
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        if not os.access(path, os.W_OK):
            raise FlashprepError(f"{file.name}: may not be written; change its permissions")
        if path.read_bytes() != file.data:
            raise FlashprepError(f"{file.name}: changed while it was written; try again")
        with partial.open("wb") as output:
            output.write(data)
            output.flush()
            os.fsync(output.fileno())
        partial.chmod(path.stat().st_mode)
        partial.replace(path)
    except OSError as error:
        raise FlashprepError(f"{file.name}: cannot be written ({error.strerror})") from error
    finally:
        partial.unlink(missing_ok=True)


def _make_folder(folder: Path, made: list[Path]) -> None:
    if not folder.exists():
        _make_folder(folder.parent, made)
        folder.mkdir()
        made.append(folder)


def _remove(files: list[Path], folders: list[Path]) -> None:
    for path in files:
        with suppress(OSError):
            path.unlink()
    for folder in reversed(folders):
        with suppress(OSError):
            folder.rmdir()
