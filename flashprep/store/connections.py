"""The connections to one database file. Each thread has its own connection, so that threads do
not share transactions."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Thread, current_thread, local

from flashprep.store.file_guard import FileGuard

WAIT_MS = 10_000


@dataclass(slots=True)
class Own:
    """The connection of one thread. `depth` is the number of nested transactions. `guard`
    watches the file; it is set when the file is known to be a flashprep database."""

    connection: sqlite3.Connection
    depth: int = 0
    guard: FileGuard | None = None


class Connections:
    """Opens a connection when a thread first needs a connection. Closes the connections of
    threads that have ended."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._mine = local()
        self._all: dict[Thread, sqlite3.Connection] = {}
        self._lock = Lock()
        self._is_closed = False

    @property
    def own(self) -> Own:
        """The connection of the current thread. Raises sqlite3.Error if the file cannot be
        opened."""
        try:
            own: Own = self._mine.own
        except AttributeError:
            own = self._mine.own = Own(self._open())
        return own

    @property
    def present(self) -> Own | None:
        """The open connection of the current thread; None if it has no open connection."""
        return None if self._is_closed else getattr(self._mine, "own", None)

    def close(self) -> None:
        """Close all connections. When the last connection closes, SQLite copies the WAL
        (write-ahead log) into the database file."""
        with self._lock:
            self._is_closed = True
            while self._all:
                self._all.popitem()[1].close()

    def _open(self) -> sqlite3.Connection:
        with self._lock:
            if self._is_closed:
                raise RuntimeError("the database was closed")
            for thread in [each for each in self._all if not each.is_alive()]:
                self._all.pop(thread).close()
            opened = _opened(self._path)
            self._all[current_thread()] = opened
        return opened


def _opened(path: Path) -> sqlite3.Connection:
    opened = sqlite3.connect(
        path,
        timeout=WAIT_MS / 1000,
        # Only the class `Database` begins and ends transactions.
        isolation_level=None,
        # A thread uses only its own connection, but another thread may close that connection.
        check_same_thread=False,
    )
    try:
        opened.execute("PRAGMA synchronous = FULL")
        opened.execute("PRAGMA foreign_keys = ON")
        try:
            opened.execute("SELECT pow(1, 1)")
        except sqlite3.OperationalError:  # some builds of SQLite lack this setting
            opened.create_function("pow", 2, pow, deterministic=True)
    except BaseException:
        opened.close()
        raise
    return opened
