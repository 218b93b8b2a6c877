"""Answers from scripts and other front ends: values of which not one is trusted, and what is
said of an answer once it is recorded.

An answer that is sent twice counts once: it is known by its id, else by key and instant.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from flashprep.app.context import Context
from flashprep.app.study.answers import Answered, record_answer
from flashprep.app.study.today import Today
from flashprep.core.answers.checklist import parted
from flashprep.core.calendar import read_instant
from flashprep.core.memory import Rating
from flashprep.errors import FlashprepError

DAY_MS = 86_400_000
_RATINGS = {rating.name.lower(): rating for rating in Rating}
_FIELDS = {"key", "rating", "at", "duration_ms", "id", "missed"}
_YEAR_2000_MS = 946_684_800_000


@dataclass(frozen=True, slots=True)
class AnswerInput:
    """An answer as it was sent. `missed` are the parts that were missed by name; None if
    nothing was said of parts."""

    key: str
    rating: Rating
    at_ms: int
    duration_ms: int
    uid: str | None
    missed: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of an answer, for the program that sent it."""

    FORM: ClassVar = (
        "result key=given.key rating=given.rating at_ms=answered.review.at_ms "
        "state=answered.state(phase stability=memory.stability difficulty=memory.difficulty "
        "due_day due_at_ms reps lapses) missed leech=answered.leech"
    )
    given: AnswerInput
    answered: Answered

    @property
    def result(self) -> str:
        """Whether it was recorded now, or the log had it already."""
        return "repeated" if self.answered.repeated else "recorded"

    @property
    def missed(self) -> tuple[str, ...]:
        """The parts of the card's answer that were missed."""
        return tuple(name for name, passed in self.answered.review.parts if not passed)


def read_answer(values: object, now_ms: int) -> AnswerInput:
    """The answer that these values say, a mapping with `key`, `rating`, and what else there is
    of `at`, `duration_ms`, `id` and `missed`. FlashprepError for what is amiss."""
    if not isinstance(values, Mapping):
        raise FlashprepError('this must be one object, such as {"key": …, "rating": "good"}')
    unknown = sorted(values.keys() - _FIELDS)
    if unknown:
        allowed = ", ".join(sorted(_FIELDS))
        raise FlashprepError(f"unknown field '{unknown[0]}'; there are: {allowed}")
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


def record_input(todays: Today, given: AnswerInput) -> Recorded:
    """Record the answer; it is on the disk when this returns. FlashprepError where there is no
    such card or part, or where the log has another answer in its place."""
    parts = _parts(todays.context, given)
    answered = record_answer(
        todays, given.key, given.rating, given.at_ms, given.duration_ms, given.uid, parts
    )
    return Recorded(given, answered)


def _duration(value: object) -> int:
    if value is None:
        return 0
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise FlashprepError("'duration_ms' must be a number of milliseconds")
    if not 0 <= value <= DAY_MS:
        raise FlashprepError("'duration_ms' must be from 0 to a day of milliseconds")
    return int(value)


def _instant(value: object, now_ms: int) -> int:
    try:
        # True is an int to Python, but no instant.
        is_any = isinstance(value, str | int) and not isinstance(value, bool)
        at_ms = read_instant(str(value) if is_any else "")
    except ValueError:
        raise FlashprepError(
            f"'at' is {value!r}; give an instant with its offset, such as "
            "2026-12-18T09:00:00+01:00, or whole milliseconds since 1970"
        ) from None
    if at_ms < _YEAR_2000_MS:
        raise FlashprepError(
            f"'at' is {value!r}, which lies before the year 2000; a whole number there is in "
            "milliseconds, not in seconds"
        )
    if at_ms > now_ms + DAY_MS:
        raise FlashprepError(
            f"'at' is {(at_ms - now_ms) // DAY_MS} days ahead of the clock; give the instant "
            "of the answer (FLASHPREP_NOW sets the clock)"
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
    """What the answer is known by, on every machine; None if nothing was said to tell."""
    if identity is not None:
        said = str(identity) if isinstance(identity, str | int) else ""
        # True is an int to Python; half a character has no bytes to make a digest of.
        if not said or isinstance(identity, bool) or not said.isprintable():
            raise FlashprepError("'id' must be a printable text or a whole number")
        said = f"id:{identity}"
    elif at_ms is not None:
        said = f"at:{key}:{at_ms}"
    else:
        return None
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _missed(value: object) -> tuple[str, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise FlashprepError("'missed' must be a list of parts, such as [\"cost\"]")
    return tuple(value)


def _parts(context: Context, given: AnswerInput) -> tuple[tuple[str, bool], ...]:
    """The parts of the card's answer, by name, and whether each was recalled."""
    row = context.catalog.find(given.key)
    if given.missed is None or row is None:  # an answer may repeat one under an older key
        return ()
    answer = parted(row.card)
    if answer is None:
        raise FlashprepError(f"the answer of '{given.key}' has no parts; leave out 'missed'")
    names = [part.name for part in answer.parts]
    unknown = next((name for name in given.missed if name not in names), None)
    if unknown is not None:
        there = ", ".join(names)
        raise FlashprepError(f"'{given.key}' has no part '{unknown}'; there are: {there}")
    return tuple((name, name not in given.missed) for name in names)
