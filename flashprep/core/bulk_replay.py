"""Replays the reviews of many cards at once, with numpy.

The states equal those of `Scheduler.state_after`, bit by bit. The first reviews of all cards
are computed together, then the second reviews, and so on."""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from flashprep.core import fuzz
from flashprep.core.arrays import ARRAYS, Floats, np, npt
from flashprep.core.calendar import DayTable
from flashprep.core.card_memory import Place
from flashprep.core.courses import Course, StateRow
from flashprep.core.fsrs import DIFFICULTY_RANGE, STABILITY_RANGE, Growth
from flashprep.core.memory import Phase, Rating
from flashprep.core.scheduler import Scheduler

_Integers = npt.NDArray[np.int64]

_START: Final[Place] = (Phase.LEARNING, 0)
_REVIEW: Final[Place] = (Phase.REVIEW, None)
# At most this number of cards, those with the most reviews, are replayed one by one.
_FEW: Final = 32


def rows_after(scheduler: Scheduler, courses: Sequence[Course]) -> list[StateRow]:
    """The state of each card after the reviews in its course."""
    log, places = _Log.of(courses, scheduler.days), _places(scheduler)
    is_done, stability, difficulty, place, before, lapses = _memories(log, scheduler, places)
    ends = log.starts + log.counts - 1
    days, times = log.days[ends], log.times[ends]
    due_days = _due_days(scheduler, courses, stability, days).tolist()
    due_times: list[int | None] = [None] * len(courses)
    reached = [places[index] for index in place.tolist()]
    for index in np.flatnonzero(place != places.index(_REVIEW)).tolist():
        earlier = places[before[index]] if log.counts[index] > 1 else None
        end_ms = scheduler.due_at(earlier, int(log.ratings[ends[index]]), int(times[index]))
        due_times[index], due_days[index] = end_ms, scheduler.days.day_of(end_ms)
    first_days = log.days[log.starts]
    rows = list(
        map(
            StateRow,
            [phase.value for phase, _ in reached],
            [step for _, step in reached],
            *(stability.tolist(), difficulty.tolist(), due_days, due_times),
            *(days.tolist(), times.tolist(), first_days.tolist()),
            *(log.counts.tolist(), lapses.tolist()),
        )
    )
    for index in np.flatnonzero(~is_done | (stability == STABILITY_RANGE[1])).tolist():
        course = courses[index]
        state = scheduler.state_after(course.key, course.answers())
        rows[index] = StateRow.of(state, int(first_days[index]))
    return rows


def _due_days(
    scheduler: Scheduler, courses: Sequence[Course], stability: Floats, days: _Integers
) -> _Integers:
    """The due days of cards in the review phase. `days` are the days of their last reviews."""
    intervals = scheduler.interval(stability, ARRAYS).astype(np.int64)
    first, size = np.zeros((2, intervals.max() + 1), np.int64)
    for interval in np.unique(intervals).tolist():
        spread = scheduler.spread(interval)
        first[interval], size[interval] = spread.start, len(spread)
    earliest, choices = days + first[intervals], size[intervals]
    # A recorded day is kept if it is one of the choices.
    due_days = np.array([course.due_day or 0 for course in courses])
    others = np.flatnonzero((due_days < earliest) | (due_days >= earliest + choices))
    positions = np.array(
        [fuzz.position(courses[index].key, courses[index].reviews) for index in others.tolist()]
    )
    # This is the computation of `fuzz.choose`.
    due_days[others] = earliest[others] + (positions * choices[others]).astype(np.int64)
    return due_days


