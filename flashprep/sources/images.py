"""Images that notes show: where they lie, and whether they are images at all."""

import posixpath
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Final

# How files of these kinds begin. (An SVG is a text, and begins in many ways.)
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
    """Whether a file of that name, which begins with `data`, is an image that can be shown."""
    beginnings = _BEGINNINGS.get(PurePosixPath(name).suffix.lower())
    return beginnings is not None and data.lstrip().startswith(beginnings)


def find_image(deck_file: Path, deck_name: str, image: str) -> tuple[str, str | None]:
    """The path of an image from the collection's folder, and what is wrong with it, if
    anything.

    `deck_name` is the path of the deck file from there, and `image` that from the deck file.
    """
    name = posixpath.normpath(posixpath.join(posixpath.dirname(deck_name), image))
    if name.startswith(("../", "/")) or name == "..":
        return name, "lies outside the collection; copy the image beside the deck file"
    beginnings = _BEGINNINGS.get(PurePosixPath(name).suffix.lower())
    if beginnings is None:
        return name, f"is no image that can be shown; its name ends in {', '.join(SUFFIXES)}"
    path = Path(deck_file.parent, image)
    begins = b""
    with suppress(OSError, ValueError):
        if path.is_file():  # a pipe would keep us waiting
            with path.open("rb") as file:
                begins = file.read(16).lstrip()
    if not begins:
        return (
            name,
            "is not there, or empty, or cannot be read; its path begins in this file's folder",
        )
    if not begins.startswith(beginnings):
        return name, "is not the image that its name says; save it in that format"
    return name, None
