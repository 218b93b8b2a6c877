"""The connections to one database file: one per thread, so that threads do not share
transactions.
"""

from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Thread, current_thread, local
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import URL, Connection
from sqlalchemy.pool import NullPool

WAIT_MS = 10_000


@dataclass(slots=True)
class Own:
    """The connection of one thread; `depth` counts its nested transactions."""

    connection: Connection
    depth: int = 0


class Connections:
    """Opens a connection when a thread first needs one. Closes the connections of threads that
    have ended."""

    def __init__(self, path: Path) -> None:
        self._engine = create_engine(
            URL.create("sqlite", database=str(path)),
            isolation_level="AUTOCOMMIT",
            poolclass=NullPool,
            # A thread uses only its own connection, but another thread may close it.
            connect_args={"timeout": WAIT_MS / 1000, "check_same_thread": False},
        )
        event.listen(self._engine, "connect", _prepare)
        self._mine = local()
        self._all: dict[Thread, Connection] = {}
        self._lock = Lock()
        self._is_closed = False

    @property
    def own(self) -> Own:
        """The connection of the current thread."""
        try:
            own: Own = self._mine.own
        except AttributeError:
            own = self._mine.own = Own(self._open())
        return own

    def close(self) -> None:
        """Close all connections. When the last connection closes, SQLite merges the WAL into
        the file."""
        with self._lock:
            self._is_closed = True
            while self._all:
                self._all.popitem()[1].close()
            self._engine.dispose()

    def _open(self) -> Connection:
        with self._lock:
            if self._is_closed:
                raise RuntimeError("the database was closed")
            for thread in [each for each in self._all if not each.is_alive()]:
                self._all.pop(thread).close()
            opened = self._all[current_thread()] = self._engine.connect()
        return opened


def _prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - a driver's own type
    connection.execute(f"PRAGMA busy_timeout = {WAIT_MS}")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    try:
        connection.execute("SELECT pow(1, 1)")
    except connection.OperationalError:  # some builds of SQLite lack pow()
        connection.create_function("pow", 2, pow, deterministic=True)