class _Log(NamedTuple):
    """The number of reviews of each course, the index of its first review, and the rating,
    timestamp and study day of all reviews, course by course."""

    counts: _Integers
    starts: _Integers
    ratings: _Integers
    times: _Integers
    days: _Integers

    @classmethod
    def of(cls, courses: Sequence[Course], days: DayTable) -> "_Log":
        counts = np.array([course.reviews for course in courses])
        text = ",".join([course.packed for course in courses])
        packed = np.fromstring(text, np.int64, sep=",")
        course = np.repeat(np.arange(len(counts)), counts)
        if np.any((packed[1:] < packed[:-1]) & (course[1:] == course[:-1])):
            packed = packed[np.lexsort((packed, course))]
        times = packed // 10
        starts = np.cumsum(counts) - counts
        return cls(counts, starts, packed - 10 * times, times, _days(days, times))


def _days(table: DayTable, times: _Integers) -> _Integers:
    """The study days of these timestamps."""
    found = table.covering(int(times.min()), int(times.max()))
    if found is None:
        return np.array([table.day_of(at_ms) for at_ms in times.tolist()])
    first_day, starts = found
    return np.searchsorted(starts, times, "right") + (first_day - 1)


def _places(scheduler: Scheduler) -> list[Place]:
    """The phases and steps that a card can reach, beginning with those of a new card."""
    places = [_START]
    for phase, step in places:  # the loop appends to this list
        for rating in Rating:
            place = scheduler.formulas.place(phase, step, rating)
            if place not in places:
                places.append(place)
    return places


def _memories(log: _Log, scheduler: Scheduler, places: Sequence[Place]) -> list[Any]:
    """Arrays with a value for each course: whether it was computed, stability, difficulty, the
    index of its place, the index of its place before the last review, and the number of
    lapses."""
    formulas = scheduler.formulas
    growth = Growth(scheduler.parameters, ARRAYS)
    next_place = np.array(
        [
            [0, *(places.index(formulas.place(*place, rating)) for rating in Rating)]
            for place in places
        ]
    )
    in_review = places.index(_REVIEW)
    elapsed = np.diff(log.days, prepend=0)  # not used for first reviews
    # The courses with the most reviews are first, so the courses that have an nth review are
    # at the beginning.
    order = np.argsort(-log.counts, kind="stable")
    counts, starts = log.counts[order], log.starts[order]
    rounds = int(counts[_FEW]) if len(counts) > _FEW else 0
    longer = len(counts) - np.cumsum(np.bincount(counts, minlength=rounds + 1))
    rating = log.ratings[starts]
    first = np.array([(0.0, 0.0), *formulas.first])
    stability, difficulty = first[rating, 0].view(Floats), first[rating, 1].view(Floats)
    place, before, lapses = next_place[0, rating], np.zeros_like(starts), np.zeros_like(starts)
    for number in range(1, rounds):
        count = longer[number]
        at = starts[:count] + number
        rating, days = log.ratings[at], elapsed[at]
        s, d, was = stability[:count], difficulty[:count], place[:count]
        s[:], d[:] = (
            np.clip(_stabilities(growth, s, d, days, rating), *STABILITY_RANGE),
            np.clip(growth.difficulty(d, rating), *DIFFICULTY_RANGE),
        )
        lapses[:count] += (was == in_review) & (rating == Rating.AGAIN)
        before[:count] = was
        place[:count] = next_place[was, rating]
    back = np.argsort(order)
    found = counts <= rounds, stability, difficulty, place, before, lapses
    return [each[back] for each in found]


def _stabilities(
    growth: Growth, stability: Floats, difficulty: Floats, days: _Integers, rating: _Integers
) -> Floats:
    """The stabilities after one more review, not clamped to their range."""
    is_later, is_again = days > 0, rating == Rating.AGAIN
    found = np.empty_like(stability)
    some = np.flatnonzero(~is_later)
    found[some] = growth.same_day(stability[some], rating[some])
    some = np.flatnonzero(is_later & is_again)
    found[some] = growth.forgotten(stability[some], difficulty[some], days[some])
    some = np.flatnonzero(is_later & ~is_again)
    found[some] = growth.recalled(stability[some], difficulty[some], days[some], rating[some])
    return found
