"""What was done in a session: the answers given, how long they took, what the cards left take
at this pace; and the marks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from flashprep.app.undo import Undone
from flashprep.core.cards import Card
from flashprep.core.events import EventKind
from flashprep.core.memory import Rating
from flashprep.core.pace import LONGEST_MS
from flashprep.core.queue.order import Reason, expected_seconds_of

# The pace of a session is told from its answers once there are some; a long one counts as a
# minute, so that one break does not spoil the estimate.
_PACE_FROM = 5
_USUAL_MS = 10_000  # an answer, in `expected_seconds`


T = TypeVar("T", "Given", "Mark")


class Acts(list[T]):
    """Acts of a session in their order, but for those taken back."""

    def __init__(self) -> None:
        super().__init__()
        self._taken_back: list[T] = []

    def add(self, act: T) -> None:
        """Take note of an act."""
        self.append(act)
        self._taken_back.clear()

    def undo(self, undone: Undone) -> None:
        """Forget it, if it is one of them."""
        for index in range(len(self) - 1, -1, -1):
            if self[index].is_what(undone):
                self._taken_back.append(self.pop(index))
                break

    def redo(self, redone: Undone) -> None:
        """Remember it again, if it is the one that was forgotten last."""
        if self._taken_back and self._taken_back[-1].is_what(redone):
            self.append(self._taken_back.pop())


@dataclass(frozen=True, slots=True)
class Given:
    """An answer given in this session; `leech` says that it made the card one. `parts` are
    those of it that were ticked."""

    card: Card
    rating: Rating
    duration_ms: int
    was_new: bool
    leech: bool = False
    parts: tuple[tuple[str, bool], ...] = ()

    @property
    def key(self) -> str:
        """The key of the card."""
        return self.card.key

    def is_what(self, act: Undone) -> bool:
        """Whether it is what was taken back, or counts again."""
        return (self.key, self.rating) == (act.card_key, act.what)


class GivenAnswers(Acts[Given]):
    """The answers of a session."""

    @property
    def keys(self) -> set[str]:
        """The cards that were answered."""
        return {each.key for each in self}

    @property
    def introduced(self) -> set[str]:
        """Those of them that were new."""
        return {each.key for each in self if each.was_new}

    @property
    def used_ms(self) -> int:
        """How long the answers took."""
        return sum(each.duration_ms for each in self)

    @property
    def pace_ms(self) -> int:
        """How long an answer takes in this session."""
        if len(self) < _PACE_FROM:
            return _USUAL_MS
        return sum(min(each.duration_ms, LONGEST_MS) for each in self) // len(self)

    def expected_ms(self, counts: Mapping[Reason, int]) -> int:
        """How long so many cards take at this pace."""
        return expected_seconds_of(counts) * 1000 * self.pace_ms // _USUAL_MS


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of these cards; of a flag, which the card had `before`, and which it has now."""

    keys: tuple[str, ...]
    kind: EventKind
    before: int = 0
    flag: int = 0

    def is_what(self, act: Undone) -> bool:
        """Whether it is what was taken back, or counts again."""
        return set(self.keys) == set(act.card_keys) and self.kind is act.what


class Marked(Acts[Mark]):
    """The marks of a session."""

    def count_of(self, kind: EventKind) -> int:
        """How many cards were marked so."""
        return len({key for mark in self if mark.kind is kind for key in mark.keys})

    def flags(self) -> list[int]:
        """The flags that cards have now and had not before the session; 0 is none."""
        flags: dict[tuple[str, ...], tuple[int, int]] = {}
        for mark in self:
            if mark.kind is EventKind.FLAG:
                before, _ = flags.get(mark.keys, (mark.before, 0))
                flags[mark.keys] = before, mark.flag
        return [now for before, now in flags.values() if now != before]
