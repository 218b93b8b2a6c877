"""Follows the plan through a day: chooses the next cards until the minutes are used up.

The plan for a day's list is computed when the list is first needed. It is computed again if no
card is left while there is still time, and after any log entry other than a review. Otherwise,
the list is followed card by card. The list is stored in the cache. So all commands of the day
use the same list, and only the first command must wait for its computation.
"""

import json
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from flashprep.app.context import Context
from flashprep.app.prep.time_spent import spent_today_s, untimed_s
from flashprep.app.study.candidates import Day, Wanted
from flashprep.app.upkeep.learner import day_mark
from flashprep.core.memory import LONGEST_MS
from flashprep.core.queue.day_queue import Agenda
from flashprep.core.queue.order import Candidate, Reason
from flashprep.errors import FlashprepError

if TYPE_CHECKING:
    from flashprep.core.planner.problem import Problem

_PLAN = "plan"  # name of the list's stamp in the cache


@dataclass(frozen=True, slots=True)
class _List:
    """A day's list as computed from the plan. `seconds` maps the keys of the cards, in order,
    to their average seconds. `budget_s` is the day's time budget. The list is valid as long as
    `mark` is unchanged. `answers` is the sequence number of the newest review at the time of
    the computation. If at most `idle_s` seconds are left, the plan need not be computed
    again."""

    mark: str
    answers: int
    budget_s: float
    idle_s: float
    seconds: Mapping[str, float]


class Following:
    """Follows today's list of one collection before an upcoming interview. If `minutes` is
    given, the list fills this number of minutes from now on, and is not stored in the cache.
    Otherwise the list fills the rest of the day's minutes."""

    def __init__(self, context: Context, minutes: int | None = None) -> None:
        self.minutes = minutes
        self._context = context
        self._since: tuple[int, float] | None = None  # the day, and the seconds already spent
        self._list: _List | None = None
        self._left_s = 0.0
        self._is_followed = False
        self._studied: set[str] = set()

    def agenda(self, wanted: Wanted, now_ms: int) -> Agenda:
        """The agenda: the listed cards and the cards in learning steps. If the minutes are used
        up, it contains only the cards in learning steps. If no card on the list can be studied
        today, more cards are chosen."""
        today = self._context.today(now_ms)
        mark = day_mark(self._context, today)
        spent_s = spent_today_s(self._context, now_ms)
        if self._since is None or self._since[0] != today:
            self._since = today, spent_s
        before = self._list
        if before is None or not self._holds(before, mark, today):
            before = self._kept()
            if before and not self._holds(before, mark, today):
                before = None
        extra_s = spent_s - self._since[1]
        left = _Left(self._context, now_ms, mark, spent_s, self.minutes, extra_s)
        made = before or left.solved()
        day = Day(self._context, Wanted(), now_ms)
        agenda = _made(made, day, spent_s)
        while made.budget_s - spent_s > made.idle_s and not _has_cards(agenda):
            more = left.solved({card.key for card in agenda.made.held})
            # Reviewed cards stay on the list, because the user may undo a review and repeat it.
            seconds = {**made.seconds, **more.seconds}
            idle_s = 0.0 if len(seconds) > len(made.seconds) else more.budget_s - spent_s
            made = replace(more, seconds=seconds, idle_s=idle_s)
            agenda = _made(made, day, spent_s)
        if made is not before:
            self._keep(made)
        self._list, self._left_s = made, made.budget_s - spent_s
        self._is_followed = False
        self._studied.clear()
        if wanted.most_new is None:
            return agenda
        return _made(made, day, spent_s, wanted.most_new)

    def follow(self, card: Candidate, duration_ms: int) -> None:
        """Updates the list after a review of one of the listed cards."""
        is_new = card.reason is Reason.NEW
        self._left_s -= min(duration_ms, LONGEST_MS) / 1000 or untimed_s(is_new=is_new)
        self._studied.add(card.key)
        self._is_followed = True

    def is_used_up(self, agenda: Agenda) -> bool:
        """Whether the agenda must be computed again, because the minutes or the cards are used
        up. The method returns False if the agenda already takes this into account."""
        return self._is_followed and (self._left_s > 0) != _has_cards(agenda)

    def seconds_left(self, agenda: Agenda) -> float:
        """The expected seconds for the rest of the day, at the learner's pace."""
        steps = untimed_s(is_new=False) * agenda.left().get(Reason.LEARNING, 0)
        if self._list is None or self._left_s <= 0:
            return steps
        made = {card.key for card in agenda.made.ready} - self._studied
        cards = sum(s for key, s in self._list.seconds.items() if key in made)
        return min(cards, self._left_s) + steps

    def _holds(self, each: _List, mark: str, today: int) -> bool:
        """Whether a list is still valid. If reviews of earlier days were imported after its
        computation, it is invalid, because such reviews change card states."""
        start_ms = self._context.calendar.start_of(today)
        logs = self._context.logs
        return each.mark == mark and not logs.is_answered_late(each.answers, start_ms)

    def _kept(self) -> _List | None:
        if self.minutes is not None:
            return None
        try:
            return _List(**json.loads(self._context.states.stamp(_PLAN) or "{}"))
        except (TypeError, ValueError):  # missing, or written by another version
            return None

    def _keep(self, made: _List) -> None:
        """Stores the list for other commands of the day. If the database cannot be written,
        other commands compute their own list."""
        if self.minutes is not None:
            return
        with suppress(FlashprepError), self._context.database.transaction():
            self._context.states.put_stamp(_PLAN, json.dumps(asdict(made)))


