"""The actions of a session: the reviews, with their duration and pace, and other actions such
as flags and suspensions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from flashprep.app.undo import Undone
from flashprep.core.cards import Card
from flashprep.core.events import EventKind
from flashprep.core.memory import LONGEST_MS, Rating
from flashprep.core.queue.order import Reason, expected_seconds_of

# The pace is estimated if there are at least this many reviews. Each review counts as at most a
# minute, so that a break does not distort the estimate.
_PACE_FROM = 5
_USUAL_MS = 10_000  # per review, as `expected_seconds` assumes


T = TypeVar("T", "Given", "Mark")


class Acts(list[T]):
    """The actions of a session, in order. Undone actions are removed."""

    def __init__(self) -> None:
        super().__init__()
        self._undone: list[T] = []

    def add(self, act: T) -> None:
        """Adds an action."""
        self.append(act)
        self._undone.clear()

    def undo(self, undone: Undone) -> None:
        """Removes the undone action, if this list contains it."""
        for index in range(len(self) - 1, -1, -1):
            if self[index].is_what(undone):
                self._undone.append(self.pop(index))
                break

    def redo(self, redone: Undone) -> None:
        """Restores the redone action, if it is the action that `undo` removed last."""
        if self._undone and self._undone[-1].is_what(redone):
            self.append(self._undone.pop())


@dataclass(frozen=True, slots=True)
class Given:
    """A review in this session. If `leech` is true, the review made the card a leech. `parts`
    contains the name of each ticked part of the answer, with whether the user recalled it."""

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
        """Whether this review is the action that was undone or redone."""
        return (self.key, self.rating) == (act.card_key, act.what)


class GivenAnswers(Acts[Given]):
    """The reviews of a session."""

    @property
    def keys(self) -> set[str]:
        """The keys of the cards reviewed in this session."""
        return {each.key for each in self}

    @property
    def introduced(self) -> set[str]:
        """The keys of the reviewed cards that were new."""
        return {each.key for each in self if each.was_new}

    @property
    def used_ms(self) -> int:
        """Total duration of the reviews."""
        return sum(each.duration_ms for each in self)

    @property
    def pace_ms(self) -> int:
        """The mean milliseconds per review in this session."""
        if len(self) < _PACE_FROM:
            return _USUAL_MS
        return sum(min(each.duration_ms, LONGEST_MS) for each in self) // len(self)

    def expected_ms(self, counts: Mapping[Reason, int]) -> int:
        """The expected milliseconds for these numbers of cards, at the session's pace."""
        return expected_seconds_of(counts) * 1000 * self.pace_ms // _USUAL_MS


@dataclass(frozen=True, slots=True)
class Mark:
    """An action on these cards. For a flag, `before` is the previous flag and `flag` is the new
    flag."""

    keys: tuple[str, ...]
    kind: EventKind
    before: int = 0
    flag: int = 0

    def is_what(self, act: Undone) -> bool:
        """Whether this action is the one that was undone or redone."""
        return set(self.keys) == set(act.card_keys) and self.kind is act.what


class Marked(Acts[Mark]):
    """The actions of a session other than reviews, such as flags and suspensions."""

    def count_of(self, kind: EventKind) -> int:
        """The number of cards with an action of this kind."""
        return len({key for mark in self if mark.kind is kind for key in mark.keys})

    def flags(self) -> list[int]:
        """The current flags of the cards whose flag this session changed. 0 means that the flag
        was removed."""
        flags: dict[tuple[str, ...], tuple[int, int]] = {}
        for mark in self:
            if mark.kind is EventKind.FLAG:
                before, _ = flags.get(mark.keys, (mark.before, 0))
                flags[mark.keys] = before, mark.flag
        return [now for before, now in flags.values() if now != before]
