"""What the review log of Anki says of a card, in the words of our logs.

Which rows count is Anki's own rule for FSRS:

    type 0, 1, 2                 an answer while learning, in review, or relearning: counts
    type 3, factor not 0         an answer ahead of time in a filtered deck: counts
    type 3, factor 0             cramming: moves nothing
    type 4, no rating, factor 0  the card was made new again: what was before does not count
    type 4, no rating, factor    a due day was set
    type 5                       Anki moved the due day by itself

A history counts from the first row of its last run of learning. Where earlier answers stand
before that without a row that says why, the card was forgotten in a way that old versions of
Anki did not record; it is taken as made new right before that row.
"""

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
# A clock may run ahead a little. What it has dated later comes with a later package.
AHEAD_MS = 3_600_000
_LONGEST_MS = 86_400_000
_LONGEST_DAYS = 36_500
_RATINGS = {int(rating): rating for rating in Rating}
_FIRST_RATINGS = {1: 1, 2: 3, 3: 4}


class AnkiReview(NamedTuple):
    """An answer that counts. `anki_id` is its instant (ms) and its id in Anki; `interval` is
    the number of days that Anki chose, None while the card was being learned."""

    anki_id: int
    rating: Rating
    duration_ms: int
    interval: int | None


@dataclass(slots=True)
class AnkiHistory:
    """What a card's rows amount to. `forgotten` are the instants (ms) at which it was made new
    again; `due_set` is when its due day was set after the last answer, if it was. `dropped`
    counts rows by why they do not count; `incomplete` says that the first answers are missing.
    """

    reviews: list[AnkiReview] = field(default_factory=list)
    forgotten: list[int] = field(default_factory=list)
    due_set: int | None = None
    dropped: Counter[str] = field(default_factory=Counter)
    incomplete: bool = False


def history_of(
    rows: Sequence[AnkiAnswer], now_ms: int, *, first_scheduler: bool = False
) -> AnkiHistory:
    """What one card's rows say, which are in order of time. With the first scheduler, Good and
    Easy of cards being learned were numbered 2 and 3."""
    history = AnkiHistory()
    begins_ms: int | None = None  # the first row of the run of learning that we are in
    learning = False
    before = False  # whether earlier answers stand before that run, not forgotten
    counting = 0
    for row in rows:
        said = _said(row, now_ms)
        if said is not None:
            history.dropped[said] += 1
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
    history.dropped += Counter()  # without those that count none
    return history


def _said(row: AnkiAnswer, now_ms: int) -> str | None:  # noqa: PLR0911 - one for each reason
    """Why a row says nothing; None if it does."""
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
