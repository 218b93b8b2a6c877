"""The formulas of FSRS-6 over plain numbers, for logs that are too long for objects.

They are those of the `fsrs` package (version 6), operation by operation in the same order, so
that every bit of a result is the same; a property test holds the two together. What does not
depend on the card is computed once.

Source: https://github.com/open-spaced-repetition/awesome-fsrs/wiki/The-Algorithm (FSRS-6).
"""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from flashprep.core.memory import Phase, Rating

STABILITY_RANGE = (0.001, 36_500.0)
"""After each review stability is held within these, as other implementations of FSRS do."""
_DIFFICULTY_RANGE = (1.0, 10.0)
_AGAIN, _HARD, _GOOD, _EASY = (int(rating) for rating in Rating)

Place = tuple[Phase, int | None]
"""A phase and the step in it."""


class Memory(NamedTuple):
    """What is known of a card after some reviews, the last one on `day`."""

    stability: float
    difficulty: float
    phase: Phase
    step: int | None
    day: int
    reps: int
    lapses: int


class Formulas:
    """FSRS-6 under one set of weights, with so many learning and relearning steps.

    `first` has, by rating less one, stability and difficulty after a first review; `after`
    gives them after another one, from what they were, the study days since the last review,
    and the rating. `recall` gives the retrievability from stability and days.
    """

    def __init__(
        self, weights: Sequence[float], learning_steps: int, relearning_steps: int
    ) -> None:
        self.first = [_first(weights, rating) for rating in (_AGAIN, _HARD, _GOOD, _EASY)]
        self.recall = _recall(weights)
        self.after = _after(weights)
        self._steps = {Phase.LEARNING: learning_steps, Phase.RELEARNING: relearning_steps}
        self._places: dict[tuple[Phase, int | None, int], Place] = {}

    def place(self, phase: Phase, step: int | None, rating: int) -> Place:
        """The phase and step that a rating leads to."""
        place = self._places.get((phase, step, rating))
        if place is None:
            place = self._places[phase, step, rating] = self._next_place(phase, step, rating)
        return place

    def memory(self, answers: Sequence[tuple[int, int]]) -> Memory:
        """What is known of a card after all these answers, given as study day and rating in
        the order of time. There must be one."""
        after, place = self.after, self.place
        day, rating = answers[0]
        stability, difficulty = self.first[rating - 1]
        phase, step = place(Phase.LEARNING, 0, rating)
        lapses = 0
        review = Phase.REVIEW
        for next_day, rating in answers[1:]:
            days = next_day - day
            if days > 0:
                day = next_day
            else:
                days = 0
            stability, difficulty = after(stability, difficulty, days, rating)
            if phase is review and rating != _AGAIN:
                continue
            lapses += phase is review
            phase, step = place(phase, step, rating)
        return Memory(stability, difficulty, phase, step, day, len(answers), lapses)

    def next(self, memory: Memory | None, day: int, rating: int) -> Memory:
        """What is known after one more answer; of a card never answered, None is."""
        if memory is None:
            phase, step = self.place(Phase.LEARNING, 0, rating)
            return Memory(*self.first[rating - 1], phase, step, day, 1, 0)
        stability, difficulty, phase, step, last_day, reps, lapses = memory
        stability, difficulty = self.after(
            stability, difficulty, max(0, day - last_day), rating
        )
        lapses += phase is Phase.REVIEW and rating == _AGAIN
        phase, step = self.place(phase, step, rating)
        return Memory(stability, difficulty, phase, step, max(day, last_day), reps + 1, lapses)

    def _next_place(self, phase: Phase, step: int | None, rating: int) -> Place:
        if phase is Phase.REVIEW and rating == _AGAIN:
            phase, step = Phase.RELEARNING, 0
        elif phase is not Phase.REVIEW:
            # A step beyond the last one may be left over from other settings.
            step = {_AGAIN: 0, _HARD: step or 0, _GOOD: (step or 0) + 1}.get(rating)
        if phase is Phase.REVIEW or step is None or step >= self._steps[phase]:
            return Phase.REVIEW, None
        return phase, step


def _first(weights: Sequence[float], rating: int) -> tuple[float, float]:
    lowest, highest = STABILITY_RANGE
    easiest, hardest = _DIFFICULTY_RANGE
    return (
        min(max(weights[rating - 1], lowest), highest),
        min(max(_first_difficulty(weights, rating), easiest), hardest),
    )


def _first_difficulty(weights: Sequence[float], rating: int) -> float:
    return float(weights[4] - (math.e ** (weights[5] * (rating - 1))) + 1)


def _recall(weights: Sequence[float]) -> Callable[[float, int], float]:
    decay = -weights[20]
    factor = 0.9 ** (1 / decay) - 1

    def recall(stability: float, days: int) -> float:
        return float((1 + factor * days / stability) ** decay)

    return recall


def _after(
    weights: Sequence[float],
) -> Callable[[float, float, int, int], tuple[float, float]]:
    """Stability and difficulty after a review: a function of what they were, of the study days
    since the last review, and of the rating."""
    w = weights
    e, ratings = math.e, (_AGAIN, _HARD, _GOOD, _EASY)
    lowest, highest = STABILITY_RANGE
    easiest, hardest = _DIFFICULTY_RANGE
    decay = -w[20]
    factor = 0.9 ** (1 / decay) - 1
    # On the same day.
    gain = [0.0, *(e ** (w[17] * (rating - 3 + w[18])) for rating in ratings)]
    gain_decay = -w[19]
    # On a later one.
    growth, growth_decay, growth_recall = e ** w[8], -w[9], w[10]
    penalty, bonus = w[15], w[16]
    loss, loss_difficulty, loss_stability, loss_recall = w[11], -w[12], w[13], w[14]
    least = e ** (w[17] * w[18])
    # Difficulty.
    change = [0.0, *(-(w[6] * (rating - 3)) for rating in ratings)]
    pull, rest = w[7] * _first_difficulty(w, _EASY), 1 - w[7]

    def after(
        stability: float, difficulty: float, days: int, rating: int
    ) -> tuple[float, float]:
        if days < 1:
            grown = gain[rating] * (stability**gain_decay)
            if rating != _AGAIN and grown < 1.0:
                grown = 1.0
            stable = stability * grown
        else:
            recall = (1 + factor * days / stability) ** decay
            if rating == _AGAIN:
                stable = (
                    loss
                    * (difficulty**loss_difficulty)
                    * (((stability + 1) ** loss_stability) - 1)
                    * (e ** ((1 - recall) * loss_recall))
                )
                stable = min(stable, stability / least)
            else:
                stable = stability * (
                    1
                    + growth
                    * (11 - difficulty)
                    * (stability**growth_decay)
                    * ((e ** ((1 - recall) * growth_recall)) - 1)
                    * (penalty if rating == _HARD else 1)
                    * (bonus if rating == _EASY else 1)
                )
        if stable < lowest:
            stable = lowest
        elif stable > highest:
            stable = highest
        hard = pull + rest * (difficulty + (10.0 - difficulty) * change[rating] / 9.0)
        if hard < easiest:
            hard = easiest
        elif hard > hardest:
            hard = hardest
        return stable, hard

    return after