@dataclass(frozen=True)
class _Left:
    """The rest of a day. `spent_s` seconds of the day are already used. If `minutes` is given,
    it replaces the rest of the day's minutes; `over_s` seconds of these minutes are already
    used. The planning problem is computed only once, even if several lists are computed."""

    context: Context
    now_ms: int
    mark: str
    spent_s: float
    minutes: int | None
    over_s: float

    def solved(self, skip: AbstractSet[str] = frozenset()) -> _List:
        """Computes a list for the rest of the day, without the cards in `skip`."""
        from flashprep.app.prep.plan_input import todays_list_of
        from flashprep.core.planner.plan import Why

        answers, problem = self._problem
        if problem is None:
            return _List(self.mark, answers, self.spent_s, 0.0, {})
        left_s = problem.budget_s(problem.today)
        cards = [card for card in problem.cards if card.key not in skip]
        seconds = {
            task.key: round(task.seconds, 1)
            for task in todays_list_of(replace(problem, cards=cards)).tasks
            if task.why is not Why.LEARNING
        }
        idle_s = 0.0 if seconds else left_s
        return _List(self.mark, answers, self.spent_s + left_s, idle_s, seconds)

    @cached_property
    def _problem(self) -> "tuple[int, Problem | None]":
        """The sequence number of the newest review, and the planning problem. The problem is
        None if there is nothing to study or no time left."""
        from flashprep.app.prep.plan_input import problem_of
        from flashprep.app.prep.siblings import without_resting

        answers = self.context.logs.latest_answer()
        problem = problem_of(self.context, self.now_ms, self.spent_s)
        if problem is not None and self.minutes is not None:
            problem = problem.with_todays(self.minutes - self.over_s / 60)
        if problem is None or problem.budget_s(problem.today) <= 0:
            return answers, None
        return answers, without_resting(self.context, problem)


def _made(made: _List, day: Day, spent_s: float, most_new: int | None = None) -> Agenda:
    keys = tuple(made.seconds) if made.budget_s > spent_s else ()
    return day.planned(keys, most_new)


def _has_cards(agenda: Agenda) -> bool:
    """Whether the agenda contains a card that is not in a learning step."""
    left = agenda.left()
    return bool(left.get(Reason.NEW, 0) + left.get(Reason.DUE, 0))
