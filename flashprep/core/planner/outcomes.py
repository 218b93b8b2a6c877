"""What studying a card leads to: its memory afterwards, how probably, and in what time.

The formulas are those of FSRS-6, as `core.scheduler` has them from its library; a test holds
the two together. They stand here on bare numbers, since the planner asks for many thousands of
states at once. A study includes the repetitions of its day: after Again, and after a first
Hard, the card is seen once more and answered Good.
"""

import math
from collections.abc import Sequence

from flashprep.core.memory import MemoryState, Rating
from flashprep.core.pace import Pace

Outcome = tuple[float, MemoryState]
"""A probability and the memory that comes with it."""

_LOWEST, _HIGHEST = 0.001, 36_500.0  # days of stability
_EASIEST, _HARDEST = 1.0, 10.0  # difficulty
_PASSES = (Rating.HARD, Rating.GOOD, Rating.EASY)


class Outcomes:
    """The memory of a person with these FSRS parameters, who studies at this pace.

    `stretch` is what stabilities are to be taken times to foretell recall (see
    `core.stability_factor`). What FSRS makes of an answer goes by the recall that it believes
    in itself, without that; `factor` and `believed_factor` are those of the two forgetting
    curves.
    """

    def __init__(self, parameters: Sequence[float], pace: Pace, stretch: float = 1.0) -> None:
        """`parameters` are the 21 weights of FSRS-6."""
        self.pace = pace
        self._w = tuple(parameters)
        self.decay = -self._w[20]
        self.believed_factor = 0.9 ** (1 / self.decay) - 1
        self.factor = self.believed_factor / stretch
        self._passes = _shares(pace.passes)
        self._firsts = _shares(pace.firsts)
        self._lasting = self._unclamped_difficulty(Rating.EASY)

    def recall(self, stability: float, days: float) -> float:
        """The probability of recall so many days after the last study."""
        return math.pow(1 + self.factor * max(0.0, days) / stability, self.decay)

    def believed(self, stability: float, days: float) -> float:
        """The same as FSRS believes it."""
        return math.pow(1 + self.believed_factor * max(0.0, days) / stability, self.decay)

    def of_meeting(self) -> list[Outcome]:
        """What meeting a new card leads to."""
        outcomes = []
        for share, rating in zip(self._firsts, Rating, strict=True):
            difficulty = _within(self._unclamped_difficulty(rating), _EASIEST, _HARDEST)
            memory = MemoryState(_within(self._w[rating - 1], _LOWEST, _HIGHEST), difficulty)
            outcomes.append((share, self.repeated(memory) if rating <= Rating.HARD else memory))
        return outcomes

    def of_review(self, memory: MemoryState, days: float) -> list[Outcome]:
        """What a review leads to, so many days (at least one) after the last study."""
        recall = self.recall(memory.stability, days)
        believed = self.believed(memory.stability, days)
        return [
            (1 - recall, self.repeated(self.lapsed(memory, believed))),
            *(
                (recall * share, self.passed(memory, believed, rating))
                for share, rating in zip(self._passes, _PASSES, strict=True)
            ),
        ]

    def review_s(self, recall: float) -> float:
        """The mean seconds that a review with this probability of recall takes."""
        return recall * self.pace.pass_s + (1 - recall) * self.pace.lapse_s

    def passed(self, memory: MemoryState, recall: float, rating: Rating) -> MemoryState:
        """The memory after a review with Hard, Good or Easy, where FSRS believed in that
        recall."""
        w, stability = self._w, memory.stability
        bonus = {Rating.HARD: w[15], Rating.EASY: w[16]}.get(rating, 1.0)
        growth = (
            math.exp(w[8])
            * (11 - memory.difficulty)
            * stability ** -w[9]
            * (math.exp((1 - recall) * w[10]) - 1)
        )
        return MemoryState(
            _within(stability * (1 + growth * bonus), _LOWEST, _HIGHEST),
            self._difficulty_after(memory.difficulty, rating),
        )

    def lapsed(self, memory: MemoryState, recall: float) -> MemoryState:
        """The memory after Again, before the repetition."""
        w, stability = self._w, memory.stability
        long_term = (
            w[11]
            * memory.difficulty ** -w[12]
            * ((stability + 1) ** w[13] - 1)
            * math.exp((1 - recall) * w[14])
        )
        short_term = stability / math.exp(w[17] * w[18])
        return MemoryState(
            _within(min(long_term, short_term), _LOWEST, _HIGHEST),
            self._difficulty_after(memory.difficulty, Rating.AGAIN),
        )

    def repeated(self, memory: MemoryState) -> MemoryState:
        """The memory after one more Good on the same day."""
        w = self._w
        growth = max(1.0, math.exp(w[17] * w[18]) * memory.stability ** -w[19])
        return MemoryState(
            _within(memory.stability * growth, _LOWEST, _HIGHEST),
            self._difficulty_after(memory.difficulty, Rating.GOOD),
        )

    def _difficulty_after(self, difficulty: float, rating: Rating) -> float:
        damped = -self._w[6] * (rating - 3) * (10 - difficulty) / 9
        reverted = self._w[7] * self._lasting + (1 - self._w[7]) * (difficulty + damped)
        return _within(reverted, _EASIEST, _HARDEST)

    def _unclamped_difficulty(self, rating: Rating) -> float:
        return self._w[4] - math.exp(self._w[5] * (rating - 1)) + 1


def _shares(numbers: Sequence[float]) -> list[float]:
    """The numbers as shares of their sum; the last but one of them has all, if it is 0."""
    total = sum(numbers)
    if total <= 0:
        return [float(place == len(numbers) - 2) for place in range(len(numbers))]
    return [number / total for number in numbers]


def _within(value: float, lowest: float, highest: float) -> float:
    return min(max(value, lowest), highest)
