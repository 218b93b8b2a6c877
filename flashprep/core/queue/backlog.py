"""The backlog. The functions compute the number of cards that fit into a day, and the number of
days until all due cards are done.

Time is counted in *reviews*. A new card with its repetitions takes as long as three reviews.
The number of reviews that fit into a day does not change while the user studies, so the set of
today's cards stays the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass

NEW_COSTS = 3
"""The time for a new card with its repetitions, as a number of reviews."""
USUAL_MS = 10_000
"""The assumed time for a review, in ms, as long as the log contains no reviews."""
HORIZON_DAYS = 90
"""The number of days from today within which the end of a backlog is predicted."""

_PRIOR_ANSWERS = 60


@dataclass(frozen=True, slots=True)
class Limits:
    """The daily limits. `minutes` is for reviews and new cards together; 0 means no limit."""

    reviews: int
    new: int
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Room:
    """Today's remaining capacity: the numbers of reviews and of new cards. `all_day` is the
    capacity of the whole day, which includes the reviews already done today."""

    reviews: int
    new: int
    all_day: int


@dataclass(frozen=True, slots=True)
class Backlog:
    """The backlog. `due` is the number of due cards, which exceeds today's capacity. `a_day` is
    the number of reviews per day. At this rate, the backlog takes `days` days; today is counted
    if it has capacity left. If the backlog takes longer than `HORIZON_DAYS`, `days` is None."""

    due: int
    a_day: int
    minutes: int
    days: int | None


def pace_ms(mean_ms: float, answers: int) -> float:
    """Returns the estimated time for a review, in ms. `mean_ms` is the mean time of `answers`
    reviews. The estimate combines this mean with `USUAL_MS`. If there are few reviews, the
    estimate is close to `USUAL_MS`."""
    total = mean_ms * answers + USUAL_MS * _PRIOR_ANSWERS
    return total / (answers + _PRIOR_ANSWERS)


def room(limits: Limits, reviewed: int, introduced: int, due: int, review_ms: float) -> Room:
    """Returns today's remaining capacity. `reviewed` and `introduced` are the numbers of cards
    reviewed and introduced today. `due` is the number of cards that are still due. Reviews take
    precedence over new cards."""
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
    """Returns the backlog. Returns None if all due cards fit into today. `coming` maps each
    later day to the number of cards that become due on that day."""
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
