"""The backlog: how many cards fit into a day, and when all due cards will be done.

Time is counted in *reviews*: a new card, with its repetitions, takes as long as three. The
number of reviews that fit into a day does not change while you study, so the day's cards stay
the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass

NEW_COSTS = 3
"""Time for a new card with its repetitions, in reviews."""
USUAL_MS = 10_000
"""Assumed time for a review, in ms, before any reviews are in the log."""
HORIZON_DAYS = 90
"""Number of days within which the end of a backlog is predicted."""

_PRIOR_ANSWERS = 60


@dataclass(frozen=True, slots=True)
class Limits:
    """Daily limits: reviews, new cards, and minutes for both (0 minutes: no limit)."""

    reviews: int
    new: int
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Room:
    """Today's remaining capacity. `all_day` also counts the reviews already done today."""

    reviews: int
    new: int
    all_day: int


@dataclass(frozen=True, slots=True)
class Backlog:
    """The backlog: `due` cards, more than fit into today. With `a_day` reviews per day, it
    takes `days` days, including today if reviews are left; None: beyond the horizon."""

    due: int
    a_day: int
    minutes: int
    days: int | None


def pace_ms(mean_ms: float, answers: int) -> float:
    """Returns the estimated time for a review, in ms: the mean of so many reviews, shrunk
    toward `USUAL_MS` while they are few."""
    total = mean_ms * answers + USUAL_MS * _PRIOR_ANSWERS
    return total / (answers + _PRIOR_ANSWERS)


def room(limits: Limits, reviewed: int, introduced: int, due: int, review_ms: float) -> Room:
    """Returns today's remaining capacity, given today's numbers of cards reviewed,
    introduced, and due. Reviews take precedence over new cards."""
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
    """Returns the backlog, if any; `coming` maps later days to the numbers of cards due."""
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
