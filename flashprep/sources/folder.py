"""The files of a folder of decks: which there are, and reading them safely."""

import errno
import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from flashprep.errors import Location, Problem

LARGEST: Final = 16 * 1024 * 1024  # bytes; a file of this size holds some 50,000 notes
_SUFFIXES: Final = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A deck file as it was read: `path` is absolute, `name` is as shown to the person,
    `digest` the SHA-256 of `data` in hexadecimal."""

    path: Path
    name: str
    data: bytes = field(repr=False)
    digest: str


def read_folder(root: Path, shown_as: str) -> tuple[list[SourceFile], list[Problem]]:
    """All deck files below `root`, by name, and what could not be read. Never raises.

    Hidden files and folders are left out. Links are followed, but not round in circles.
    """
    shown = shown_as.rstrip("/") or shown_as
    problems: list[Problem] = []
    try:
        top = root.stat()
    except (OSError, ValueError) as error:
        missing = isinstance(error, OSError) and error.errno in (errno.ENOENT, errno.ENOTDIR)
        said = "there is no such folder; make it, or name another one"
        return [], [_problem(shown, said if missing else f"cannot be read: {_reason(error)}")]
    if not stat.S_ISDIR(top.st_mode):
        return [], [_problem(shown, "this is a file, not a folder; name the folder of decks")]
    files = []
    for path, name in _walk(
        root.absolute(), "" if shown == "." else shown, (_identity(top),), problems
    ):
        data = _read(path, name, problems)
        if data is not None:
            files.append(SourceFile(path, name, data, hashlib.sha256(data).hexdigest()))
    files.sort(key=lambda file: file.name)
    problems.sort()
    return files, problems


def _walk(
    folder: Path, shown: str, above: tuple[tuple[int, int], ...], problems: list[Problem]
) -> Iterator[tuple[Path, str]]:
    """The deck files below `folder`; `above` are the folders that lead to it."""
    try:
        names = sorted(path.name for path in folder.iterdir())
    except OSError as error:
        problems.append(_problem(shown or ".", f"this folder cannot be read: {_reason(error)}"))
        return
    for name in names:
        if name.startswith(".") or name.endswith("~"):
            continue
        path = folder / name
        label = f"{shown}/{name}" if shown else name
        is_deck = name.lower().endswith(_SUFFIXES)
        try:
            status = path.stat()
        except OSError as error:
            if is_deck or error.errno == errno.ELOOP:
                problems.append(_problem(label, f"cannot be read: {_reason(error)}"))
            continue
        if stat.S_ISDIR(status.st_mode):
            if _identity(status) in above:
                problems.append(
                    _problem(label, "this link leads back to a folder above it; remove it")
                )
            else:
                yield from _walk(path, label, (*above, _identity(status)), problems)
        elif is_deck and not label.isprintable():
            problems.append(_problem(label, "this name is no readable text; rename the file"))
        elif is_deck:
            yield path, label


def _read(path: Path, name: str, problems: list[Problem]) -> bytes | None:
    """The bytes of a file, or None after reporting why it cannot be read."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            problems.append(_problem(name, "this is no ordinary file; remove or rename it"))
            return None
        if status.st_size <= LARGEST:
            with path.open("rb") as file:
                data = file.read(LARGEST + 1)
            if len(data) <= LARGEST:
                return data
    except OSError as error:
        problems.append(_problem(name, f"cannot be read: {_reason(error)}"))
        return None
    problems.append(
        _problem(name, f"larger than {LARGEST >> 20} MB; split it into several files")
    )
    return None


def _identity(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino


def _reason(error: Exception) -> str:
    match getattr(error, "errno", None):
        case errno.EACCES | errno.EPERM:
            return "permission is denied; change its permissions"
        case errno.ENOENT:
            return "it is a link that leads nowhere, or has just been deleted"
        case errno.ELOOP:
            return "it is a link that leads to itself; remove it"
        case _:
            return (getattr(error, "strerror", None) or str(error)).lower()


def _problem(name: str, message: str) -> Problem:
    printable = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in name)
    return Problem(Location(printable), message)
