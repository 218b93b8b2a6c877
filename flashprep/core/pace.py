"""The pace of a user: the time that the user takes for a card, and the shares of the ratings.

The pace is estimated from the log and combined with a prior, which consists of typical values.
For times, the prior weighs as much as ten minutes of study; for ratings, it weighs as much as
ten reviews. If a user is slow in one type of study, such as new cards, the same slowness is
assumed for types with less data.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from flashprep.core.memory import LONGEST_MS, Rating, Review

_PRIOR_S = 600.0
_PRIOR_REVIEWS = 10.0


@dataclass(frozen=True, slots=True)
class Pace:
    """The seconds that the user takes, and the shares of the ratings.

    `new_s` is the time to introduce a card, including repetitions on the same day. `pass_s` is
    the time of a successful review. `lapse_s` is the time of a failed review, including the
    repetition. `passes` are the shares of Hard, Good and Easy among successful reviews.
    `firsts` are the shares of Again, Hard, Good and Easy among first reviews. The shares need
    not add up to 1.
    """

    new_s: float = 30.0
    pass_s: float = 8.0
    lapse_s: float = 20.0
    passes: tuple[float, ...] = (0.1, 0.8, 0.1)
    firsts: tuple[float, ...] = (0.2, 0.1, 0.6, 0.1)


def learn_pace(histories: Iterable[Sequence[Review]], day_of: Callable[[int], int]) -> Pace:
    """Return the pace estimated from these reviews, combined with the prior.

    `histories` are the reviews of each card, oldest first; `day_of` returns the study day of a
    timestamp. All reviews of a card on one study day form one sitting. The card's first sitting
    is its introduction. Every later sitting is a pass or a lapse, depending on its first
    rating. The duration of a sitting is the sum of the durations of its reviews. Sittings
    without recorded durations do not count.
    """
    prior = Pace()
    firsts, passes, lapses = _Mean(prior.new_s), _Mean(prior.pass_s), _Mean(prior.lapse_s)
    first_ratings = [_PRIOR_REVIEWS * share / sum(prior.firsts) for share in prior.firsts]
    pass_ratings = [_PRIOR_REVIEWS * share / sum(prior.passes) for share in prior.passes]
    for history in histories:
        sittings = groupby(history, key=lambda review: day_of(review.at_ms))
        for number, (_, sitting) in enumerate(sittings):
            reviews = list(sitting)
            rating = reviews[0].rating
            if number == 0:
                first_ratings[rating - 1] += 1
                mean = firsts
            elif rating is Rating.AGAIN:
                mean = lapses
            else:
                pass_ratings[rating - Rating.HARD] += 1
                mean = passes
            if all(review.duration_ms > 0 for review in reviews):
                spent = sum(min(review.duration_ms, LONGEST_MS) for review in reviews)
                mean.add(spent / 1000)
    means = (firsts, passes, lapses)
    taken_s = _PRIOR_S + sum(mean.taken_s for mean in means)
    slowness = taken_s / (_PRIOR_S + sum(mean.usual_s for mean in means))
    return Pace(
        new_s=firsts.value(slowness),
        pass_s=passes.value(slowness),
        lapse_s=lapses.value(slowness),
        passes=tuple(shares(pass_ratings)),
        firsts=tuple(shares(first_ratings)),
    )


class _Mean:
    """A mean duration, combined with the prior. The prior weighs as much as ten minutes of
    sittings. `taken_s` is the total duration of the sittings added. `usual_s` is the total
    duration that the prior predicts for these sittings."""

    def __init__(self, prior_s: float) -> None:
        self._prior_s = prior_s
        self._sittings = 0
        self.taken_s = 0.0

    @property
    def usual_s(self) -> float:
        return self._sittings * self._prior_s

    def add(self, seconds: float) -> None:
        self.taken_s += seconds
        self._sittings += 1

    def value(self, slowness: float) -> float:
        """The mean in seconds; the prior is multiplied by `slowness`."""
        taken_s = _PRIOR_S * slowness + self.taken_s
        return taken_s / (_PRIOR_S / self._prior_s + self._sittings)


def shares(numbers: Sequence[float]) -> list[float]:
    """The numbers as shares of their sum. If the sum is 0, the second-to-last share is 1 and
    all others are 0."""
    total = sum(numbers)
    if total <= 0:
        return [float(place == len(numbers) - 2) for place in range(len(numbers))]
    return [number / total for number in numbers]
