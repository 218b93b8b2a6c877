"""What the two logs mean: which rows count, whose they are, and what they say of a card.

Nothing in a log is changed or removed. An undo is a *void* event whose subject is the uid of
a review or of an event; a void can itself be voided. A rename is an event too: rows written
under the old key before it belong to the new key.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from flashprep.core.memory import Review

# The colours of flags, by their number; Anki has the same.
FLAGS = ("none", "red", "orange", "green", "blue", "pink", "turquoise", "purple")


class EventKind(StrEnum):
    """What an event says."""

    VOID = "void"
    SUSPEND = "suspend"
    UNSUSPEND = "unsuspend"
    BURY = "bury"
    UNBURY = "unbury"
    FLAG = "flag"
    FORGET = "forget"
    SET_DUE = "set_due"
    KNOW = "know"
    RENAME = "rename"
    # What follows is said of the collection, not of a card.
    BREAK = "break"
    PARAMETERS = "parameters"
    INTERVIEW = "interview"
    ACTIVITY = "activity"
    PRACTICE = "practice"
    FORECAST = "forecast"
    # The note of this card was shown in full.
    READ = "read"


# What is said of cards apart from ratings; undo takes it back, as it does answers.
MARKS = (
    EventKind.SUSPEND,
    EventKind.UNSUSPEND,
    EventKind.BURY,
    EventKind.UNBURY,
    EventKind.FLAG,
    EventKind.FORGET,
    EventKind.SET_DUE,
    EventKind.KNOW,
)
# What undo takes back beside answers and marks: what was decided for the whole collection.
DECISIONS = (
    EventKind.BREAK,
    EventKind.PARAMETERS,
    EventKind.INTERVIEW,
    EventKind.ACTIVITY,
    EventKind.PRACTICE,
)


@dataclass(frozen=True, slots=True)
class Event:
    """A row of the event log. `subject` is a card key, the uid that a void cancels, or what
    else the kind is said of (an interview, a preset); `payload` is JSON, and the kind's own.
    `since_ms` says which card a key means, where several had it one after the other; see
    `Renames`."""

    uid: str
    at_ms: int
    kind: EventKind
    subject: str
    group: str | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)
    since_ms: int = 0


@dataclass(frozen=True, slots=True)
class Marks:
    """What a person said of a card apart from ratings. A buried card rests on all study
    days before `buried_until_day`; a `flag` is a colour from 1 to 7, or 0 for none.

    Reviews up to `forgotten_at_ms` do not count for the card's state. `due_set_day` is the
    due day that was set at `due_set_at_ms`; it counts until the next review. A new card with
    `known_until_day` is known by the person's word: it is not asked before that study day. The
    first review ends it.
    """

    suspended: bool = False
    buried_until_day: int | None = None
    flag: int = 0
    forgotten_at_ms: int | None = None
    due_set_day: int | None = None
    due_set_at_ms: int | None = None
    known_until_day: int | None = None

    @property
    def settled_ms(self) -> int:
        """The first instant at which an answer comes after what was said of the state."""
        said = (self.forgotten_at_ms, self.due_set_at_ms)
        return 1 + max((at_ms for at_ms in said if at_ms is not None), default=-1)

    def rests_on(self, day: int) -> bool:
        """Whether the card is buried on that study day."""
        return self.buried_until_day is not None and day < self.buried_until_day

    def waits_on(self, day: int) -> bool:
        """Whether the card is not asked on that study day: it is buried, or known so far."""
        is_known = self.known_until_day is not None and day < self.known_until_day
        return is_known or self.rests_on(day)

    def since_forgotten(self, reviews: Iterable[Review]) -> list[Review]:
        """Those of the card's reviews that count for its state."""
        start = -1 if self.forgotten_at_ms is None else self.forgotten_at_ms
        return [review for review in reviews if review.at_ms > start]


class Voids:
    """Which rows of the logs are cancelled."""

    def __init__(self, voids: Iterable[tuple[str, str]]) -> None:
        """`voids` are (uid of the void event, uid of what it cancels)."""
        self._subjects = dict(voids)
        self._by_subject: dict[str, list[str]] = {}
        for uid, subject in self._subjects.items():
            self._by_subject.setdefault(subject, []).append(uid)

    def __contains__(self, uid: str) -> bool:
        """Whether a void that is not itself cancelled cancels the row."""
        return bool(self.of(uid))

    def of(self, uid: str) -> list[str]:
        """The voids that cancel the row and are not cancelled themselves."""
        return [void for void in self._by_subject.get(uid, ()) if void not in self]

    def takes_back(self, void: str) -> str | None:
        """What a void that counts takes back; None for one that is cancelled, and for one
        that only cancels another void."""
        subject = self._subjects[void]
        return None if void in self or subject in self._subjects else subject


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


def fold_marks(events: Iterable[Event]) -> Marks:
    """The marks that events leave on one card; `events` are those that count, any order."""
    marks = Marks()
    for event in sorted(events, key=lambda event: (event.at_ms, event.uid)):
        match event.kind:
            case EventKind.SUSPEND:
                marks = replace(marks, suspended=True)
            case EventKind.UNSUSPEND:
                marks = replace(marks, suspended=False)
            case EventKind.BURY:
                marks = replace(marks, buried_until_day=int(event.payload["until_day"]))
            case EventKind.UNBURY:
                marks = replace(marks, buried_until_day=None)
            case EventKind.FLAG:
                marks = replace(marks, flag=int(event.payload["flag"]))
            case EventKind.FORGET:
                marks = replace(
                    marks,
                    forgotten_at_ms=event.at_ms,
                    due_set_day=None,
                    due_set_at_ms=None,
                    known_until_day=None,
                )
            case EventKind.KNOW:
                marks = replace(marks, known_until_day=int(event.payload["until_day"]))
            case EventKind.SET_DUE:
                marks = replace(
                    marks, due_set_day=int(event.payload["day"]), due_set_at_ms=event.at_ms
                )
            case _:
                pass
    return marks
