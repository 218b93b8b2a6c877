"""Pace: how long a person takes for a card, and what they say of it, learned from the log.

What is not known yet is filled up with a prior: the figures that most people come near to,
with the weight of ten minutes of study, or of ten answers. One who is slow in one thing is
taken to be as slow in the others, of which less is known.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from flashprep.core.memory import Rating, Review

LONGEST_MS = 60_000
"""No answer counts as longer than that: one who takes longer has left the table."""

_PRIOR_S = 600.0
_PRIOR_ANSWERS = 10.0


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a person takes, and what shares of answers get which rating.

    `new_s` is for the first meeting with a card, with its repetitions on that day; `pass_s` for
    a review that succeeds, `lapse_s` for one that does not, with its repetition. `passes` are
    the shares of Hard, Good and Easy among the reviews that succeed, `firsts` those of Again,
    Hard, Good and Easy among first answers; both are taken relative to their sum.
    """

    new_s: float = 30.0
    pass_s: float = 8.0
    lapse_s: float = 20.0
    passes: tuple[float, ...] = (0.1, 0.8, 0.1)
    firsts: tuple[float, ...] = (0.2, 0.1, 0.6, 0.1)


def learn_pace(histories: Iterable[Sequence[Review]], day_of: Callable[[int], int]) -> Pace:
    """Return the pace that these answers show, drawn to the prior while they are few.

    `histories` are the answers to each card, oldest first; `day_of` gives the study day of an
    instant. All answers to a card on one study day are one sitting: a meeting if they are its
    first ones, else a pass or a lapse by the first of them. A sitting counts as long as its
    answers took, but for one that nobody timed.
    """
    prior = Pace()
    meetings, passes, lapses = _Mean(prior.new_s), _Mean(prior.pass_s), _Mean(prior.lapse_s)
    first_ratings = [_PRIOR_ANSWERS * share / sum(prior.firsts) for share in prior.firsts]
    pass_ratings = [_PRIOR_ANSWERS * share / sum(prior.passes) for share in prior.passes]
    for reviews in histories:
        sittings = groupby(reviews, key=lambda review: day_of(review.at_ms))
        for number, (_, sitting) in enumerate(sittings):
            answers = list(sitting)
            rating = answers[0].rating
            if number == 0:
                first_ratings[rating - 1] += 1
                mean = meetings
            elif rating is Rating.AGAIN:
                mean = lapses
            else:
                pass_ratings[rating - Rating.HARD] += 1
                mean = passes
            if all(answer.duration_ms > 0 for answer in answers):
                spent = sum(min(answer.duration_ms, LONGEST_MS) for answer in answers)
                mean.add(spent / 1000)
    means = (meetings, passes, lapses)
    taken_s = _PRIOR_S + sum(mean.taken_s for mean in means)
    slowness = taken_s / (_PRIOR_S + sum(mean.usual_s for mean in means))
    return Pace(
        new_s=meetings.value(slowness),
        pass_s=passes.value(slowness),
        lapse_s=lapses.value(slowness),
        passes=tuple(shares(pass_ratings)),
        firsts=tuple(shares(first_ratings)),
    )


class _Mean:
    """A mean that begins as the prior's, with as many sittings as ten minutes have. `taken_s`
    is how long those seen took, `usual_s` how long they would have by the prior."""

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
        """The mean of one who takes so many times as long as the prior, as far as is known."""
        taken_s = _PRIOR_S * slowness + self.taken_s
        return taken_s / (_PRIOR_S / self._prior_s + self._sittings)


def shares(numbers: Sequence[float]) -> list[float]:
    """The numbers as shares of their sum; the last but one of them has all, if it is 0."""
    total = sum(numbers)
    if total <= 0:
        return [float(place == len(numbers) - 2) for place in range(len(numbers))]
    return [number / total for number in numbers]
