"""The logs, with what every question to them begins with kept: decisions, undone rows, names.

A command asks them a dozen things, and each needs to know what was undone and renamed.
"""

from collections.abc import Collection

from flashprep.core.events import Event, EventKind, Renames, Voids
from flashprep.store.logs import Logs


class KeptLogs(Logs):
    """Logs that are asked anew for these only after something was written."""

    def events(self, kind: EventKind) -> list[Event]:
        """All events of a kind that count, oldest first."""
        kept = self._database.kept
        return list(kept.found(("events", kind), lambda: super(KeptLogs, self).events(kind)))

    def voids(self) -> Voids:
        """All that was undone."""
        return self._database.kept.found("voids", super().voids)

    def renames(self) -> Renames:
        """All renames of keys that count."""
        return self._database.kept.found("renames", super().renames)

    def latest_event(
        self, apart_from: Collection[EventKind] = (), answered_since_ms: int | None = None
    ) -> int:
        """A number that is another one when anything was decided, marked or undone, in the
        same way."""
        if apart_from or answered_since_ms is not None:
            return super().latest_event(apart_from, answered_since_ms)
        return self._database.kept.found("latest event", super().latest_event)
