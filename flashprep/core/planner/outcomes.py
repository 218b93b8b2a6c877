"""The outcomes of studying a card: the possible memory states after the study, their
probabilities, and the duration of the study.

A study includes the repetitions on the same day. After Again, or after a first rating of Hard,
the card is assumed to be reviewed once more and rated Good.
"""

from collections.abc import Sequence

from flashprep.core.card_memory import Formulas
from flashprep.core.fsrs import Curve
from flashprep.core.memory import MemoryState, Rating
from flashprep.core.pace import Pace, shares

Outcome = tuple[float, MemoryState]
"""An outcome: its probability, and the memory state after it."""


class Outcomes:
    """The outcomes for a learner with these FSRS parameters and this pace.

    `curve` predicts recall with the learner's `memory_factor` (see `core.stability_factor`).
    The formulas that update memory states do not use this factor.
    """

    def __init__(
        self, parameters: Sequence[float], pace: Pace, memory_factor: float = 1.0
    ) -> None:
        """`parameters` are the 21 weights of FSRS-6."""
        self.pace = pace
        self.curve = Curve(parameters[20], memory_factor)
        self.recall = self.curve.recall
        self._formulas = Formulas(parameters)
        self._passes = shares(pace.passes)
        self._firsts = shares(pace.firsts)

    def of_introduction(self) -> list[Outcome]:
        """The outcomes of introducing a new card."""
        outcomes = []
        for share, rating in zip(self._firsts, Rating, strict=True):
            memory = MemoryState(*self._formulas.first[rating - 1])
            outcomes.append((share, self.repeated(memory) if rating <= Rating.HARD else memory))
        return outcomes

    def of_review(self, memory: MemoryState, days: float) -> list[Outcome]:
        """The outcomes of a review that is `days` days (at least one) after the last study."""
        recall = self.recall(memory.stability, days)
        chances = (1 - recall, *(recall * share for share in self._passes))
        return [
            (chance, self.reviewed(memory, days, rating))
            for chance, rating in zip(chances, Rating, strict=True)
        ]

    def review_s(self, recall: float) -> float:
        """The mean duration, in seconds, of a review with this probability of recall."""
        return recall * self.pace.pass_s + (1 - recall) * self.pace.lapse_s

    def reviewed(self, memory: MemoryState, days: float, rating: Rating) -> MemoryState:
        """The memory state after a review with this rating, `days` days after the last
        study."""
        after = MemoryState(
            *self._formulas.after(memory.stability, memory.difficulty, days, rating)
        )
        return self.repeated(after) if rating is Rating.AGAIN else after

    def repeated(self, memory: MemoryState) -> MemoryState:
        """The memory state after a repetition on the same day that is rated Good."""
        return MemoryState(
            *self._formulas.after(memory.stability, memory.difficulty, 0, Rating.GOOD)
        )
