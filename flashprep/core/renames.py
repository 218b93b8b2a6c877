"""Renames: whose the rows of the logs are that stand under keys which cards had before."""

from collections.abc import Iterable

from flashprep.core.events import Event


class Renames:
    """From the keys that stand in the logs to the keys that cards have today.

    A key can pass from one card to another. A row of the logs therefore says since when its
    key means its card: since the last rename that took the key from a card or gave it to one,
    as far as was known where the row was written. When the row was written does not matter: a
    machine that has not met a rename yet goes on to write under the old key, and means the
    same card.
    """

    def __init__(self, events: Iterable[Event]) -> None:
        """`events` are the renames that count, in any order. Those of one group happened
        together, so that two keys can change places."""
        groups: dict[tuple[int, str], list[Event]] = {}
        for event in events:
            groups.setdefault((event.at_ms, event.group or event.uid), []).append(event)
        self._groups: list[tuple[int, dict[str, str]]] = []
        for (at_ms, _), group in sorted(groups.items()):
            moved = {}
            for event in sorted(group, key=lambda event: event.uid):
                # Where two machines renamed one card, the later name counts for both.
                old, new = self.today(event.subject, event.since_ms), str(event.payload["to"])
                if old != new:
                    moved[old] = new
            self._groups.append((at_ms, moved))

    def today(self, key: str, since_ms: int) -> str:
        """The present key of the card that is meant by `key` since that instant."""
        for renamed_at_ms, moved in self._groups:
            if since_ms <= renamed_at_ms:
                key = moved.get(key, key)
        return key

    def since(self, key: str) -> int:
        """The first instant since which `key` means the card that has it today."""
        changed = (
            at_ms + 1 for at_ms, moved in self._groups if key in moved or key in moved.values()
        )
        return max(changed, default=0)

    def past(self, key: str) -> set[str]:
        """All keys under which the log may hold rows of the card that has `key` today."""
        keys = {key}
        for _, moved in reversed(self._groups):
            keys |= {old for old, new in moved.items() if new in keys}
        return keys
