"""Following the plan through a day: which cards are next, until the minutes are used.

The plan is solved when its list is first asked for, and again when that is used up while there
is time, or when anything but answers was written. In between it is followed card by card.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from flashprep.collection.planning import problem_of, todays_list_of, untimed_s
from flashprep.core.agenda import Agenda
from flashprep.core.pace import LONGEST_MS
from flashprep.core.planner.plan import Why
from flashprep.core.queue import Reason

if TYPE_CHECKING:
    from flashprep.collection.collection import Collection


class Following:
    """Today's list of one collection, for days on which an interview lies ahead: for what is
    left of the day's minutes, or for so many from now on."""

    def __init__(self, collection: "Collection", minutes: int | None = None) -> None:
        self.minutes = minutes
        self._collection = collection
        self._keys: tuple[str, ...] = ()
        self._left_s = 0.0
        self._mark: tuple[int, int] | None = None
        self._is_followed = False

    def keys(self, now_ms: int) -> tuple[str, ...]:
        """The cards to study today, the first ones first. None any more, once the minutes are
        used; some of those given may have been studied since."""
        mark = (self._collection.today(now_ms), self._collection.logs.latest_event())
        if mark != self._mark or self._left_s <= 0 or not self._remain(mark[0]):
            self._mark = mark
            self._solve(now_ms)
        self._is_followed = False
        return self._keys

    def follow(self, duration_ms: int, reason: Reason) -> None:
        """Take note of an answer to one of them."""
        took_s = min(duration_ms, LONGEST_MS) / 1000 or untimed_s(is_new=reason is Reason.NEW)
        self._left_s -= took_s
        self._is_followed = True

    def is_used_up(self, agenda: Agenda) -> bool:
        """Whether the list is to be asked for again: the minutes are over, or the cards are,
        and the agenda that was made of it does not know."""
        left = agenda.left()
        cards = left.get(Reason.NEW, 0) + left.get(Reason.DUE, 0)
        return self._is_followed and (self._left_s > 0) != bool(cards)

    def _remain(self, today: int) -> bool:
        standings = self._collection.states.some(self._keys).values()
        return any(each.state is None or each.state.last_day < today for each in standings)

    def _solve(self, now_ms: int) -> None:
        problem = problem_of(self._collection, now_ms)
        self._keys, self._left_s = (), 0.0
        if problem is not None and self.minutes is not None:
            problem = problem.with_todays(self.minutes)
        if problem is None or problem.budget_s(problem.today) <= 0:
            return
        self._left_s = problem.budget_s(problem.today)
        resting = {
            key
            for key, standing in self._collection.states.every().items()
            if standing.marks.rests_on(problem.today)
        }
        if resting:
            # They come on another day; today's time is for others.
            cards = [card for card in problem.cards if card.key not in resting]
            problem = replace(problem, cards=cards)
        self._keys = tuple(
            task.key for task in todays_list_of(problem).tasks if task.why is not Why.LEARNING
        )
