"""The limits of a session (minutes, cards, and new cards), and the progress of a session."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from flashprep.app.study.session_acts import GivenAnswers
from flashprep.core.queue.order import Reason

_MINUTE_MS = 60_000


class Bound(Enum):
    """A limit of a session, named like its field in `Bounds`."""

    MINUTES = "minutes"
    CARDS = "cards"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Bounds:
    """The limits given for a session; None means no limit."""

    minutes: int | None = None
    cards: int | None = None
    new: int | None = None

    def most_new(self, given: GivenAnswers) -> int | None:
        """The number of new cards still allowed after these reviews."""
        return None if self.new is None else max(0, self.new - len(given.introduced))

    def is_time_over(self, given: GivenAnswers) -> bool:
        """Whether these reviews used all the minutes."""
        return self.minutes is not None and given.used_ms >= self.minutes * _MINUTE_MS

    def reached(self, given: GivenAnswers) -> Bound | None:
        """The limit that these reviews have reached and that allows no further card."""
        if self.cards is not None and len(given.keys) >= self.cards:
            return Bound.CARDS
        if self.new is not None and len(given.introduced) >= self.new:
            return Bound.NEW
        # The plan counts an untimed review as a typical one, so the plan's minutes can run out
        # before the session's minutes.
        return None if self.minutes is None else Bound.MINUTES


@dataclass(frozen=True, slots=True)
class Progress:
    """Cards left by reason, the reason of the current card, reviews done, and times in ms."""

    left: Mapping[str, int]
    current: Reason | None
    given: int
    used_ms: int
    left_ms: int
