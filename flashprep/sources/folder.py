"""Finds the deck files in the decks folder and reads them safely."""

import errno
import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from flashprep import __version__
from flashprep.errors import Location, Problem, reason
from flashprep.files import read_regular
from flashprep.sources.images import SUFFIXES

LARGEST: Final = 16 * 1024 * 1024  # bytes; enough for about 50,000 notes
_SUFFIXES: Final = (".yaml", ".yml")
# A part of every digest, so that a new version of flashprep reads every file again. Raise the
# number if a change within a version makes flashprep read deck files differently.
_READER: Final = f"flashprep {__version__}, reader 5\n".encode()


class SourceFile(NamedTuple):
    """A deck file and its content: its absolute `path`, its `name` as messages show it, and
    its bytes. `digest` is the hexadecimal SHA-256 of the bytes and of flashprep's version."""

    path: Path
    name: str
    data: bytes
    digest: str


def read_folder(root: Path, shown_as: str) -> tuple[list[SourceFile], list[Problem]]:
    """All deck files below `root`, sorted by name, and the problems. Never raises.

    Skips hidden files and folders. Follows links, but reads each folder only once. `shown_as`
    is the path of the folder in messages.
    """
    shown = shown_as.rstrip("/") or shown_as
    problems: list[Problem] = []
    try:
        status = root.stat()
    except (OSError, ValueError) as error:
        missing = isinstance(error, OSError) and error.errno in (errno.ENOENT, errno.ENOTDIR)
        absent = "this folder does not exist; create it, or choose another one"
        return [], [_problem(shown, absent if missing else f"cannot be read: {_reason(error)}")]
    if not stat.S_ISDIR(status.st_mode):
        return [], [_problem(shown, "this is a file, not a folder; choose the decks folder")]
    files = []
    top = (_identity(status), root.absolute(), "" if shown == "." else shown)
    for path, name in _walk(top, problems):
        data = _read(path, name, problems)
        if data is not None:
            digest = hashlib.sha256(_READER + data).hexdigest()
            files.append(SourceFile(path, name, data, digest))
    files.sort(key=lambda file: file.name)
    problems.sort()
    return files, problems


def ignored_files(root: Path, shown_as: str) -> list[str]:
    """The files below `root` that are not deck files but may be intended as deck files.
    Pictures and files called README are left out."""
    if not root.is_dir():
        return []
    top = (_identity(root.stat()), root.absolute(), shown_as.strip("./"))
    return sorted(label for _, label in _walk(top, [], _may_be_notes))


def _may_be_notes(label: str) -> bool:
    name = label.rpartition("/")[2].lower()
    is_other = name.endswith(SUFFIXES) or name.partition(".")[0] == "readme"
    return not is_other and not _is_deck(name)


def _is_deck(name: str) -> bool:
    return name.lower().endswith(_SUFFIXES)


def _walk(
    top: tuple[tuple[int, int], Path, str],
    problems: list[Problem],
    is_wanted: Callable[[str], bool] = _is_deck,
) -> Iterator[tuple[Path, str]]:
    """The paths and names of the files below the folder `top` for which `is_wanted` returns
    true. By default, these are the deck files. Reads each folder only once.

    Links to folders are read last, so that the name of a file contains its real folder.
    """
    seen: dict[tuple[int, int], str] = {}
    folders, links = [top], list[tuple[tuple[int, int], Path, str]]()
    while folders or links:
        identity, folder, shown = folders.pop() if folders else links.pop()
        if identity in seen:
            message = f"this link leads to {seen[identity]}, which is read anyway; remove it"
            problems.append(_problem(shown, message))
            continue
        seen[identity] = shown or "this folder"
        for path, label, status, is_link in _entries(folder, shown, problems):
            if stat.S_ISDIR(status.st_mode):
                (links if is_link else folders).append((_identity(status), path, label))
            elif not is_wanted(label):
                continue
            elif label.isprintable():
                yield path, label
            else:
                message = "this file name contains unprintable characters; rename the file"
                problems.append(_problem(label, message))


def _entries(
    folder: Path, shown: str, problems: list[Problem]
) -> Iterator[tuple[Path, str, os.stat_result, bool]]:
    """The visible entries of a folder: path, name, status, and whether it is a link."""
    try:
        names = sorted((path.name for path in folder.iterdir()), reverse=True)
    except OSError as error:
        message = f"this folder cannot be read: {_reason(error)}"
        problems.append(_problem(shown or ".", message))
        return
    for name in names:
        if name.startswith(".") or name.endswith("~"):
            continue
        path = folder / name
        label = f"{shown}/{name}" if shown else name
        try:
            yield path, label, path.stat(), path.is_symlink()
        except OSError as error:
            if _is_deck(name) or error.errno != errno.ENOENT:
                problems.append(_problem(label, f"cannot be read: {_reason(error)}"))


def _read(path: Path, name: str, problems: list[Problem]) -> bytes | None:
    """The bytes of a file. Adds a problem and returns None if the file cannot be read."""
    try:
        return read_regular(path, LARGEST)
    except OSError as error:
        problems.append(_problem(name, _unfit(error)))
    return None


def _unfit(error: OSError) -> str:
    match error.errno:
        case errno.EINVAL:
            return "this is not a regular file; remove or rename it"
        case errno.EFBIG:
            return f"this file exceeds {LARGEST >> 20} MB; split it into several files"
        case _:
            return f"cannot be read: {_reason(error)}"


def _identity(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino


def _reason(error: Exception) -> str:
    match getattr(error, "errno", None):
        case errno.EACCES | errno.EPERM:
            return "permission denied; change its permissions"
        case errno.ENOENT:
            return "it is a broken link, or was just deleted"
        case errno.ELOOP:
            return "it is a link to itself; remove it"
        case _:
            return reason(error).lower()


def _problem(name: str, message: str) -> Problem:
    printable = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in name)
    return Problem(Location(printable), message)
