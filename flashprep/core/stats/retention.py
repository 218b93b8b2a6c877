"""The samples for true retention and calibration, and sums over these samples.

A sample is a card's first review of a study day, made in the review phase. The module `summary`
explains why other reviews are not samples.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from math import sqrt

from flashprep.core.priorities import Priority
from flashprep.core.stats.calibration import Calibrating, Sums
from flashprep.core.stats.summary import Recall, Retention

MATURE_DAYS = 21
AGES = ("young", "mature")
INTERVALS = ("1", "2-3", "4-7", "8-14", "15-30", "31-60", "61-120", "121+")
_INTERVAL_EDGES = (2, 4, 8, 15, 31, 61, 121)
_PRIORITIES = tuple(priority.value for priority in Priority)
_Z = 1.96  # for a 95% confidence interval


def age(days: int) -> str:
    """Returns "young" or "mature" for an interval in days."""
    return AGES[days >= MATURE_DAYS]


class Samples:
    """Sums over samples by group, such as deck or kind. `calibrating` contains sums by
    predicted recall."""

    def __init__(self) -> None:
        self._groups: dict[tuple[str, str], Sums] = defaultdict(Sums)
        self.calibrating = Calibrating()

    def add(
        self,
        predicted: float,
        *,
        recalled: bool,
        deck: str,
        kind: str,
        priority: str,
        waited: int,
    ) -> None:
        """Adds one sample. `predicted` is the predicted recall, above 0 and below 1. `waited`
        is the number of study days since the card's previous review."""
        self.calibrating.add(predicted, recalled=recalled)
        for group in (
            ("all", ""),
            ("deck", deck),
            ("kind", kind),
            ("priority", priority),
            ("age", age(waited)),
            ("interval", INTERVALS[bisect_right(_INTERVAL_EDGES, waited)]),
        ):
            self._groups[group].add(predicted, recalled=recalled)

    def retention(self) -> Retention:
        """Returns the true retention of all groups that have at least one sample."""
        return Retention(
            all=next(iter(self._recalls("all", [""])), None),
            decks=self._recalls("deck"),
            kinds=self._recalls("kind"),
            priorities=self._recalls("priority", _PRIORITIES),
            ages=self._recalls("age", AGES),
            intervals=self._recalls("interval", INTERVALS),
        )

    def _recalls(self, group: str, names: Iterable[str] | None = None) -> tuple[Recall, ...]:
        """Returns the recall of the non-empty groups of one category. The groups are in the
        order of `names`; without `names`, they are sorted by name."""
        if names is None:
            names = sorted(name for sort, name in self._groups if sort == group)
        return tuple(
            _recall(name, self._groups[group, name])
            for name in names
            if (group, name) in self._groups
        )


def _recall(name: str, sums: Sums) -> Recall:
    """Returns the recall of a group with at least one sample. The confidence interval is
    Wilson's (1927). It is always between 0 and 1, and it is valid even for few samples."""
    answers, share, z2 = sums.answers, sums.recalled / sums.answers, _Z * _Z
    middle = share + z2 / (2 * answers)
    half = _Z * sqrt(share * (1 - share) / answers + z2 / (4 * answers * answers))
    return Recall(
        name=name,
        answers=answers,
        recalled=sums.recalled,
        share=share,
        low=max(0.0, (middle - half) / (1 + z2 / answers)),
        high=min(1.0, (middle + half) / (1 + z2 / answers)),
        predicted=sums.predicted / answers,
    )
