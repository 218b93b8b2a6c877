"""Memory factor (in JSON: *stretch*): the ratio of the durations of this learner's memories to
the durations that FSRS predicts.

A fit of the FSRS parameters requires hundreds of reviews, and the interview may take place
before there are so many. The memory factor is a single number that can be estimated from few
reviews. Every stability is multiplied by this factor when recall is predicted. The estimate has
a log-normal prior with median 1 and deviation `DEVIATION`. The prior weighs about as much as 80
reviews at a recall of 0.9.
"""

from collections import Counter
from collections.abc import Iterable
from math import exp, log
from typing import Final, NamedTuple

from flashprep.core.fsrs import Curve

DEVIATION: Final = 0.5
LEAST: Final = 0.25
MOST: Final = 4.0

_CLASSES: Final = 10  # classes of elapsed time per unit of ln(days / S)
_HALVINGS: Final = 20


class RecallSample(NamedTuple):
    """A sample for the estimate: a review that took place `days` study days (at least one)
    after the card's previous review. `stability` is the stability before the review, according
    to FSRS. `decay` is the decay (above 0) of the forgetting curve."""

    days: int
    stability: float
    decay: float
    recalled: bool


def fit_memory_factor(proofs: Iterable[RecallSample]) -> float:
    """Return the most probable memory factor for these samples."""
    counts = Counter(
        (round(_CLASSES * log(each.days / each.stability)), each.decay, each.recalled)
        for each in proofs
    )
    # Bisection: find ln(factor) at which the derivative of the log-posterior is 0.
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
        curve, days = (
            Curve(decay),
            exp(elapsed / _CLASSES - log_factor),
        )  # for a stability of 1
        steep = curve.steepness(1.0, days)
        if recalled:
            slope += count * steep
        else:
            recall = curve.recall(1.0, days)
            slope -= count * steep * recall / (1 - recall)
    return slope
