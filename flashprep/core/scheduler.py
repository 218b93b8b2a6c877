"""The scheduler: computes reviews, previews, retrievability and replays of the log with FSRS-6.

Only this module uses the `fsrs` package. The scheduler differs from the package as follows:

* Time is counted in study days. `fsrs` counts full periods of 24 hours, so it would treat 22:00
  yesterday and 21:30 today as the same day. Therefore `fsrs` gets an artificial clock on which
  all reviews happen at midnight. The previous review is on day 0. The next review is on day N,
  where N is the number of study days between the two reviews.
* Stability is clamped to 0.001-36500 days after each review, as in other implementations of
  FSRS; `fsrs` has only a lower limit.
* In the review phase, `core.fuzz` chooses the due day without a random generator. So the due
  days of the ratings are in the order Again <= Hard <= Good <= Easy.
* The scheduler rejects settings that `fsrs` would accept first and fail on later.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import fsrs
from fsrs.scheduler import (
    DEFAULT_PARAMETERS,
    LOWER_BOUNDS_PARAMETERS,
    UPPER_BOUNDS_PARAMETERS,
)

from flashprep.core import fuzz
from flashprep.core.calendar import DayTable, StudyCalendar
from flashprep.core.card_memory import Formulas, Memory, Place
from flashprep.core.fsrs import NUMBERS, STABILITY_RANGE, Arithmetic
from flashprep.core.memory import (
    CardState,
    MemoryState,
    Phase,
    Rating,
    Review,
    StudySettings,
)

Load = Callable[[int, int], Mapping[int, int]]
"""A function whose arguments are a first day and a last day. It returns the number of cards
already due on each day of this range; both end days are included."""

LoggedAnswer = tuple[Any, ...]
"""Timestamp, rating and recorded due day of a review; further elements are ignored."""

RETENTION_RANGE = (0.70, 0.99)
LONGEST_INTERVAL = 36_500

_DAY = timedelta(days=1)
_MILLISECOND = timedelta(milliseconds=1)
_DAY_0 = datetime(1970, 1, 1, tzinfo=UTC)
# Fitted parameters are single-precision numbers. A parameter at a bound may be slightly outside
# the bound when it is read back (0.8 as 0.80000001).
_ROUNDING = 1e-6
_BOUNDS = tuple(zip(LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True))

_RATINGS = {rating: fsrs.Rating(rating) for rating in Rating}
_STATES = {phase: fsrs.State[phase.name.capitalize()] for phase in Phase}
_PHASES = {state: phase for phase, state in _STATES.items()}


class Scheduler:
    """Computes the effect of a rating on a card, for one set of settings and one calendar.

    A scheduler has no state: the same arguments always lead to the same result. `parameters`
    are the 21 weights in use, from the settings or the defaults. `days` is a table of
    the study days.
    """

    def __init__(self, settings: StudySettings, calendar: StudyCalendar) -> None:
        """Raises ValueError if FSRS cannot use some settings. The message has one line for each
        of these settings."""
        offenders = list(_offenders(settings))
        if offenders:
            raise ValueError("\n".join(offenders))
        self.parameters = _weights(settings.parameters)
        self.formulas = Formulas(
            self.parameters,
            len(settings.learning_steps_ms),
            len(settings.relearning_steps_ms),
        )
        self._calendar = calendar
        self.days = DayTable(calendar)
        self._maximum_interval = settings.maximum_interval
        self._forgetting = float(settings.desired_retention ** (1 / -self.parameters[20]) - 1)
        self._spreads: dict[int, range] = {}
        self._waits: dict[tuple[Place | None, int], int] = {}
        self._fsrs = fsrs.Scheduler(
            parameters=self.parameters,
            desired_retention=settings.desired_retention,
            learning_steps=[step * _MILLISECOND for step in settings.learning_steps_ms],
            relearning_steps=[step * _MILLISECOND for step in settings.relearning_steps_ms],
            maximum_interval=settings.maximum_interval,
            enable_fuzzing=False,
        )

    def preview(
        self,
        state: CardState | None,
        card_key: str,
        now_ms: int,
        load: Load | None = None,
    ) -> dict[Rating, CardState]:
        """Return the state after each rating, from Again to Easy.

        `state` is None for a new card. With `load`, the due day of a card in the review phase
        is the day with the fewest due cards in the fuzz range. `load` is called once. Without
        `load`, a hash of the card's key and number of reviews determines the day within the
        range. A better rating leads to an earlier due day only if the steps or parameters
        require this.
        """
        return self._states(state, card_key, now_ms, tuple(Rating), load)

    def review(
        self,
        state: CardState | None,
        card_key: str,
        rating: Rating,
        now_ms: int,
        load: Load | None = None,
    ) -> CardState:
        """Return the state after a review. It equals the state that `preview` returns for this
        rating."""
        return self._states(state, card_key, now_ms, (rating,), load)[rating]

    def retrievability(self, state: CardState, day: int) -> float:
        """Return the probability (0-1) that the card is recalled on a study day.

        The probability follows the forgetting curve of FSRS-6 from the day of the last review.
        If `day` is earlier than the last review, the probability is 1.
        """
        return self._fsrs.get_card_retrievability(_card(state), _on_clock(state, day))

    def state_after(self, card_key: str, answers: Sequence[LoggedAnswer]) -> CardState:
        """Return the state of a card after its reviews. `answers` contains at least one review,
        oldest first.

        The due day recorded with the last review is kept if the settings allow it. Otherwise
        the due day is the day that `review` would choose without a `load`. Earlier due days are
        not computed, since they do not affect the state. The method uses `core.fsrs`, which is
        dozens of times faster than the `fsrs` package.
        """
        days = self.days.days_of([answer[0] for answer in answers])
        ratings = [answer[1] for answer in answers]
        before = None
        if len(answers) > 1:
            before = self.formulas.memory(list(zip(days[:-1], ratings[:-1], strict=True)))
        memory = self.formulas.next(before, days[-1], ratings[-1])
        return self._logged(card_key, before, memory, answers[-1])

    def course(self, reviews: Iterable[Review]) -> Iterator[CardState]:
        """Yield the state after each review of one card. `reviews` must be sorted by timestamp,
        then by uid. The last state equals the result of `state_after`."""
        before: Memory | None = None
        for review in sorted(reviews, key=lambda review: (review.at_ms, review.uid)):
            answer = review.at_ms, review.rating, review.due_day
            memory = self.formulas.next(before, self.days.day_of(review.at_ms), review.rating)
            yield self._logged(review.card_key, before, memory, answer)
            before = memory

    def _logged(
        self, card_key: str, before: Memory | None, memory: Memory, answer: LoggedAnswer
    ) -> CardState:
        """Return the state after a logged review. The review changed the memory from `before`
        to `memory`. The card is due on the recorded day if the settings allow that day."""
        at_ms, rating, due_day, *_ = answer
        if memory.stability == STABILITY_RANGE[1]:
            # `fsrs` computes the interval before the stability is clamped.
            state = _state(before, at_ms) if before else None
            outcome = self._outcome(state, card_key, at_ms, Rating(rating))
            return outcome.due_on(due_day) if due_day in outcome.days else outcome.state
        due_at_ms = None
        if memory.phase is Phase.REVIEW:
            spread = self.spread(self.interval(memory.stability))
            if due_day is None or due_day - memory.day not in spread:
                position = fuzz.position(card_key, memory.reps)
                due_day = memory.day + fuzz.choose(spread, position)
        else:
            place = (before.phase, before.step) if before else None
            due_at_ms = self.due_at(place, rating, at_ms)
            due_day = self.days.day_of(due_at_ms)
        return CardState(
            phase=memory.phase,
            step=memory.step,
            memory=MemoryState(memory.stability, memory.difficulty),
            due_day=due_day,
            due_at_ms=due_at_ms,
            last_day=memory.day,
            last_at_ms=at_ms,
            reps=memory.reps,
            lapses=memory.lapses,
        )

    def interval(self, stability: Any, arithmetic: Arithmetic = NUMBERS) -> Any:  # noqa: ANN401
        """Return the interval in days, or an array of them. The stability must be below its
        upper limit. The operations are those of the `fsrs` package in the same order."""
        days = arithmetic.rounded((stability / self.formulas.curve.factor) * self._forgetting)
        return arithmetic.smaller(arithmetic.larger(days, 1), self._maximum_interval)

    def spread(self, interval: int) -> range:
        """Return the intervals to choose from instead of one, computed once for each."""
        found = self._spreads.get(interval)
        if found is None:
            found = self._spreads[interval] = fuzz.spread(interval, self._maximum_interval)
        return found

    def due_at(self, before: Place | None, rating: int, at_ms: int) -> int:
        """Return the time at which the step ends to which a review leads. `before` is the place
        before the review; None for a new card."""
        wait_ms = self._waits.get((before, rating))
        if wait_ms is None:
            card = _card(None)
            if before:
                phase, card.step = before
                card.state = _STATES[phase]
                # The wait does not depend on these.
                card.stability, card.difficulty, card.last_review = 1.0, 5.0, _DAY_0
            card, _ = self._fsrs.review_card(card, _RATINGS[Rating(rating)], _DAY_0)
            wait_ms = self._waits[before, rating] = (card.due - _DAY_0) // _MILLISECOND
        return at_ms + wait_ms

    def _states(
        self,
        state: CardState | None,
        card_key: str,
        now_ms: int,
        ratings: tuple[Rating, ...],
        load: Load | None,
    ) -> dict[Rating, CardState]:
        outcomes = {
            rating: self._outcome(state, card_key, now_ms, rating) for rating in ratings
        }
        if load is None:
            return {rating: outcome.state for rating, outcome in outcomes.items()}
        first = min(outcome.days.start for outcome in outcomes.values())
        last = max(outcome.days.stop for outcome in outcomes.values()) - 1
        due = load(first, last)
        return {
            rating: outcome.due_on(fuzz.choose(outcome.days, outcome.position, due))
            for rating, outcome in outcomes.items()
        }

    def _outcome(
        self, before: CardState | None, card_key: str, now_ms: int, rating: Rating
    ) -> "_Outcome":
        day = self._calendar.day_of(now_ms)
        reps = before.reps + 1 if before else 1
        position = fuzz.position(card_key, reps)
        at = _on_clock(before, day)
        card, _ = self._fsrs.review_card(_card(before), _RATINGS[rating], at)
        if card.stability is None or card.difficulty is None:
            raise AssertionError("fsrs returned no memory state for a reviewed card")
        phase = _PHASES[card.state]
        wait = card.due - at
        if phase is Phase.REVIEW:
            due_at_ms = None
            interval = min(wait // _DAY, self._maximum_interval)
            intervals = fuzz.spread(interval, self._maximum_interval)
            if before and before.phase is Phase.REVIEW and rating != Rating.AGAIN:
                intervals = fuzz.onward(intervals, interval, before.due_day - before.last_day)
            days = range(day + intervals.start, day + intervals.stop)
        else:
            due_at_ms = now_ms + wait // _MILLISECOND
            due_day = self._calendar.day_of(due_at_ms)
            days = range(due_day, due_day + 1)
        lowest, highest = STABILITY_RANGE
        lapses = before.lapses if before else 0
        if before and before.phase is Phase.REVIEW and rating == Rating.AGAIN:
            lapses += 1
        state = CardState(
            phase=phase,
            step=card.step,
            memory=MemoryState(min(max(card.stability, lowest), highest), card.difficulty),
            due_day=fuzz.choose(days, position),
            due_at_ms=due_at_ms,
            last_day=max(day, before.last_day) if before else day,
            last_at_ms=max(now_ms, before.last_at_ms) if before else now_ms,
            reps=reps,
            lapses=lapses,
        )
        return _Outcome(state, days, position)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """The state after a rating, and the possible due days. `position` is the relative position
    (0-1) of the preferred day among these days."""

    state: CardState
    days: range
    position: float

    def due_on(self, day: int) -> CardState:
        return self.state if day == self.state.due_day else replace(self.state, due_day=day)


def _state(memory: Memory, at_ms: int) -> CardState:
    """Return the state before a review at `at_ms`. The due day has no effect on a review."""
    return CardState(
        phase=memory.phase,
        step=memory.step,
        memory=MemoryState(memory.stability, memory.difficulty),
        due_day=memory.day,
        due_at_ms=None,
        last_day=memory.day,
        last_at_ms=at_ms,
        reps=memory.reps,
        lapses=memory.lapses,
    )


def _card(state: CardState | None) -> fsrs.Card:
    """Return the card as a `fsrs.Card` that was last reviewed on day 0 of the artificial clock.

    The scheduler does not use the card's id and due date. The function sets these fields
    because `fsrs` would otherwise read the system clock and sleep.
    """
    if state is None:
        return fsrs.Card(card_id=0, due=_DAY_0)
    return fsrs.Card(
        card_id=0,
        state=_STATES[state.phase],
        step=state.step,
        stability=state.memory.stability,
        difficulty=state.memory.difficulty,
        due=_DAY_0,
        last_review=_DAY_0,
    )


def _on_clock(state: CardState | None, day: int) -> datetime:
    """Return the time of a study day on the artificial clock. If the day is before the last
    review, return day 0."""
    return _DAY_0 + (max(0, day - state.last_day) if state else 0) * _DAY


def _weights(parameters: tuple[float, ...] | None) -> tuple[float, ...]:
    if parameters is None:
        return DEFAULT_PARAMETERS
    return tuple(
        min(max(weight, lowest), highest)
        for weight, (lowest, highest) in zip(parameters, _BOUNDS, strict=True)
    )


def _offenders(settings: StudySettings) -> Iterator[str]:
    """Yield a message for each setting that FSRS cannot use."""
    lowest, highest = RETENTION_RANGE
    if not lowest <= settings.desired_retention <= highest:
        yield (
            f"desired_retention is {settings.desired_retention}; "
            f"use a probability from {lowest:.2f} to {highest:.2f}"
        )
    for name, steps in (
        ("learning_steps", settings.learning_steps_ms),
        ("relearning_steps", settings.relearning_steps_ms),
    ):
        for step in steps:
            if not timedelta() < step * _MILLISECOND < _DAY:
                yield f"{name} has a step of {step} ms; use steps above 0 and below a day"
    if not 1 <= settings.maximum_interval <= LONGEST_INTERVAL:
        yield (
            f"maximum_interval is {settings.maximum_interval}; "
            f"use a number of days from 1 to {LONGEST_INTERVAL}"
        )
    if settings.parameters is None:
        return
    if len(settings.parameters) != len(_BOUNDS):
        yield f"parameters has {len(settings.parameters)} weights; there must be {len(_BOUNDS)}"
        return
    for index, (weight, (low, high)) in enumerate(
        zip(settings.parameters, _BOUNDS, strict=True)
    ):
        if not low - _ROUNDING <= weight <= high + _ROUNDING:
            yield f"parameters[{index}] is {weight}; use a weight from {low} to {high}"
