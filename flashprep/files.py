"""Reads files safely, whatever their type and size, and writes files completely or not at all.

A new file has a temporary name until its contents are on disk. If a process is killed, the
function `leftovers` recognizes its files by such names. The functions raise the system's
errors. Callers convert these errors to messages for the user.
"""

import errno
import os
import re
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

_PARTIAL: Final = re.compile(r"\..+\.(\d+)\.partial(-.*)?")
# A temporary name keeps at most this many characters of the target's name, since file systems
# limit the length of names.
_LONGEST: Final = 48


def open_regular(path: Path) -> BinaryIO:
    """Open a regular file to read. Raises OSError for a path that is not a regular file, such
    as a pipe. A read from a pipe could wait forever."""
    if not stat.S_ISREG(path.stat().st_mode):  # opening a device may have side effects
        raise _not_regular(path)
    # The file may just have been replaced by a pipe. Without O_NONBLOCK, opening a pipe would
    # wait.
    file = open(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb")  # noqa: PTH123, SIM115 - of a number
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise _not_regular(path)
    return file


def read_regular(path: Path, largest: int) -> bytes:
    """The bytes of a regular file. Raises OSError if the file is not regular or is larger than
    `largest` bytes."""
    with open_regular(path) as file:
        data = file.read(largest + 1)
    if len(data) > largest:
        raise OSError(errno.EFBIG, f"larger than {largest >> 20} MB", str(path))
    return data


def _not_regular(path: Path) -> OSError:
    return OSError(errno.EINVAL, "not a regular file", str(path))


@contextmanager
def partial_beside(target: Path) -> Iterator[Path]:
    """Context manager: yields a temporary path next to `target`. On exit, a file at that path
    is removed."""
    partial = target.with_name(f".{target.name[:_LONGEST]}.{os.getpid()}.partial")
    try:
        yield partial
    finally:
        remove_partial(partial)


@contextmanager
def whole(
    target: Path, before_replacing: Callable[[Path], None] | None = None
) -> Iterator[Path]:
    """Context manager: yields a temporary path to write to. On exit, the file at this path is
    flushed to disk and replaces `target`. Before the replacement, `before_replacing` is called
    with the temporary path. If it raises an error, `target` stays unchanged."""
    with partial_beside(target) as partial:
        yield partial
        _put_on_disk(partial)
        if before_replacing is not None:
            before_replacing(partial)
        partial.replace(target)


def write_new(path: Path, data: bytes) -> None:
    """Create a file. Raises FileExistsError if `path` exists; the existing file stays
    unchanged."""
    with partial_beside(path) as partial:
        partial.write_bytes(data)
        _put_on_disk(partial)
        try:
            # Unlike a rename, a link fails if the target exists.
            path.hardlink_to(partial)
        except FileExistsError:
            raise
        except OSError:
            # Some file systems have no hard links.
            if os.path.lexists(path):
                message = os.strerror(errno.EEXIST)
                raise FileExistsError(errno.EEXIST, message, str(path)) from None
            partial.replace(path)


def leftovers(folder: Path) -> list[Path]:
    """The abandoned temporary files in a folder. The process that created such a file has
    ended."""
    found = []
    with suppress(OSError):
        for path in sorted(folder.iterdir()):
            name = _PARTIAL.fullmatch(path.name)
            if name and not _is_running(int(name[1])):
                found.append(path)
    return found


def remove_partial(partial: Path) -> None:
    """Remove a partial file. If the file is a database, also remove the files that SQLite keeps
    next to the database."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        with suppress(OSError):
            partial.with_name(partial.name + suffix).unlink(missing_ok=True)


def _put_on_disk(path: Path) -> None:
    with path.open("rb+") as written:
        os.fsync(written.fileno())


def _is_running(pid: int) -> bool:
    if os.name != "posix":  # on other systems, os.kill would end the process
        return True
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True
