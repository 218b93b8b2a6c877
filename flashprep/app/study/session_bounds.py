"""How far a session goes: minutes with the cards, cards, and new ones among them; and how far
it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from flashprep.app.study.session_acts import GivenAnswers
from flashprep.core.queue.order import Reason

_MINUTE_MS = 60_000


class Bound(Enum):
    """A bound of a session, by the name that it has in `Bounds`."""

    MINUTES = "minutes"
    CARDS = "cards"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Bounds:
    """The bounds that a session was given; None where there is none."""

    minutes: int | None = None
    cards: int | None = None
    new: int | None = None

    def most_new(self, given: GivenAnswers) -> int | None:
        """How many new cards may still come after these answers."""
        return None if self.new is None else max(0, self.new - len(given.introduced))

    def is_time_over(self, given: GivenAnswers) -> bool:
        """Whether these answers took all the minutes."""
        return self.minutes is not None and given.used_ms >= self.minutes * _MINUTE_MS

    def reached(self, given: GivenAnswers) -> Bound | None:
        """The bound that lets no card come after these answers."""
        if self.cards is not None and len(given.keys) >= self.cards:
            return Bound.CARDS
        if self.new is not None and len(given.introduced) >= self.new:
            return Bound.NEW
        # The plan counts an untimed answer as a usual one: its minutes can be over first.
        return None if self.minutes is None else Bound.MINUTES


@dataclass(frozen=True, slots=True)
class Progress:
    """Cards left by reason, that of the card shown, answers given, and time in ms."""

    left: Mapping[str, int]
    current: Reason | None
    given: int
    used_ms: int
    left_ms: int
