"""A learner who studies through the commands alone: `queue --json` says what is next, and
`answer -` takes what was said of it, day after day.

Memory and luck are those of `tests.core.planner.learners`: the same learner, under the same
seed, can study the same cards inside Python, and say the same.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from flashprep.core.memory import Rating
from tests.cli.runs import DAY_MS, NOON_MS, Result, after, answer_line
from tests.core.planner.learners import Learner

if TYPE_CHECKING:
    from random import Random

    from flashprep.core.planner.problem import PlanCard

Run = Callable[..., Result]
"""Runs a command; as `Desk.run` and `Desk.command` do."""

_STEP_S = 8.0  # a repetition on the same day; it is a part of what a sitting takes


@dataclass
class Day:
    """What was done on one day: the keys in the order in which they were shown first, which of
    them were new, and the seconds that all took; `steps_s` are those of repetitions to come."""

    keys: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    seconds: float = 0.0
    steps_s: float = 0.0


class Student:
    """Studies through `run` from the noon of tests on, by the plan or with other arguments of
    `queue`; `learner.start` is the problem as it stood then."""

    def __init__(self, learner: Learner, run: Run, *arguments: str) -> None:
        self.learner = learner
        self.cards: dict[str, PlanCard] = {card.key: card for card in learner.start.cards}
        self.days: list[Day] = []
        self._run = run
        self._arguments = arguments
        self._luck: dict[str, Random] = {key: learner.luck_of(key) for key in self.cards}

    def study(self, days: int) -> None:
        """So many days, each to its end."""
        for _ in range(days):
            self._study_day()

    def recalls(self, day: int) -> dict[str, float]:
        """The probability of recall of each card, so many days after the first one."""
        today = self.learner.start.today + day
        return {key: self.learner.recall(card, today) for key, card in self.cards.items()}

    def _study_day(self) -> None:
        number, ms = len(self.days), 0
        day = Day()
        self.days.append(day)
        budget_s = self.learner.start.budget_s(self.learner.start.today + number)
        while True:
            now = after(number, ms)
            found = self._run("queue", "--json", *self._arguments, now=now)
            assert found.code == 0, found.err
            queue = json.loads(found.out)
            keys = [card["key"] for card in queue["cards"]]
            if not keys:
                if not queue["waiting"]:
                    return
                ms = max(ms + 1, queue["waiting"][-1]["due_at_ms"] - NOON_MS - number * DAY_MS)
                continue
            lines = ""
            for key in keys:
                rating, seconds = self._answer(key, day)
                ms += round(1000 * seconds)
                at, took_ms = int(after(number, ms)), round(1000 * seconds)
                lines += answer_line(key, rating.name.lower(), at=at, duration_ms=took_ms)
                if day.seconds + day.steps_s >= budget_s:
                    break  # the minutes are used; the program is to say so, too
            done = self._run("answer", "-", stdin=lines.encode(), now=after(number, ms))
            assert done.code == 0, done.err + done.out

    def _answer(self, key: str, day: Day) -> tuple[Rating, float]:
        """What is said of a card that is shown, and how long that took."""
        card = self.cards[key]
        if key in day.keys:
            seconds = _STEP_S * self.learner.truth.slowness
            day.seconds += seconds
            day.steps_s -= seconds
            return Rating.GOOD, seconds
        today = self.learner.start.today + len(self.days) - 1
        answer = self.learner.answer(card, today, self._luck[key].random())
        self.cards[key] = replace(answer.card, in_learning=False)
        day.keys.append(key)
        if card.is_new:
            day.new.append(key)
        comes_again = answer.rating <= (Rating.HARD if card.is_new else Rating.AGAIN)
        step_s = _STEP_S * self.learner.truth.slowness * comes_again
        day.seconds += answer.seconds - step_s
        day.steps_s += step_s
        return answer.rating, answer.seconds - step_s
