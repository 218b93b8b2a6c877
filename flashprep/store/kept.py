"""Caches query results until the database changes.

The cache is for results that almost every query needs, such as the undone rows. After any write
to the database, all results are read again when they are needed.
"""

from collections.abc import Callable, Hashable
from threading import local
from typing import Any, TypeVar

_Found = TypeVar("_Found")


class QueryCache(local):
    """The cached results of one database. Each thread has its own cache. Callers must not
    modify the results. `changes` returns counters that change with any write. `is_writing`
    returns whether the current thread is in a transaction."""

    def __init__(
        self, changes: Callable[[], tuple[int, int]], is_writing: Callable[[], bool]
    ) -> None:
        self._changes_now, self._is_writing = changes, is_writing
        self._changes = (-1, -1)
        self._found: dict[Hashable, Any] = {}

    def found(self, what: Hashable, find: Callable[[], _Found]) -> _Found:
        """The cached result with the name `what`. If the cache does not contain it, `find` is
        called. Inside a transaction, no results are added to the cache, since the transaction
        may be rolled back. Until its first write, a transaction uses the results that were
        cached earlier."""
        # The counters are read before `find` is called. So if the database changes during
        # `find`, the next call notices the change.
        changes, is_writing = self._changes_now(), self._is_writing()
        if changes != self._changes and not is_writing:
            self._changes, self._found = changes, {}
        results, is_current = self._found, changes == self._changes
        if is_current and what in results:
            kept: _Found = results[what]
            return kept
        found = find()
        if is_current and not is_writing:
            results[what] = found  # no effect if `find` replaced the cache
        return found

    def unaffected_by(self, write: Callable[[], None]) -> None:
        """Calls `write`, which writes one row on which no cached result depends. The cached
        results stay valid, unless there was another write in the meantime."""
        before = self._changes_now()
        write()
        if before == self._changes and self._changes_now() == (before[0], before[1] + 1):
            self._changes = before[0], before[1] + 1
