"""Fitting the parameters of FSRS to a person's own answers, and judging the fit.

The one place that knows `fsrs_rs_python`, the optimiser that Anki has. It learns from *usable*
answers: those a study day or more after the card's last one, each with all that came before it.
What is learned is judged by answers it has not seen: as if one had fitted halfway and three
quarters of the way through them, and then looked how well the next quarter was predicted.
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
"""Usable answers below which a fit says more about chance than about a memory."""

_QUARTERS = 4
_FIRST_JUDGED = 2  # quarters that are only learned from
_DIGITS = 6  # after the point; the optimiser has single-precision numbers
_LIKELIEST = 1 - 1e-7  # a failure that was thought to be impossible counts, but not for ever


@dataclass(frozen=True, slots=True)
class Fit:
    """Weights fitted to all usable answers, of which there are `answers`; `before` and `after`
    are how well the present and the fitted weights predicted answers that the fit had not
    seen."""

    weights: tuple[float, ...]
    answers: int
    before: Calibration
    after: Calibration

    @property
    def is_better(self) -> bool:
        """Whether the answers not seen were predicted better than by the present weights."""
        return self.after.log_loss < self.before.log_loss


class _Usable(NamedTuple):
    """An answer to learn from: number `place` of the answers to card number `card`, given
    `gap` study days after the one before."""

    at_ms: int
    card: int
    place: int
    gap: int
    recalled: bool
    item: rust.FSRSItem


class Evidence:
    """The answers that a fit is made from."""

    def __init__(
        self, histories: Iterable[Sequence[tuple[int, int]]], day_of: Callable[[int], int]
    ) -> None:
        """`histories` are the reviews that count, card by card, each oldest first, as (instant,
        rating); `day_of` gives the study day of an instant."""
        self._usable: list[_Usable] = []
        self._whole: list[rust.FSRSItem] = []
        for card, answers in enumerate(histories):
            self._take(card, answers, day_of)
        # The optimiser gives later answers more weight, and tells them by their order.
        self._usable.sort(key=attrgetter("at_ms", "card"))

    @property
    def answers(self) -> int:
        """How many answers are usable."""
        return len(self._usable)

    def fit(self, present: Sequence[float], relearning_steps: int) -> Fit:
        """Return the fit, judged beside the `present` weights.

        `relearning_steps` is how many of them a forgotten card has. Raises ValueError where
        there are less than `FEWEST` usable answers.
        """
        if self.answers < FEWEST:
            raise ValueError(f"{self.answers} usable answers; a fit needs {FEWEST}")
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
        """The weights that the first so many usable answers lead to."""
        return rust.FSRS(rust.DEFAULT_PARAMETERS).compute_parameters(
            [each.item for each in self._usable[:count]], num_relearning_steps=relearning_steps
        )

    def _predict(
        self, weights: Sequence[float], judged: Sequence[_Usable], calibrating: Calibrating
    ) -> None:
        """Add what these weights give for recall before each of these answers."""
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
