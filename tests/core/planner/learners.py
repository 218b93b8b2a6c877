"""Learners of our own making, to see what a plan comes to: their memory is FSRS itself.

Chance is shared: the same learner gives the same answer to the n-th study of a card, whatever
the policy, as far as the probability allows, so that policies can be compared in pairs.
"""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from random import Random

from flashprep.core.memory import MemoryState
from flashprep.core.planner.outcomes import Outcomes
from flashprep.core.planner.problem import PlanCard, Problem

Policy = Callable[[Problem], Sequence[str]]
"""What is known on a day -> the keys to study on it, in this order."""


@dataclass(frozen=True)
class Truth:
    """How a learner differs from what the planner believes, and the days that are missed."""

    stability: float = 1.0
    slowness: float = 1.0
    missed: AbstractSet[int] = frozenset()
    missed_share: float = 0.0


BELIEVED = Truth()


@dataclass(frozen=True)
class Result:
    """What a policy came to: the recall of each card on the day of each interview, the seconds
    of each day, and whether the cards were recalled then."""

    recall: list[dict[str, float]]
    seconds: list[float]
    recalled: list[dict[str, bool]]

    @property
    def mean(self) -> float:
        """The mean recall over all cards at the last interview."""
        return sum(self.recall[-1].values()) / max(1, len(self.recall[-1]))


class Learner:
    """A learner with luck of their own, by `seed`."""

    def __init__(self, problem: Problem, seed: int, truth: Truth = BELIEVED) -> None:
        self.start = problem
        self.truth = truth
        self.outcomes = Outcomes(problem.parameters, problem.pace)
        self._seed = seed
        days = _chance(f"{seed}/days")
        self._missed = [
            day in truth.missed or days.random() < truth.missed_share
            for day in range(problem.days)
        ]

    def study(self, policy: Policy) -> Result:
        """Follow the policy until the last interview."""
        problem = self.start
        cards = {card.key: card for card in problem.cards}
        luck = {key: _chance(f"{self._seed}/{key}") for key in cards}
        seconds = []
        recall: list[dict[str, float]] = []
        recalled: list[dict[str, bool]] = []
        interviews = problem.coming
        for day in range(problem.days + 1):
            today = problem.today + day
            for interview in interviews:
                if interview.day == today:
                    asked = [card for card in cards.values() if interview.asks(card.key)]
                    recall.append({card.key: self._recall(card, today) for card in asked})
                    recalled.append(
                        {key: luck[key].random() < chance for key, chance in recall[-1].items()}
                    )
            if day == problem.days:
                break
            seconds.append(0.0)
            budget = problem.budget_s(today)
            if self._missed[day] or budget <= 0:
                continue
            present = replace(
                problem,
                today=today,
                budgets_s=problem.budgets_s[day:],
                cards=[cards[card.key] for card in problem.cards],
            )
            for key in policy(present):
                if seconds[-1] >= budget - 1:
                    break
                cards[key], took = self._answer(cards[key], today, luck[key].random())
                seconds[-1] += took * self.truth.slowness
        return Result(recall, seconds, recalled)

    def _recall(self, card: PlanCard, day: int) -> float:
        if card.memory is None or card.last_day is None:
            return 0.0
        stability = card.memory.stability * self.truth.stability
        return self.outcomes.recall(stability, day - card.last_day)

    def _answer(self, card: PlanCard, today: int, luck: float) -> tuple[PlanCard, float]:
        pace = self.start.pace
        if card.memory is None or card.last_day is None:
            memory = _drawn(self.outcomes.of_meeting(), luck)
            return replace(card, memory=memory, last_day=today), pace.new_s
        believed = self.outcomes.of_review(card.memory, today - card.last_day)
        true = self._recall(card, today)
        # The lapse comes first among the outcomes; the passes share what is left.
        lapse, passes = believed[0], believed[1:]
        if luck >= true:
            return replace(card, memory=lapse[1], last_day=today), pace.lapse_s
        total = sum(share for share, _ in passes)
        shares = [(share / total, memory) for share, memory in passes]
        memory = _drawn(shares, luck / true)
        return replace(card, memory=memory, last_day=today), pace.pass_s


def _chance(seed: str) -> Random:
    return Random(seed)  # noqa: S311 - the same luck each time


def _drawn(outcomes: Sequence[tuple[float, MemoryState]], luck: float) -> MemoryState:
    for share, memory in outcomes:
        if luck < share:
            return memory
        luck -= share
    return outcomes[-1][1]


def plain(retention: float = 0.9) -> Policy:
    """FSRS without a plan: what is due, most overdue first, and N/T new cards a day."""
    start: dict[str, float] = {}

    def policy(problem: Problem) -> list[str]:
        outcomes = Outcomes(problem.parameters, problem.pace)
        new = [card for card in problem.cards if card.memory is None]
        start.setdefault("a day", len(new) / max(1, problem.days))
        due = []
        for card in problem.cards:
            if card.memory is not None and card.last_day is not None:
                recall = outcomes.recall(card.memory.stability, problem.today - card.last_day)
                if recall <= retention and card.last_day < problem.today:
                    due.append((recall, card.key))
        wanted = -int(-start["a day"] // 1)
        return [key for _, key in sorted(due)] + [card.key for card in new[:wanted]]

    return policy
