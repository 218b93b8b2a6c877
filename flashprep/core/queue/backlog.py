"""The backlog: how many cards fit into a day, and when all due cards will be done.

Time is counted in *reviews*: a new card, with its repetitions, takes as long as three reviews.
The number of reviews that fit into a day does not change while the user studies, so the day's
cards stay the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass

NEW_COSTS = 3
"""Time for a new card with its repetitions, as a number of reviews."""
USUAL_MS = 10_000
"""Assumed time for a review, in ms, while the log contains no reviews."""
HORIZON_DAYS = 90
"""Number of days from today within which the end of a backlog is predicted."""

_PRIOR_ANSWERS = 60


@dataclass(frozen=True, slots=True)
class Limits:
    """Daily limits: reviews, new cards, and minutes for both (0 minutes: no limit)."""

    reviews: int
    new: int
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Room:
    """Today's remaining capacity. `all_day` is the number of reviews including those already
    done today."""

    reviews: int
    new: int
    all_day: int


@dataclass(frozen=True, slots=True)
class Backlog:
    """The backlog. `due` is the number of due cards; it exceeds today's capacity. With `a_day`
    reviews per day, the backlog takes `days` days; today counts if it has capacity left. `days`
    is None if it is more than `HORIZON_DAYS`."""

    due: int
    a_day: int
    minutes: int
    days: int | None


def pace_ms(mean_ms: float, answers: int) -> float:
    """Returns the estimated time for a review, in ms. It is the mean of `answers` reviews,
    combined with `USUAL_MS`; the fewer reviews, the closer it is to `USUAL_MS`."""
    total = mean_ms * answers + USUAL_MS * _PRIOR_ANSWERS
    return total / (answers + _PRIOR_ANSWERS)


def room(limits: Limits, reviewed: int, introduced: int, due: int, review_ms: float) -> Room:
    """Returns today's remaining capacity. `reviewed`, `introduced`, and `due` are today's
    numbers of cards. Reviews take precedence over new cards."""
    reviews = max(0, limits.reviews - reviewed)
    new = max(0, limits.new - introduced)
    if limits.minutes:
        budget = int(limits.minutes * 60_000 / review_ms) - reviewed - NEW_COSTS * introduced
        reviews = max(0, min(reviews, budget))
        new = max(0, min(new, (budget - min(due, reviews)) // NEW_COSTS))
    return Room(reviews, new, reviews + reviewed)


def backlog(
    due: int, room: Room, limits: Limits, today: int, coming: Mapping[int, int]
) -> Backlog | None:
    """Returns the backlog, or None. `coming` maps later days to the numbers of cards due."""
    if due <= room.reviews:
        return None
    days = _days_to_clear(due, room, today, coming)
    return Backlog(due, room.all_day, limits.minutes, days)


def _days_to_clear(due: int, room: Room, today: int, coming: Mapping[int, int]) -> int | None:
    left = due - room.reviews
    for days in range(1, HORIZON_DAYS):
        left += coming.get(today + days, 0) - room.all_day
        if left <= 0:
            return days + (room.reviews > 0)
    return None
