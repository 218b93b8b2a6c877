"""Memory factor (*stretch*): how much longer this learner's memories last than FSRS predicts.

Fitting the FSRS parameters takes hundreds of reviews, and the interview may come sooner. This
single number can be learned from few: every stability is multiplied by it when recall is
predicted. The estimate has a log-normal prior centered on 1 with deviation `DEVIATION`, which
weighs about as much as 80 reviews at a recall of .9.
"""

from collections import Counter
from collections.abc import Iterable
from math import exp, log
from typing import Final, NamedTuple

from flashprep.core.fsrs import Curve

DEVIATION: Final = 0.5
LEAST: Final = 0.25
MOST: Final = 4.0

_CLASSES: Final = 10  # elapsed times are grouped in this many classes per unit of ln(days / S)
_HALVINGS: Final = 20


class RecallSample(NamedTuple):
    """A sample for the estimate: a review `days` study days (at least one) after the previous
    one, the `stability` that FSRS predicted, and its `decay`, a number above 0."""

    days: int
    stability: float
    decay: float
    recalled: bool


def fit_memory_factor(proofs: Iterable[RecallSample]) -> float:
    """Return the most probable memory factor, given these samples."""
    counts = Counter(
        (round(_CLASSES * log(each.days / each.stability)), each.decay, each.recalled)
        for each in proofs
    )
    # Bisection: find where the derivative of the log-posterior by ln(factor) is 0.
    low, high = log(LEAST), log(MOST)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if _slope(middle, counts) > 0:
            low = middle
        else:
            high = middle
    return exp((low + high) / 2)


def _slope(log_factor: float, counts: Counter[tuple[int, float, bool]]) -> float:
    slope = -log_factor / DEVIATION**2
    for (elapsed, decay, recalled), count in counts.items():
        curve, days = Curve(decay), exp(elapsed / _CLASSES - log_factor)  # for a stability of 1
        steep = curve.steepness(1.0, days)
        if recalled:
            slope += count * steep
        else:
            recall = curve.recall(1.0, days)
            slope -= count * steep * recall / (1 - recall)
    return slope
