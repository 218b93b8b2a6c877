"""Computes the memory of a card from its reviews, with the formulas of FSRS-6."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from flashprep.core.fsrs import DIFFICULTY_RANGE, STABILITY_RANGE, Curve, Growth, first_of
from flashprep.core.memory import Phase, Rating

_AGAIN, _HARD, _GOOD, _EASY = (int(rating) for rating in Rating)

Place = tuple[Phase, int | None]
"""A phase, and the index of the step within it."""


class Memory(NamedTuple):
    """The memory state, phase and counts of a card after some reviews. `day` is the study day
    of the last review."""

    stability: float
    difficulty: float
    phase: Phase
    step: int | None
    day: int
    reps: int
    lapses: int


class Formulas:
    """The formulas of FSRS-6 for one set of weights, and for given numbers of learning and
    relearning steps.

    `first[rating - 1]` is the stability and difficulty after a first review. `after` returns
    the stability and difficulty after a later review. Its arguments are the stability and
    difficulty before the review, the study days since the last review, and the rating. `curve`
    is the forgetting curve.
    """

    def __init__(
        self, weights: Sequence[float], learning_steps: int = 1, relearning_steps: int = 1
    ) -> None:
        self.first = [first_of(weights, rating) for rating in Rating]
        self.curve = Curve(weights[20])
        self.after = _after(weights)
        self._steps = {Phase.LEARNING: learning_steps, Phase.RELEARNING: relearning_steps}
        self._places: dict[tuple[Phase, int | None, int], Place] = {}

    def place(self, phase: Phase, step: int | None, rating: int) -> Place:
        """The phase and step after a rating."""
        place = self._places.get((phase, step, rating))
        if place is None:
            place = self._places[phase, step, rating] = self._next_place(phase, step, rating)
        return place

    def memory(self, answers: Sequence[tuple[int, int]]) -> Memory:
        """The memory of a card after its reviews. `answers` contains at least one review as
        (study day, rating), oldest first."""
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

    def stabilities(self, days: Sequence[int], ratings: Sequence[int]) -> list[float]:
        """The stability of a card after each of its reviews. `days` and `ratings` contain the
        study day and the rating of each review, oldest first."""
        found: list[float] = []
        last, difficulty = 0, 0.0
        for day, rating in zip(days, ratings, strict=True):
            if found:
                stability, difficulty = self.after(found[-1], difficulty, day - last, rating)
            else:
                stability, difficulty = self.first[rating - 1]
            found.append(stability)
            last = day
        return found

    def next(self, memory: Memory | None, day: int, rating: int) -> Memory:
        """The memory after one more review. For a new card, `memory` is None."""
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
            # If the settings have changed, the step may be beyond the last step.
            step = {_AGAIN: 0, _HARD: step or 0, _GOOD: (step or 0) + 1}.get(rating)
        if phase is Phase.REVIEW or step is None or step >= self._steps[phase]:
            return Phase.REVIEW, None
        return phase, step


def _after(
    weights: Sequence[float],
) -> Callable[[float, float, float, int], tuple[float, float]]:
    """Returns the function that computes the stability and difficulty after a review. Its
    arguments are the stability and difficulty before the review, the days since the last
    review, and the rating."""
    growth = Growth(weights)
    same_day, recalled, forgotten = growth.same_day, growth.recalled, growth.forgotten
    harder = growth.difficulty
    lowest, highest = STABILITY_RANGE
    easiest, hardest = DIFFICULTY_RANGE

    def after(
        stability: float, difficulty: float, days: float, rating: int
    ) -> tuple[float, float]:
        if days < 1:
            stable = same_day(stability, rating)
        elif rating == _AGAIN:
            stable = forgotten(stability, difficulty, days)
        else:
            stable = recalled(stability, difficulty, days, rating)
        if stable < lowest:
            stable = lowest
        elif stable > highest:
            stable = highest
        hard = harder(difficulty, rating)
        if hard < easiest:
            hard = easiest
        elif hard > hardest:
            hard = hardest
        return stable, hard

    return after
