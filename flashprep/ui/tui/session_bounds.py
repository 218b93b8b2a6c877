"""How far a session goes: minutes with the cards, cards, and new ones among them."""

from dataclasses import dataclass

from flashprep.ui.tui.session_answers import GivenAnswers

_MINUTE_MS = 60_000


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

    def reached(self, given: GivenAnswers) -> str | None:
        """The bound that lets no card come after these answers, as an option."""
        if self.cards is not None and len(given.keys) >= self.cards:
            return f"--limit {self.cards}"
        if self.new is not None and len(given.introduced) >= self.new:
            return f"--new {self.new}"
        # The plan counts an untimed answer as a usual one: its minutes can be over first.
        return None if self.minutes is None else f"--minutes {self.minutes}"


UNBOUND = Bounds()
