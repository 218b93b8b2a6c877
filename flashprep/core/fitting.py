"""Fits the FSRS parameters to the user's own reviews, and evaluates the fit.

Only this module uses `fsrs_rs_python`, Anki's optimizer. The optimizer learns from *usable*
reviews. A review is usable if it is at least one study day after the card's previous review.
The optimizer gets each usable review with all earlier reviews of the card. The fit is evaluated
on reviews that were not used for fitting. Parameters are fitted to the first half of the usable
reviews and predict the third quarter. Then they are fitted to the first three quarters and
predict the last quarter.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

import fsrs_rs_python as rust

from flashprep.core.fsrs import Curve
from flashprep.core.memory import Rating
from flashprep.core.stats.calibration import Calibrating
from flashprep.core.stats.summary import Calibration

FEWEST = 400
"""Fewest usable reviews for a fit. With fewer reviews, the fit would mostly reflect chance."""

_QUARTERS = 4
_FIRST_JUDGED = 2  # the first two quarters are only used for fitting
_DIGITS = 6  # after the decimal point; the optimizer returns single-precision numbers
_LIKELIEST = 1 - 1e-7  # keeps the log loss finite if a card was predicted as certain and failed


@dataclass(frozen=True, slots=True)
class Fit:
    """The result of a fit. `weights` are fitted to all usable reviews; `answers` is the number
    of these reviews. `before` is the calibration of the current weights. `after` is the
    calibration of fitted weights, measured on reviews that were not used for fitting."""

    weights: tuple[float, ...]
    answers: int
    before: Calibration
    after: Calibration

    @property
    def is_better(self) -> bool:
        """Whether fitted weights predicted reviews better than the current weights did."""
        return self.after.log_loss < self.before.log_loss


class _Usable(NamedTuple):
    """A usable review: review number `place` of card number `card`, `gap` study days after the
    card's previous review."""

    at_ms: int
    card: int
    place: int
    gap: int
    recalled: bool
    item: rust.FSRSItem


class Evidence:
    """The reviews that a fit learns from."""

    def __init__(
        self, histories: Iterable[Sequence[tuple[int, int]]], day_of: Callable[[int], int]
    ) -> None:
        """`histories` contains the reviews of each card, oldest first, as pairs (timestamp,
        rating). `day_of` returns the study day of a timestamp."""
        self._usable: list[_Usable] = []
        self._whole: list[rust.FSRSItem] = []
        for card, answers in enumerate(histories):
            self._take(card, answers, day_of)
        # The order matters: the optimizer gives later reviews more weight.
        self._usable.sort(key=attrgetter("at_ms", "card"))

    @property
    def answers(self) -> int:
        """The number of usable reviews."""
        return len(self._usable)

    def fit(self, present: Sequence[float], relearning_steps: int) -> Fit:
        """Return the fitted weights, and a comparison with the `present` weights.

        `relearning_steps` is the number of relearning steps after a lapse. Raises ValueError
        if there are fewer than `FEWEST` usable reviews.
        """
        if self.answers < FEWEST:
            raise ValueError(f"{self.answers} usable reviews; a fit needs {FEWEST}")
        before, after = Calibrating(), Calibrating()
        for quarter in range(_FIRST_JUDGED, _QUARTERS):
            begin = self.answers * quarter // _QUARTERS
            end = self.answers * (quarter + 1) // _QUARTERS
            judged = self._usable[begin:end]
            self._predict(present, judged, before)
            self._predict(self._fitted(begin, relearning_steps), judged, after)
        was, is_now = before.calibration(), after.calibration()
        assert was is not None
        assert is_now is not None
        weights = self._fitted(self.answers, relearning_steps)
        return Fit(tuple(round(each, _DIGITS) for each in weights), self.answers, was, is_now)

    def _take(
        self, card: int, answers: Sequence[tuple[int, int]], day_of: Callable[[int], int]
    ) -> None:
        reviews: list[rust.FSRSReview] = []
        last: int | None = None
        for at_ms, rating in answers:
            day = day_of(at_ms)
            gap = 0 if last is None else max(0, day - last)
            last = day if last is None else max(day, last)
            reviews.append(rust.FSRSReview(rating, gap))
            if gap:
                recalled, item = rating != Rating.AGAIN, rust.FSRSItem(reviews)
                self._usable.append(_Usable(at_ms, card, len(reviews) - 1, gap, recalled, item))
        self._whole.append(rust.FSRSItem(reviews))

    def _fitted(self, count: int, relearning_steps: int) -> list[float]:
        """The weights fitted to the first `count` usable reviews."""
        return rust.FSRS(rust.DEFAULT_PARAMETERS).compute_parameters(
            [each.item for each in self._usable[:count]], num_relearning_steps=relearning_steps
        )

    def _predict(
        self, weights: Sequence[float], judged: Sequence[_Usable], calibrating: Calibrating
    ) -> None:
        """Add the reviews in `judged` to the calibration, each with the recall that `weights`
        predict."""
        cards = sorted({each.card for each in judged})
        memories = rust.FSRS(list(weights)).historical_memory_state_batch(
            [self._whole[card] for card in cards]
        )
        memory = dict(zip(cards, memories, strict=True))
        curve = Curve(weights[20])
        for each in judged:
            stability = memory[each.card][each.place - 1].stability
            predicted = curve.recall(stability, each.gap)
            calibrating.add(min(predicted, _LIKELIEST), recalled=each.recalled)
