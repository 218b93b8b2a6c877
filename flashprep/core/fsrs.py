"""The formulas of FSRS-6: the forgetting curve, and the effect of a review.

`core.scheduler` uses the `fsrs` package, which is slow to load and creates objects for each
review. All other code that needs FSRS uses this module: replays of logs, queues, plans,
simulations, fits. It computes with plain numbers or with arrays. It performs the same
operations in the same order as the package (version 6). So the results are equal bit by bit;
property tests check this.

Symbols: w the 21 weights, R recall (0-1), t study days since the last review, S stability in
days, D difficulty (1-10), G the rating (1-4).
Source: https://github.com/open-spaced-repetition/awesome-fsrs/wiki/The-Algorithm (FSRS-6).
"""

import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from flashprep.core.memory import Rating, StudySettings

WEIGHTS = 21
"""The number of parameters of FSRS-6."""
STABILITY_RANGE = (0.001, 36_500.0)
"""The range of stability, in days. Stability is clamped to it after each review, as in other
FSRS implementations."""
DIFFICULTY_RANGE = (1.0, 10.0)
# The default of the last weight (the decay), and the range to which FSRS limits this weight.
_DECAY = 0.1542
_DECAY_RANGE = (0.1, 0.8)
_AGAIN, _HARD, _GOOD, _EASY = (int(rating) for rating in Rating)

LAPSE_S, LESS_S = 20.0, 12.0
"""`LAPSE_S` is the duration of a failed review, in seconds. A successful review is shorter by
`LESS_S` seconds."""


class Curve:
    """The forgetting curve: R(t, S) = (1 + factor * t / S) ** -decay.

    `decay` is w[20]; `factor` makes R(S, S) = 0.9. Every stability is multiplied by
    `memory_factor` (see `core.stability_factor`).
    """

    def __init__(self, decay: float, memory_factor: float = 1.0) -> None:
        self.decay = decay
        self.factor = float(0.9 ** (1 / -decay) - 1) / memory_factor

    @classmethod
    def of(cls, settings: StudySettings) -> "Curve":
        """The forgetting curve for the FSRS parameters in these settings."""
        if settings.parameters is None:
            return cls(_DECAY)
        lowest, highest = _DECAY_RANGE
        return cls(min(max(settings.parameters[-1], lowest), highest))

    def recall(self, stability: float, days: float) -> float:
        """R: the probability of recall `days` days after the last review. It is 1 if `days` is
        negative."""
        if days <= 0:
            return 1.0
        return float((1 + self.factor * days / stability) ** -self.decay)

    def days(self, stability: float, recall: float) -> float:
        """The curve solved for t: the number of days after which the probability of recall has
        fallen to `recall`. If `recall` is the desired retention, the rounded result is the
        interval."""
        return stability * float((recall ** (-1 / self.decay) - 1) / self.factor)

    def stability(self, days: float, recall: float) -> float:
        """The curve solved for S: the stability that leads to the probability `recall` after
        `days` days."""
        return float(self.factor * days / (recall ** (-1 / self.decay) - 1))

    def steepness(self, stability: float, days: float) -> float:
        """The derivative of ln R by ln S: decay * x / (1 + x), where x = factor * t / S."""
        passed = self.factor * days / stability
        return self.decay * passed / (1 + passed)

    def loss_of_a_day(self, stability: float, days: int) -> float:
        """The recall lost from today to tomorrow, per second of review time."""
        days = max(0, days)
        now, then = self.recall(stability, days), self.recall(stability, days + 1)
        return float(loss_per_second(now, then))


# The arguments may be numbers or numpy arrays, which have no common type.
def recall_of(stability: Any, days: Any, factor: Any, decay: Any) -> Any:  # noqa: ANN401
    """`Curve.recall` for many cards at once; `days` must not be negative."""
    return pow(1 + factor * days / stability, -decay)


def loss_per_second(now: Any, then: Any) -> Any:  # noqa: ANN401
    """The difference between the recall `now` and the recall `then`, divided by the mean
    seconds of a review. The mean depends on `now`, since a failed review takes longer than a
    successful review."""
    return (now - then) / (LAPSE_S - LESS_S * now)


