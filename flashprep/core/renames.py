"""Renames: changes of card keys. A row of the log contains the card's key at the time of
writing. This module finds the card's current key."""

from collections.abc import Iterable

from flashprep.core.events import Event


class Renames:
    """Maps the keys in the log to the cards' current keys.

    One card can lose a key, and another card can later get the same key. So a row of the log
    also stores `since_ms`: the time since which the key has belonged to this card. A machine
    computes it from the last rename from or to that key, among the renames that it has
    received. The time of the row itself cannot be used instead. A machine that has not received
    a rename yet still writes the old key for the card.
    """

    def __init__(self, events: Iterable[Event]) -> None:
        """`events` contains all renames except voided events, in any order. The renames of a
        group apply at the same time, so that two cards can swap keys."""
        groups: dict[tuple[int, str], list[Event]] = {}
        for event in events:
            groups.setdefault((event.at_ms, event.group or event.uid), []).append(event)
        self._groups: list[tuple[int, dict[str, str]]] = []
        self._given = set[str]()
        for (at_ms, _), group in sorted(groups.items()):
            moved = {}
            for event in sorted(group, key=lambda event: event.uid):
                # If two machines renamed the same card, the later name wins.
                old, new = self.today(event.subject, event.since_ms), str(event.payload["to"])
                if old != new:
                    moved[old] = new
            self._groups.append((at_ms, moved))
            self._given.update(moved.values())

    @property
    def latest_ms(self) -> int:
        """The time of the last rename; 0 if there was no rename."""
        return self._groups[-1][0] if self._groups else 0

    def today(self, key: str, since_ms: int) -> str:
        """The current key of the card to which `key` has belonged since `since_ms`."""
        for renamed_at_ms, moved in self._groups:
            if since_ms <= renamed_at_ms:
                key = moved.get(key, key)
        return key

    def of_moment(self, key: str, at_ms: int) -> str:
        """The current key of the card that had the key `key` at this time."""
        changed = (
            renamed_at_ms + 1
            for renamed_at_ms, moved in self._groups
            if renamed_at_ms < at_ms and (key in moved or key in moved.values())
        )
        return self.today(key, max(changed, default=0))

    def since(self, key: str) -> int:
        """The time since which `key` has belonged to the card that has this key today."""
        changed = (
            at_ms + 1 for at_ms, moved in self._groups if key in moved or key in moved.values()
        )
        return max(changed, default=0)

    def first(self, key: str) -> str:
        """The first key of the card that has the key `key` today."""
        if key not in self._given:
            return key
        for _, moved in reversed(self._groups):
            past = [old for old, new in moved.items() if new == key]
            if past:
                key = min(past)
            elif key in moved:  # until this rename, another card had the key
                break
        return key

    def past(self, key: str) -> set[str]:
        """All keys that rows of the log may contain for the card that has the key `key`
        today."""
        keys = {key}
        for _, moved in reversed(self._groups):
            keys |= {old for old, new in moved.items() if new in keys}
        return keys
