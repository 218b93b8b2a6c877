"""Finds the images that notes show, and checks that the files contain images."""

import posixpath
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Final

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


def is_image(name: str, data: bytes) -> bool:
    """Whether flashprep can show a file as an image. The file is called `name` and begins with
    `data`."""
    beginnings = _BEGINNINGS.get(PurePosixPath(name).suffix.lower())
    return beginnings is not None and data.lstrip().startswith(beginnings)


def find_image(deck_file: Path, deck_name: str, image: str) -> tuple[str, str | None]:
    """The path of an image relative to the collection's folder, and a message about its
    mistake, or None if the image is valid.

    `deck_name` is the deck file's path relative to the collection's folder; `image` is the
    image's path relative to the deck file.
    """
    name = posixpath.normpath(posixpath.join(posixpath.dirname(deck_name), image))
    if name.startswith(("../", "/")) or name == "..":
        return name, "is outside the collection; copy it next to the deck file"
    beginnings = _BEGINNINGS.get(PurePosixPath(name).suffix.lower())
    if beginnings is None:
        return name, f"is not a supported image; use one of {', '.join(SUFFIXES)}"
    path = Path(deck_file.parent, image)
    begins = b""
    with suppress(OSError, ValueError):
        if path.is_file():  # reading a pipe would block
            with path.open("rb") as file:
                begins = file.read(16).lstrip()
    if not begins:
        return (
            name,
            "is missing, empty or unreadable; write its path relative to this file's folder",
        )
    if not begins.startswith(beginnings):
        return name, "is not in the format of its suffix; rename it, or save it in that format"
    return name, None
