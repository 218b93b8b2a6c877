"""The files of a folder of decks: which there are, and reading them safely."""

import errno
import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from flashprep import __version__
from flashprep.errors import Location, Problem, reason
from flashprep.sources.images import SUFFIXES

LARGEST: Final = 16 * 1024 * 1024  # bytes; a file of this size holds some 50,000 notes
_SUFFIXES: Final = (".yaml", ".yml")
# Part of every digest: what a newer flashprep would understand otherwise, it reads again. The
# number rises when deck files are read differently within a version.
_READER: Final = f"flashprep {__version__}, reader 5\n".encode()


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A deck file as it was read: `path` is absolute, `name` is as shown to the person,
    `digest` a SHA-256 of `data` and of flashprep's version, in hexadecimal."""

    path: Path
    name: str
    data: bytes = field(repr=False)
    digest: str


def read_folder(root: Path, shown_as: str) -> tuple[list[SourceFile], list[Problem]]:
    """All deck files below `root`, by name, and what could not be read. Never raises.

    Hidden files and folders are left out. Links are followed, and no folder is read twice.
    """
    shown = shown_as.rstrip("/") or shown_as
    problems: list[Problem] = []
    try:
        status = root.stat()
    except (OSError, ValueError) as error:
        missing = isinstance(error, OSError) and error.errno in (errno.ENOENT, errno.ENOTDIR)
        said = "there is no such folder; make it, or name another one"
        return [], [_problem(shown, said if missing else f"cannot be read: {_reason(error)}")]
    if not stat.S_ISDIR(status.st_mode):
        return [], [_problem(shown, "this is a file, not a folder; name the folder of decks")]
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
    """The files below `root` that may be meant as notes but are not deck files: all but
    pictures, and files called README."""
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
    """The deck files, or other files that are `is_wanted`, below the folder `top`; each folder
    is read once.

    Links to folders come last, so that a folder has the name it has without them.
    """
    seen: dict[tuple[int, int], str] = {}
    folders, links = [top], list[tuple[tuple[int, int], Path, str]]()
    while folders or links:
        identity, folder, shown = folders.pop() if folders else links.pop()
        if identity in seen:
            said = f"this link leads to {seen[identity]}, read already; remove it"
            problems.append(_problem(shown, said))
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
                said = "this name is no readable text; rename the file"
                problems.append(_problem(label, said))


def _entries(
    folder: Path, shown: str, problems: list[Problem]
) -> Iterator[tuple[Path, str, os.stat_result, bool]]:
    """What lies in a folder and is not hidden: path, name, status, and whether a link."""
    try:
        names = sorted((path.name for path in folder.iterdir()), reverse=True)
    except OSError as error:
        said = f"this folder cannot be read: {_reason(error)}"
        problems.append(_problem(shown or ".", said))
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
            return reason(error).lower()


def _problem(name: str, message: str) -> Problem:
    printable = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in name)
    return Problem(Location(printable), message)
