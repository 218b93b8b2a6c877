"""The limits of a session (minutes, cards, and new cards), and the progress of a session."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from flashprep.app.study.session_acts import GivenAnswers
from flashprep.core.queue.order import Reason

_MINUTE_MS = 60_000


class Bound(Enum):
    """The types of session limits. Each limit has the same name as its field in `Bounds`."""

    MINUTES = "minutes"
    CARDS = "cards"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Bounds:
    """The limits of a session. None means no limit."""

    minutes: int | None = None
    cards: int | None = None
    new: int | None = None

    def most_new(self, given: GivenAnswers) -> int | None:
        """The number of new cards still allowed after these reviews."""
        return None if self.new is None else max(0, self.new - len(given.introduced))

    def is_time_over(self, given: GivenAnswers) -> bool:
        """Whether these reviews have used up the session's minutes."""
        return self.minutes is not None and given.used_ms >= self.minutes * _MINUTE_MS

    def reached(self, given: GivenAnswers) -> Bound | None:
        """The limit that these reviews have reached, so that no further card is allowed.
        Returns None if there is no such limit."""
        if self.cards is not None and len(given.keys) >= self.cards:
            return Bound.CARDS
        if self.new is not None and len(given.introduced) >= self.new:
            return Bound.NEW
        # The plan counts a review without a recorded duration as a typical review. So the
        # plan's minutes can run out before the session's minutes.
        return None if self.minutes is None else Bound.MINUTES


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of a session. `left` contains the number of cards left by reason, and
    `current` is the reason of the current card. `given` is the number of reviews done.
    `used_ms` is the time of these reviews, and `left_ms` is the expected time for the cards
    left."""

    left: Mapping[str, int]
    current: Reason | None
    given: int
    used_ms: int
    left_ms: int
