"""The answers given in a session: which of them count, how long they took, and what the cards
left take at this pace."""

from collections.abc import Mapping
from dataclasses import dataclass

from flashprep.app.undo import Undone
from flashprep.core.cards import Card
from flashprep.core.memory import Rating
from flashprep.core.queue.order import Reason, expected_seconds_of

# The pace of a session is told from its answers once there are some; a long one counts as a
# minute, so that one break does not spoil the estimate.
_PACE_FROM, _PACE_LONGEST_MS = 5, 60_000
_USUAL_MS = 10_000  # an answer, in `expected_seconds`


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


class GivenAnswers(list[Given]):
    """The answers of a session in their order, but for those taken back."""

    def __init__(self) -> None:
        super().__init__()
        self._taken_back: list[Given] = []

    def add(self, given: Given) -> None:
        """Take note of an answer."""
        self.append(given)
        self._taken_back.clear()

    def undo(self, undone: Undone) -> None:
        """Forget it, if it is one of them."""
        for index in range(len(self) - 1, -1, -1):
            if _is(self[index], undone):
                self._taken_back.append(self.pop(index))
                break

    def redo(self, redone: Undone) -> None:
        """Remember it again, if it is the one that was forgotten last."""
        if self._taken_back and _is(self._taken_back[-1], redone):
            self.append(self._taken_back.pop())

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
        total = sum(min(each.duration_ms, _PACE_LONGEST_MS) for each in self)
        return total // len(self)

    def expected_ms(self, counts: Mapping[Reason, int]) -> int:
        """How long so many cards take at this pace."""
        return expected_seconds_of(counts) * 1000 * self.pace_ms // _USUAL_MS


def _is(given: Given, act: Undone) -> bool:
    return (given.key, given.rating) == (act.card_key, act.what)
