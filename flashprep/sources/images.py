"""Finds the images that notes show, and checks that the files contain images."""

import os
import posixpath
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Final

from flashprep.files import open_regular
from flashprep.text import composed

# The first bytes of an image file, by suffix. SVG is text, so only its first character is
# checked.
_BEGINNINGS: Final = {
    ".png": (b"\x89PNG",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".gif": (b"GIF8",),
    ".webp": (b"RIFF",),
    ".svg": (b"<", b"\xef\xbb\xbf<"),
}
SUFFIXES: Final = tuple(_BEGINNINGS)
LARGEST: Final = 32 << 20  # bytes of an image
_BEGINNING: Final = 16  # bytes that show the format
_MISSING: Final = (
    "is missing, empty or unreadable; write its path relative to this file's folder"
)


class ImageError(Exception):
    """A file is not an image of the collection. The message is the end of a sentence whose
    subject is the image."""


def is_image(name: str, data: bytes) -> bool:
    """Whether flashprep can show a file as an image. The file is called `name` and begins with
    `data`."""
    beginnings = _BEGINNINGS.get(PurePosixPath(name).suffix.lower())
    return beginnings is not None and data.lstrip().startswith(beginnings)


def find_image(deck_file: Path, deck_name: str, image: str) -> tuple[str, str | None]:
    """The path of an image relative to the collection's folder, and a message. The message is
    None if the image is valid.

    `deck_name` is the deck file's path relative to the collection's folder; `image` is the
    image's path relative to the deck file.
    """
    name = posixpath.normpath(posixpath.join(posixpath.dirname(deck_name), image))
    folder = Path(*deck_file.parts[: -len(PurePosixPath(deck_name).parts)])
    try:
        with _opened(folder, name):
            return name, None
    except ImageError as error:
        return name, str(error)


def read_image(folder: Path, name: str) -> bytes:
    """The bytes of an image, named by its path relative to the collection's `folder`. Raises
    ImageError if it is no longer an image in that folder."""
    try:
        with _opened(folder, name) as file:
            return file.read(LARGEST)
    except OSError as error:
        raise ImageError(_MISSING) from error


def _on_disk(folder: Path, name: str) -> Path:
    """The path of a file below a folder. If there is no file with exactly this name, it is the
    file whose name looks equal: some systems store "é" as two characters."""
    path = Path(folder, name)
    if name.isascii() or path.exists():
        return path
    path = folder
    for part in PurePosixPath(name).parts:
        alike = (each for each in path.iterdir() if composed(each.name) == composed(part))
        path = next(alike, path / part)
    return path


@contextmanager
def _opened(folder: Path, name: str) -> Iterator[BinaryIO]:
    """An image, opened for reading. Raises ImageError if a link leads out of the folder, or if
    the file is not an image of a usual size."""
    outside = "is outside the collection; copy it next to the deck file"
    if name.startswith(("../", "/")) or name == "..":
        raise ImageError(outside)
    beginnings = _BEGINNINGS.get(PurePosixPath(name).suffix.lower())
    if beginnings is None:
        raise ImageError(f"is not a supported image; use one of {', '.join(SUFFIXES)}")
    try:
        path = _on_disk(folder, name).resolve(strict=True)
        if not path.is_relative_to(folder.resolve()):
            raise ImageError(outside)
        file = open_regular(path)
    except (OSError, RuntimeError, ValueError) as error:  # links in a circle; a NUL in the name
        raise ImageError(_MISSING) from error
    with file:
        size = os.fstat(file.fileno()).st_size
        if size > LARGEST:
            raise ImageError(f"is larger than {LARGEST >> 20} MB; make it smaller")
        begins = file.read(_BEGINNING).lstrip()
        if not begins:
            raise ImageError(_MISSING)
        if not begins.startswith(beginnings):
            raise ImageError(
                "is not in the format of its suffix; rename it, or save it in that format"
            )
        file.seek(0)
        yield file
