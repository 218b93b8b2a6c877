"""What the two logs mean: which rows count, whose they are, and what they say of a card.

Nothing in a log is changed or removed. An undo is a *void* event whose subject is the uid of
a review or of an event; a void can itself be voided. A rename is an event too: rows written
under the old key before it belong to the new key.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class EventKind(StrEnum):
    """What an event says."""

    VOID = "void"
    SUSPEND = "suspend"
    UNSUSPEND = "unsuspend"
    BURY = "bury"
    RENAME = "rename"


@dataclass(frozen=True, slots=True)
class Event:
    """A row of the event log. `subject` is a card key, or the uid that a void cancels;
    `payload` is small and belongs to the kind."""

    uid: str
    at_ms: int
    kind: EventKind
    subject: str
    group: str | None = None
    payload: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Marks:
    """What a person said of a card apart from ratings. A buried card rests on all study
    days before `buried_until_day`."""

    suspended: bool = False
    buried_until_day: int | None = None


class Voids:
    """Which rows of the logs are cancelled."""

    def __init__(self, voids: Iterable[tuple[str, str]]) -> None:
        """`voids` are (uid of the void event, uid of what it cancels)."""
        self._by_subject: dict[str, list[str]] = {}
        for uid, subject in voids:
            self._by_subject.setdefault(subject, []).append(uid)

    def __contains__(self, uid: str) -> bool:
        """Whether a void that is not itself cancelled cancels the row."""
        return any(void not in self for void in self._by_subject.get(uid, ()))


class Renames:
    """From the keys that stand in the logs to the keys that cards have today."""

    def __init__(self, events: Iterable[Event]) -> None:
        """`events` are the renames that count, in any order. Those of one group happened
        together, so that two keys can change places."""
        groups: dict[tuple[int, str], dict[str, str]] = {}
        for event in events:
            moved = groups.setdefault((event.at_ms, event.group or event.uid), {})
            moved[event.subject] = str(event.payload["to"])
        self._groups = sorted(groups.items())

    def today(self, key: str, at_ms: int) -> str:
        """The present key of what had `key` at that instant."""
        for (renamed_at_ms, _), moved in self._groups:
            if at_ms <= renamed_at_ms:
                key = moved.get(key, key)
        return key

    def past(self, key: str) -> set[str]:
        """All keys under which the log may hold rows of the card that has `key` today."""
        keys = {key}
        for _, moved in reversed(self._groups):
            keys |= {old for old, new in moved.items() if new in keys}
        return keys


def fold_marks(events: Iterable[Event]) -> Marks:
    """The marks that events leave on one card; `events` are those that count, any order."""
    suspended = False
    buried_until_day = None
    for event in sorted(events, key=lambda event: (event.at_ms, event.uid)):
        match event.kind:
            case EventKind.SUSPEND:
                suspended = True
            case EventKind.UNSUSPEND:
                suspended = False
            case EventKind.BURY:
                buried_until_day = int(event.payload["until_day"])
            case EventKind.VOID | EventKind.RENAME:
                pass
    return Marks(suspended=suspended, buried_until_day=buried_until_day)
