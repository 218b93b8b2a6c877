"""Stretch: how much longer a person remembers than FSRS believes, learned from the log.

Parameters are fitted only where there are hundreds of answers; an interview comes sooner. One
number can be learned from few: all stabilities are taken times it when recall is foretold. It
is drawn to 1 while little is known, as if its logarithm were normal with a deviation of
`DEVIATION`; about 80 answers at a recall of .9 weigh as much as that.
"""

from collections import Counter
from collections.abc import Iterable
from math import exp, log
from typing import Final, NamedTuple

from flashprep.core.fsrs import Curve

DEVIATION: Final = 0.5
LEAST: Final = 0.25
MOST: Final = 4.0

_CLASSES: Final = 10  # of waits that count as alike, for each one in their logarithm
_HALVINGS: Final = 20


class Proof(NamedTuple):
    """An answer given `days` study days (at least one) after the last one, when FSRS believed
    in a `stability` under a `decay`, a number above 0."""

    days: int
    stability: float
    decay: float
    recalled: bool


def learn_stretch(proofs: Iterable[Proof]) -> float:
    """Return the most probable stretch."""
    counts = Counter(
        (round(_CLASSES * log(each.days / each.stability)), each.decay, each.recalled)
        for each in proofs
    )
    # Its logarithm is where the slope of the logarithm of the probability crosses 0.
    low, high = log(LEAST), log(MOST)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if _slope(middle, counts) > 0:
            low = middle
        else:
            high = middle
    return exp((low + high) / 2)


def _slope(stretch: float, counts: Counter[tuple[int, float, bool]]) -> float:
    slope = -stretch / DEVIATION**2
    for (waited, decay, recalled), count in counts.items():
        curve, days = Curve(decay), exp(waited / _CLASSES - stretch)  # of a stability of 1
        steep = curve.steepness(1.0, days)
        if recalled:
            slope += count * steep
        else:
            recall = curve.recall(1.0, days)
            slope -= count * steep * recall / (1 - recall)
    return slope
