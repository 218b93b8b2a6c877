"""When more is due than a day has room for: how much a day takes, and when it is all done.

Time is counted in *reviews*: a new card, with its repetitions, takes as long as three. How many
reviews a day has room for does not change while they are done, so that the day's cards stay the
same from the first to the last.
"""

from collections.abc import Mapping
from dataclasses import dataclass

NEW_COSTS = 3
"""How many reviews take as long as a new card with its repetitions."""
USUAL_MS = 10_000
"""How long a review takes, before there are answers to tell it from."""
HORIZON_DAYS = 90
"""How far ahead it is said when a backlog will be done."""

_PRIOR_ANSWERS = 60


@dataclass(frozen=True, slots=True)
class Limits:
    """What a day has room for: reviews, new cards, and minutes for both (0: any number)."""

    reviews: int
    new: int
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Room:
    """What today still has room for. `all_day` counts the reviews that are done, too."""

    reviews: int
    new: int
    all_day: int


@dataclass(frozen=True, slots=True)
class Backlog:
    """More cards are due than today has room for. With `a_day` reviews they are done in
    `days` days, today included if it has room; None, if not within the horizon."""

    due: int
    a_day: int
    minutes: int
    days: int | None


def pace_ms(mean_ms: float, answers: int) -> float:
    """How long a review takes, by so many answers with that mean; drawn to what is usual while
    they are few."""
    total = mean_ms * answers + USUAL_MS * _PRIOR_ANSWERS
    return total / (answers + _PRIOR_ANSWERS)


def room(limits: Limits, reviewed: int, introduced: int, due: int, review_ms: float) -> Room:
    """What today has room for, after so many cards were reviewed and introduced and while so
    many are due. Reviews come before new cards."""
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
    """The backlog, if there is one; `coming` are the cards due on the days after today."""
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
