"""Converts the rows of Anki's review log to the reviews and events of a card.

The same rules as in Anki's FSRS decide which rows count:

    type 0, 1, 2                 a review in learning, review, or relearning: counts
    type 3, factor not 0         an early review in a filtered deck: counts
    type 3, factor 0             a cram review: ignored
    type 4, no rating, factor 0  the card was reset: earlier rows do not count
    type 4, no rating, factor    a due date was set
    type 5                       Anki rescheduled the card: ignored

A history starts at the first row of the most recent learning phase. If reviews but no reset
precede this row, an old version of Anki reset the card without a record. In this case, the
card is treated as reset right before that first row."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from flashprep.anki.reading import AnkiAnswer
from flashprep.core.memory import Rating

CRAM = "given to cram"
DAMAGED = "damaged"
EARLY = "dated before 1970"
FUTURE = "dated in the future"
MOVED = "due days that Anki moved by itself"
SET_EARLIER = "due days set before a later answer"
UNRATED = "without a rating"

_LEARN, _FILTERED, _MANUAL, _RESCHEDULED = 0, 3, 4, 5
_RELEARN = 2
# Tolerance for a fast clock. A row whose time is further in the future is ignored. A later
# import of the row will count it.
AHEAD_MS = 3_600_000
_LONGEST_MS = 86_400_000
_LONGEST_DAYS = 36_500
_RATINGS = {int(rating): rating for rating in Rating}
_FIRST_RATINGS = {1: 1, 2: 3, 3: 4}


class AnkiReview(NamedTuple):
    """A review that counts. `anki_id` is Anki's id of the review, which is also its time in ms.
    `interval` is the interval that Anki chose, in days; None for a learning step."""

    anki_id: int
    rating: Rating
    duration_ms: int
    interval: int | None


@dataclass(slots=True)
class AnkiHistory:
    """The history of a card. `forgotten` are the times of its resets, in ms. `due_set` is the
    time at which a due date was set after the last review, or None if no due date was set.
    `dropped` counts the ignored rows by reason. `incomplete` means that the first reviews are
    missing."""

    reviews: list[AnkiReview] = field(default_factory=list)
    forgotten: list[int] = field(default_factory=list)
    due_set: int | None = None
    dropped: Counter[str] = field(default_factory=Counter)
    incomplete: bool = False


def history_of(
    rows: Sequence[AnkiAnswer], now_ms: int, *, first_scheduler: bool = False
) -> AnkiHistory:
    """The history of one card from its rows, oldest first. With `first_scheduler`, the ratings
    2 and 3 of a learning card are Good and Easy."""
    history = AnkiHistory()
    begins_ms: int | None = None  # the first row of the current learning phase
    learning = False
    before = False  # whether reviews, without a later reset, precede that phase
    counting = 0
    for row in rows:
        reason = _reason_to_drop(row, now_ms)
        if reason is not None:
            history.dropped[reason] += 1
            continue
        if row.type == _MANUAL:
            learning = False
            if row.factor == 0:
                history.forgotten.append(row.id)
                begins_ms, before, counting, history.due_set = None, False, 0, None
            else:
                history.dropped[SET_EARLIER] += history.due_set is not None
                history.due_set = row.id
            continue
        if row.type == _LEARN and not learning:
            begins_ms, before = row.id, before or counting > 0
            if before:
                history.forgotten.append(row.id - 1)
                before = False
        learning = row.type == _LEARN
        counting += 1
        history.dropped[SET_EARLIER] += history.due_set is not None
        history.due_set = None
        ease = row.ease
        if first_scheduler and row.type in (_LEARN, _RELEARN):
            ease = _FIRST_RATINGS.get(ease, ease)
        history.reviews.append(
            AnkiReview(
                row.id,
                _RATINGS[ease],
                min(max(row.duration_ms, 0), _LONGEST_MS),
                row.interval if 0 < row.interval <= _LONGEST_DAYS else None,
            )
        )
    history.incomplete = counting > 0 and begins_ms is None
    history.dropped += Counter()  # removes zero counts
    return history


def _reason_to_drop(row: AnkiAnswer, now_ms: int) -> str | None:  # noqa: PLR0911 - one each
    """The reason to ignore a row. None if the row counts."""
    if row.id <= 0:
        return EARLY
    if row.id > now_ms + AHEAD_MS:
        return FUTURE
    if row.type == _RESCHEDULED:
        return MOVED
    if row.type == _FILTERED and row.factor == 0:
        return CRAM
    if row.type == _MANUAL and row.ease == 0:
        return None
    if not _LEARN <= row.type <= _FILTERED or not 0 <= row.ease <= Rating.EASY:
        return DAMAGED
    return None if row.ease else UNRATED
