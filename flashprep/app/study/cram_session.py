"""A cram session: shows each card until it is recalled once; no schedule changes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flashprep.app.study.answers import Answered
from flashprep.app.study.cram import cram_order, record_cram
from flashprep.app.study.session import Session
from flashprep.app.study.session_acts import Given
from flashprep.app.study.session_bounds import Bound, Progress
from flashprep.core.memory import CardState, Rating
from flashprep.core.queue.cram import left_to_cram
from flashprep.errors import Problem

if TYPE_CHECKING:
    from flashprep.core.interviews import Interview


class CramSession(Session):
    """A session that crams cards: the cards that pass the filter, or the cards of the warm-up
    for an `interview`."""

    interview: "Interview | None" = None
    _keys: list[str] | None = None

    def warm_up_for(self, interview: "Interview", keys: Sequence[str]) -> None:
        """Makes the session the warm-up for `interview`, with these cards in this order."""
        self.interview, self._keys = interview, list(keys)[: self.bounds.cards]

    def advance(self) -> bool:
        """Continues with the next card. If an undo has restored a card, this is the restored
        card. Returns False if no card is left."""
        left = [] if self.bounds.is_time_over(self.given) else self.left()
        return self._take(self._returned or next(iter(left), None))

    def left(self) -> list[str]:
        """The keys of the cards that are not done yet, in order."""
        if self._keys is None:
            order = cram_order(self.context, self.cards, self.clock(), self.bounds.new)
            self._keys = order[: self.bounds.cards]
        given = [(given.key, given.rating) for given in self.given]
        left = left_to_cram(self._keys, given)
        today = self.context.today(self.clock())
        studied = {
            key
            for key, standing in self.context.states.some(left).items()
            if standing.queue != "out" and not standing.marks.rests_on(today)
        }
        return [key for key in left if key in studied]

    def _record(self, given: Given, now_ms: int) -> Answered | None:
        # Parts are not recorded, because cram reviews must not affect the list of weak parts.
        record_cram(self.context, given.key, given.rating, now_ms, given.duration_ms)
        return None

    def preview(self) -> dict[Rating, CardState]:
        """Returns an empty mapping, because a cram review changes no state."""
        return {}

    def bound_reached(self) -> Bound | None:
        """The limit that ended the session. Returns None if no limit ended it."""
        over = self.bounds.is_time_over(self.given) and self.left()
        return Bound.MINUTES if over else None

    def sync(self) -> tuple[Problem, ...]:
        """Applies changes in the deck files. Renamed cards keep their position in the
        session."""
        before_ms = self.clock()
        problems = super().sync()
        if self._keys is not None:
            today = self.context.logs.renames().today
            self._keys = [today(key, before_ms) for key in self._keys]
        return problems

    def progress(self) -> Progress:
        """The number of cards left, and the time for these cards at the session's pace."""
        left = len(self.left())
        return self._progress({"left": left}, left * self.given.pace_ms)