def first_of(weights: Sequence[float], rating: int) -> tuple[float, float]:
    """The stability S0(G) = w[G-1] and the difficulty D0(G) after a first review."""
    lowest, highest = STABILITY_RANGE
    easiest, hardest = DIFFICULTY_RANGE
    return (
        min(max(weights[rating - 1], lowest), highest),
        min(max(_first_difficulty(weights, rating), easiest), hardest),
    )


def _first_difficulty(weights: Sequence[float], rating: int) -> float:
    """D0(G) = w[4] - e ** (w[5] * (G - 1)) + 1, not yet clamped to its range."""
    return float(weights[4] - (math.e ** (weights[5] * (rating - 1))) + 1)


class Arithmetic(NamedTuple):
    """The functions that formulas need besides operators. `core.arrays` has those for
    arrays."""

    table: Callable[[Sequence[float]], Any] = tuple
    larger: Callable[[Any, Any], Any] = max
    smaller: Callable[[Any, Any], Any] = min
    rounded: Callable[[Any], Any] = round


NUMBERS = Arithmetic()


class Growth:
    """The formulas of a later review, for one set of weights.

    S, D, t and G are numbers, or arrays of `core.arrays` to compute many cards at once. The
    results are not clamped to the ranges of S and D. Constants are computed once: a replay of
    millions of reviews spends most of its time here.
    """

    def __init__(self, weights: Sequence[float], arithmetic: Arithmetic = NUMBERS) -> None:
        w, e, ratings = weights, math.e, (_AGAIN, _HARD, _GOOD, _EASY)
        table, self._larger, self._smaller, _ = arithmetic
        # Tables by rating begin with a value that is not used.
        self._gain = table([0.0, *(e ** (w[17] * (rating - 3 + w[18])) for rating in ratings)])
        self._least_gain = table([0.0, 0.0, 1.0, 1.0, 1.0])
        self._gain_decay = -w[19]
        # The curve of `Curve.recall`, written out, since a call costs as much as its result.
        self._factor, self._exponent = Curve(w[20]).factor, -w[20]
        self._growth, self._growth_decay, self._growth_recall = e ** w[8], -w[9], w[10]
        self._scale = table([0.0, 1.0, w[15], 1.0, w[16]])
        self._loss, self._loss_difficulty = w[11], -w[12]
        self._loss_stability, self._loss_recall = w[13], w[14]
        self._least_loss = e ** (w[17] * w[18])
        self._change = table([0.0, *(-(w[6] * (rating - 3)) for rating in ratings)])
        self._pull, self._rest = w[7] * _first_difficulty(w, _EASY), 1 - w[7]

    def same_day(self, stability: Any, rating: Any) -> Any:  # noqa: ANN401
        """S * e ** (w17 * (G - 3 + w18)) * S ** -w19; at least S unless Again."""
        gain = self._gain[rating] * stability**self._gain_decay
        return stability * self._larger(gain, self._least_gain[rating])

    def recalled(self, stability: Any, difficulty: Any, days: Any, rating: Any) -> Any:  # noqa: ANN401
        """S * (1 + e ** w8 * (11 - D) * S ** -w9 * (e ** (w10 * (1 - R)) - 1)
        * (w15 if Hard) * (w16 if Easy))."""
        recall = (1 + self._factor * days / stability) ** self._exponent
        return stability * (
            1
            + self._growth
            * (11 - difficulty)
            * stability**self._growth_decay
            * (math.e ** ((1 - recall) * self._growth_recall) - 1)
            * self._scale[rating]
        )

    def forgotten(self, stability: Any, difficulty: Any, days: Any) -> Any:  # noqa: ANN401
        """w11 * D ** -w12 * ((S + 1) ** w13 - 1) * e ** (w14 * (1 - R)), at most
        S / e ** (w17 * w18)."""
        recall = (1 + self._factor * days / stability) ** self._exponent
        stable = (
            self._loss
            * difficulty**self._loss_difficulty
            * ((stability + 1) ** self._loss_stability - 1)
            * math.e ** ((1 - recall) * self._loss_recall)
        )
        return self._smaller(stable, stability / self._least_loss)

    def difficulty(self, difficulty: Any, rating: Any) -> Any:  # noqa: ANN401
        """w7 * D0(4) + (1 - w7) * (D - w6 * (G - 3) * (10 - D) / 9)."""
        return self._pull + self._rest * (
            difficulty + (10.0 - difficulty) * self._change[rating] / 9.0
        )
