"""Files written whole or not at all, whenever the writing is cut short.

A file that is being written has another name until it is on the disk; what a killed run left
of such a file is told by that name. Errors are those of the system: who asked for a file says
what they mean.
"""

import errno
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_PARTIAL: Final = re.compile(r"\..+\.(\d+)\.partial(-.*)?")
# A name with all that is put around it must be no longer than file systems allow, in bytes.
_LONGEST: Final = 48


@contextmanager
def partial_beside(target: Path) -> Iterator[Path]:
    """A path beside `target` to write to; what is there at the end is removed."""
    partial = target.with_name(f".{target.name[:_LONGEST]}.{os.getpid()}.partial")
    try:
        yield partial
    finally:
        remove_partial(partial)


@contextmanager
def whole(
    target: Path, before_replacing: Callable[[Path], None] | None = None
) -> Iterator[Path]:
    """A path to write to, which becomes `target` once it is on the disk, unless
    `before_replacing`, which is given that path, raises an error."""
    with partial_beside(target) as partial:
        yield partial
        _put_on_disk(partial)
        if before_replacing is not None:
            before_replacing(partial)
        partial.replace(target)


def write_new(path: Path, data: bytes) -> None:
    """Make a file. FileExistsError where there is something called so already, which stays."""
    with partial_beside(path) as partial:
        partial.write_bytes(data)
        _put_on_disk(partial)
        try:
            # Unlike a renaming, this fails where there is a file.
            path.hardlink_to(partial)
        except FileExistsError:
            raise
        except OSError:
            # Some file systems have no links.
            if os.path.lexists(path):
                said = os.strerror(errno.EEXIST)
                raise FileExistsError(errno.EEXIST, said, str(path)) from None
            partial.replace(path)


def leftovers(folder: Path) -> list[Path]:
    """Files in a folder that were being written by a run that is no more."""
    found = []
    with suppress(OSError):
        for path in sorted(folder.iterdir()):
            name = _PARTIAL.fullmatch(path.name)
            if name and not _is_running(int(name[1])):
                found.append(path)
    return found


def remove_partial(partial: Path) -> None:
    """A partial file, and what SQLite wrote beside it, if it is a database."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        with suppress(OSError):
            partial.with_name(partial.name + suffix).unlink(missing_ok=True)


def _put_on_disk(path: Path) -> None:
    with path.open("rb+") as written:
        os.fsync(written.fileno())


def _is_running(pid: int) -> bool:
    if os.name != "posix":  # elsewhere, to ask is to end it
        return True
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True
