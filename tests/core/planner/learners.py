"""Learners of our own making, to see what a plan comes to: their memory is FSRS itself.

Chance is shared: the same learner gives the same answer to the n-th study of a card, whatever
the policy, as far as the probability allows, so that policies can be compared in pairs.
"""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from random import Random

from flashprep.core.memory import MemoryState, Rating, Review
from flashprep.core.pace import learn_pace
from flashprep.core.planner.outcomes import Outcomes
from flashprep.core.planner.problem import PlanCard, Problem
from flashprep.core.stability_factor import RecallSample, fit_memory_factor

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


@dataclass(frozen=True)
class Answer:
    """What a study of a card came to: what was said at first, the card since, and the seconds
    it took, with its repetition."""

    rating: Rating
    card: PlanCard
    seconds: float


class Learner:
    """A learner with luck of their own, by `seed`. With `learns` the planner learns pace and
    stretch from the answers, as it does for a collection; else it goes on to believe what it
    did at first."""

    def __init__(
        self, problem: Problem, seed: int, truth: Truth = BELIEVED, *, learns: bool = False
    ) -> None:
        self.start = problem
        self.truth = truth
        self.learns = learns
        self._log: dict[str, list[Review]] = {}
        self._proofs: list[RecallSample] = []
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
        luck = {key: self.luck_of(key) for key in cards}
        seconds = []
        recall: list[dict[str, float]] = []
        recalled: list[dict[str, bool]] = []
        interviews = problem.coming
        for day in range(problem.days + 1):
            today = problem.today + day
            for interview in interviews:
                if interview.day == today:
                    asked = [card for card in cards.values() if interview.asks(card.key)]
                    recall.append({card.key: self.recall(card, today) for card in asked})
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
            for key in policy(self._learned(present) if self.learns else present):
                if seconds[-1] >= budget - 1:
                    break
                answer = self.answer(cards[key], today, luck[key].random())
                self._note(cards[key], answer, today)
                cards[key] = answer.card
                seconds[-1] += answer.seconds
        return Result(recall, seconds, recalled)

    def luck_of(self, key: str) -> Random:
        """What decides of the answers to a card, one after the other."""
        return _chance(f"{self._seed}/{key}")

    def recall(self, card: PlanCard, day: int) -> float:
        """The probability that the learner recalls the card on a day."""
        if card.memory is None or card.last_day is None:
            return 0.0
        stability = card.memory.stability * self.truth.stability
        return self.outcomes.recall(stability, day - card.last_day)

    def answer(self, card: PlanCard, today: int, luck: float) -> Answer:
        """Study a card with this luck, from 0 to 1."""
        pace = self.start.pace
        if card.memory is None or card.last_day is None:
            rating, memory = _drawn(self.outcomes.of_introduction(), luck)
            seconds = pace.new_s
        else:
            believed = self.outcomes.of_review(card.memory, today - card.last_day)
            true = self.recall(card, today)
            # The lapse comes first among the outcomes; the passes share what is left.
            lapse, passes = believed[0], believed[1:]
            rating, memory, seconds = 0, lapse[1], pace.lapse_s
            if luck < true:
                total = sum(share for share, _ in passes)
                shares = [(share / total, memory) for share, memory in passes]
                rating, memory = _drawn(shares, luck / true)
                rating, seconds = rating + 1, pace.pass_s
        studied = replace(card, memory=memory, last_day=today)
        return Answer(list(Rating)[rating], studied, seconds * self.truth.slowness)

    def _note(self, card: PlanCard, answer: Answer, today: int) -> None:
        """Keep what the planner may learn from."""
        if card.memory is not None and card.last_day is not None:
            self._proofs.append(
                RecallSample(
                    today - card.last_day,
                    card.memory.stability,
                    self.outcomes.curve.decay,
                    answer.rating is not Rating.AGAIN,
                )
            )
        took_ms = round(1000 * answer.seconds)
        review = Review(card.key, card.key, today, answer.rating, took_ms, None)
        self._log.setdefault(card.key, []).append(review)

    def _learned(self, present: Problem) -> Problem:
        pace = learn_pace(self._log.values(), day_of=lambda day: day)
        return replace(present, pace=pace, memory_factor=fit_memory_factor(self._proofs))


def worth(problem: Problem, recalls: Sequence[Mapping[str, float]]) -> float:
    """The mean recall over all interviews, weighted; `recalls` are the cards' at each."""
    pairs = [
        (interview.weight * card.weight, recall[card.key])
        for interview, recall in zip(problem.coming, recalls, strict=True)
        for card in problem.cards
        if card.key in recall
    ]
    return sum(w * r for w, r in pairs) / sum(w for w, _ in pairs)


def _chance(seed: str) -> Random:
    return Random(seed)  # noqa: S311 - the same luck each time


def _drawn(
    outcomes: Sequence[tuple[float, MemoryState]], luck: float
) -> tuple[int, MemoryState]:
    """The outcome of this luck, and its place."""
    for place, (share, memory) in enumerate(outcomes):
        if luck < share:
            return place, memory
        luck -= share
    return len(outcomes) - 1, outcomes[-1][1]


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
