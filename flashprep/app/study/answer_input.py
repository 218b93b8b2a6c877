"""Validates reviews that scripts and other front ends send, and reports how the reviews were
recorded.

A review that is sent twice is recorded only once. A repeated review is recognized by its id or,
if it has no id, by its key and time.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from flashprep.app.context import Context
from flashprep.app.study.answers import Answered, record_answer
from flashprep.app.study.today import Today
from flashprep.core.calendar import read_instant
from flashprep.core.memory import Rating
from flashprep.errors import FlashprepError

DAY_MS = 86_400_000
_RATINGS = {rating.name.lower(): rating for rating in Rating}
_FIELDS = {"key", "rating", "at", "duration_ms", "id", "missed"}
_YEAR_2000_MS = 946_684_800_000


@dataclass(frozen=True, slots=True)
class AnswerInput:
    """A review as it was sent. `missed` contains the names of the missed parts. It is None if
    the sender did not send a list of parts."""

    key: str
    rating: Rating
    at_ms: int
    duration_ms: int
    uid: str | None
    missed: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Recorded:
    """The result of a sent review, for the program that sent it."""

    FORM: ClassVar = (
        "result key=given.key rating=given.rating at_ms=answered.review.at_ms "
        "state=answered.state(phase stability=memory.stability difficulty=memory.difficulty "
        "due_day due_at_ms reps lapses) missed leech=answered.leech status=answered.status"
    )
    given: AnswerInput
    answered: Answered

    @property
    def result(self) -> str:
        """A word that tells whether the review was recorded now or was already in the log."""
        return "repeated" if self.answered.repeated else "recorded"

    @property
    def missed(self) -> tuple[str, ...]:
        """The parts of the card's answer that the user missed."""
        return tuple(name for name, passed in self.answered.review.parts if not passed)


def read_answer(values: object, now_ms: int) -> AnswerInput:
    """Parses a review. `values` is a mapping with `key`, `rating`, and optionally `at`,
    `duration_ms`, `id`, and `missed`. Raises FlashprepError if a value is invalid."""
    if not isinstance(values, Mapping):
        raise FlashprepError('expected one object, such as {"key": …, "rating": "good"}')
    unknown = sorted(values.keys() - _FIELDS)
    if unknown:
        allowed = ", ".join(sorted(_FIELDS))
        raise FlashprepError(f"unknown field '{unknown[0]}'; known fields: {allowed}")
    key, at = values.get("key"), values.get("at")
    if not isinstance(key, str) or not key or not key.isprintable():
        raise FlashprepError("'key' must be the key of a card", "not-a-key")
    duration_ms = _duration(values.get("duration_ms"))
    at_ms = now_ms if at is None else _instant(at, now_ms)
    return AnswerInput(
        key=key,
        rating=_rating(values.get("rating")),
        at_ms=at_ms,
        duration_ms=duration_ms,
        uid=_uid(values.get("id"), key, at_ms if at is not None else None),
        missed=_missed(values.get("missed")),
    )


def record_input(todays: Today, sent: AnswerInput) -> Recorded:
    """Records the review. The review is on disk when this function returns. Raises
    FlashprepError if the card or part is unknown, or if the log has another review with this
    id."""
    key = _key_today(todays.context, sent)
    parts = _parts(todays.context, replace(sent, key=key))
    answered = record_answer(
        todays, key, sent.rating, sent.at_ms, sent.duration_ms, sent.uid, parts
    )
    return Recorded(sent, answered)


def _key_today(context: Context, sent: AnswerInput) -> str:
    """The current key of the card that was reviewed. A program may send a review long after it
    was given, and the card may have been renamed since. The program may also still use the old
    key after the rename; then the key decides, if it is not in use for another card."""
    renames = context.logs.renames()
    key = renames.of_moment(sent.key, sent.at_ms)
    return key if context.catalog.summaries([key]) else renames.today(sent.key, 0)


def _duration(value: object) -> int:
    if value is None:
        return 0
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise FlashprepError("'duration_ms' must be a number of milliseconds")
    if not 0 <= value <= DAY_MS:
        raise FlashprepError("'duration_ms' must be between 0 and 86400000 (one day)")
    return int(value)


def _instant(value: object, now_ms: int) -> int:
    try:
        # In Python, True is an int, but it is not a valid time.
        is_text = isinstance(value, str | int) and not isinstance(value, bool)
        at_ms = read_instant(str(value) if is_text else "")
    except ValueError:
        raise FlashprepError(
            f"'at' is {value!r}; give a time with its UTC offset, such as "
            "2026-12-18T09:00:00+01:00, or an integer: milliseconds since 1970"
        ) from None
    if at_ms < _YEAR_2000_MS:
        raise FlashprepError(
            f"'at' is {value!r}, which is before the year 2000; numbers are milliseconds, not "
            "seconds"
        )
    if at_ms > now_ms + DAY_MS:
        raise FlashprepError(
            f"'at' is {(at_ms - now_ms) // DAY_MS} days ahead of the clock; give the time "
            "of the review (FLASHPREP_NOW sets the clock)"
        )
    return at_ms


def _rating(value: object) -> Rating:
    word = str(value).strip().lower() if not isinstance(value, bool) else ""
    if word in _RATINGS:
        return _RATINGS[word]
    if word in {"1", "2", "3", "4"}:
        return Rating(int(word))
    raise FlashprepError(f"'rating' is {value!r}; give again, hard, good, easy, or 1 to 4")


def _uid(identity: object, key: str, at_ms: int | None) -> str | None:
    """The uid that identifies the review on every machine. Returns None if the review has
    neither an id nor a time."""
    if identity is not None:
        text = str(identity) if isinstance(identity, str | int) else ""
        # In Python, True is an int, but it is not a valid id. A text with half of a surrogate
        # pair cannot be encoded for the digest.
        if not text or isinstance(identity, bool) or not text.isprintable():
            raise FlashprepError("'id' must be printable text or an integer")
        text = f"id:{identity}"
    elif at_ms is not None:
        text = f"at:{key}:{at_ms}"
    else:
        return None
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _missed(value: object) -> tuple[str, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise FlashprepError("'missed' must be a list of part names, such as [\"cost\"]")
    return tuple(value)


def _parts(context: Context, given: AnswerInput) -> tuple[tuple[str, bool], ...]:
    """The name of each part of the card's answer, with whether the user recalled the part."""
    if given.missed is None:
        return ()
    from flashprep.core.answers.checklist import parted

    row = context.catalog.find(given.key)
    if row is None:  # a repeated review may have an older key
        return ()
    answer = parted(row.card)
    if answer is None:
        raise FlashprepError(f"the answer of '{given.key}' has no parts; leave out 'missed'")
    names = [part.name for part in answer.parts]
    unknown = next((name for name in given.missed if name not in names), None)
    if unknown is not None:
        there = ", ".join(names)
        raise FlashprepError(f"'{given.key}' has no part '{unknown}'; its parts: {there}")
    return tuple((name, name not in given.missed) for name in names)
