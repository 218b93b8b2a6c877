"""What was found in the database, kept for as long as nothing is written to it.

For what almost every question begins with, such as what was undone: it is looked up once, and
again as soon as anybody has written anything.
"""

from collections.abc import Callable, Hashable
from threading import local
from typing import Any, TypeVar

_Found = TypeVar("_Found")


class Kept(local):
    """What was found in one database, of each thread its own. It is not to be changed by those
    who are given it. `changes` gives numbers that are others after any write, and `is_writing`
    whether the thread that asks is in a transaction."""

    def __init__(
        self, changes: Callable[[], tuple[int, int]], is_writing: Callable[[], bool]
    ) -> None:
        self._changes_now, self._is_writing = changes, is_writing
        self._changes = (-1, -1)
        self._found: dict[Hashable, Any] = {}

    def found(self, what: Hashable, find: Callable[[], _Found]) -> _Found:
        """What `find` finds, under a name of its own. In a transaction nothing is added, since
        it may be rolled back; what was kept before it counts until it writes."""
        # Noted before anything is read: what changes meanwhile is noticed the next time.
        changes, is_writing = self._changes_now(), self._is_writing()
        if changes != self._changes and not is_writing:
            self._changes, self._found = changes, {}
        if changes == self._changes and what in self._found:
            kept: _Found = self._found[what]
            return kept
        found = find()
        if changes == self._changes and not is_writing:
            self._found[what] = found
        return found
