"""A session of cramming: cards until each was recalled once, and no schedule moves."""

from collections.abc import Sequence

from flashprep.app.study.answers import Answered
from flashprep.core.memory import CardState, Rating
from flashprep.core.queue.cram import left_to_cram
from flashprep.core.search.query import every
from flashprep.errors import Problem
from flashprep.ui.tui.layout import Progress
from flashprep.ui.tui.session import Session


class Cram(Session):
    """Cramming the cards of some decks, or those that all of `queries` find."""

    is_cram = True
    label = "Cram"
    _order: list[str] | None = None

    def take_up(self, keys: Sequence[str]) -> None:
        """Warm up with these cards, in this order."""
        self.label = "Warm-up"
        self._order = list(keys)[: self.bounds.cards]

    def advance(self) -> bool:
        """Take the next card: one that an undo brought back, or the first of those left."""
        self.card = self.reason = None
        left = [] if self.bounds.is_time_over(self.given) else self.left()
        key = self._returned or next(iter(left), None)
        self._returned = None
        if key is None:
            return False
        self.card = self.collection.card(key).card
        self.meetings = self._meetings(self.card)
        self.restart_timing()
        return True

    def left(self) -> list[str]:
        """The cards that are still to come, soonest first."""
        if self._order is None:
            query, new = every(self.queries), self.bounds.new
            order = self.collection.cram_order(query, self.clock(), self.decks, new)
            self._order = order[: self.bounds.cards]
        given = [(given.key, given.rating) for given in self.given]
        left = left_to_cram(self._order, given)
        today = self.collection.today(self.clock())
        studied = {
            key
            for key, standing in self.collection.states.some(left).items()
            if standing.queue != "out" and not standing.marks.rests_on(today)
        }
        return [key for key in left if key in studied]

    def _record(
        self,
        key: str,
        rating: Rating,
        now_ms: int,
        duration_ms: int,
        parts: tuple[tuple[str, bool], ...],
    ) -> Answered | None:
        del parts  # what is crammed is no proof of which part is weak
        self.collection.cram(key, rating, now_ms, duration_ms)
        return None

    def preview(self) -> dict[Rating, CardState]:
        """No rating leads to anything."""
        return {}

    def bound_reached(self) -> str | None:
        """The bound that ended the session, as an option; None if none did."""
        if self.bounds.is_time_over(self.given) and self.left():
            return f"--minutes {self.bounds.minutes}"
        return None

    def sync(self) -> tuple[Problem, ...]:
        """Take over what changed in the deck files; cards renamed there stay in their place."""
        before_ms = self.clock()
        problems = super().sync()
        if self._order is not None:
            today = self.collection.logs.renames().today
            self._order = [today(key, before_ms) for key in self._order]
        return problems

    def progress(self) -> Progress:
        """How many cards are left, and how long they take at this pace."""
        left = len(self.left())
        return Progress(
            left={"left": left},
            current=None,
            given=len(self.given),
            used_ms=self.given.used_ms,
            left_ms=left * self.given.pace_ms,
        )
