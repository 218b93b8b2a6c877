"""`flashprep answer`: answers from scripts and other front ends."""

import codecs
import hashlib
import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import click

from flashprep.app.study.answers import Answered
from flashprep.collection import Collection
from flashprep.core.answers.checklist import parted
from flashprep.core.memory import CardState, Rating
from flashprep.errors import FlashprepError
from flashprep.text import about, day_and_year
from flashprep.ui.cli.context import App, parse_instant
from flashprep.ui.text.hints import in_words
from flashprep.ui.text.output import as_json_text, json_option, print_json, say, warn

_RATINGS = {rating.name.lower(): rating for rating in Rating}
_FIELDS = {"key", "rating", "at", "duration_ms", "id", "missed"}
_DAY_MS = 86_400_000
_YEAR_2000_MS = 946_684_800_000
_LINE_LIMIT = 65_536  # bytes


@dataclass(frozen=True, slots=True)
class _Answer:
    key: str
    rating: Rating
    at_ms: int
    duration_ms: int = 0
    uid: str | None = None
    missed: tuple[str, ...] | None = None  # None: nothing was said of the card's parts


@click.command("answer")
@click.argument("key")
@click.argument("rating", required=False, metavar="[RATING]")
@click.option("--at", metavar="INSTANT", help="When it was given; now, if left out.")
@click.option("--duration-ms", type=click.IntRange(0, _DAY_MS), default=0)
@click.option(
    "--missed",
    multiple=True,
    metavar="PART",
    help="A part of the answer that was missed; again for each. The others were recalled.",
)
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    key: str,
    rating: str | None,
    at: str | None,
    duration_ms: int,
    missed: tuple[str, ...],
    *,
    as_json: bool,
) -> None:
    """Record the answer RATING (again, hard, good, easy, or 1 to 4) for the card KEY.

    With - for KEY, answers are read from standard input, one JSON object a line with the
    fields key, rating, at, duration_ms, id and missed. Each is on the disk before its result is
    printed, as one JSON object a line. The same line twice counts once: it is known by its
    id, else by key and instant.

    Example: flashprep answer star/cue good
    """
    app: App = ctx.obj
    with app.studying() as collection:
        collection.copy_daily(app.now_ms)
        if key == "-":
            if rating is not None or at is not None or duration_ms or missed:
                raise click.UsageError("With -, everything about an answer is in its line.")
            if not _answer_lines(app, collection):
                ctx.exit(1)
            return
        if rating is None:
            raise click.UsageError("Say how it went: again, hard, good or easy.")
        values: dict[str, Any] = {
            "key": key,
            "rating": rating,
            "at": at,
            "duration_ms": duration_ms,
        }
        if missed:
            values["missed"] = list(missed)
        try:
            given = _read_answer(values, app.now_ms)
        except FlashprepError as error:
            raise click.UsageError(str(error)) from error
        answered = _record(collection, given)
        if as_json:
            print_json("answer", **_as_json(collection, given, answered))
            return
        again = _again(answered)
    repeated = " already in the log;" if answered.repeated else ""
    say(f"{key}: {given.rating.name.lower()};{repeated} due {again}.")
    if answered.leech:
        say("It is a leech: other words would help more than repeating it.")


def _answer_lines(app: App, collection: Collection) -> bool:
    """Record every line that can be; whether all could."""
    all_good = True
    for number, line in _lines():
        if not line.strip():
            continue
        result: dict[str, object] = {"line": number}
        try:
            given = _read_line(line, app.clock())
            result |= _as_json(collection, given, _record(collection, given))
        except FlashprepError as error:
            all_good = False
            result |= {"result": "error", "message": in_words(error)}
            warn(f"line {number}: {in_words(error)}")
        click.echo(as_json_text(result))
    return all_good


def _lines() -> Iterator[tuple[int, bytes]]:
    """The lines of standard input, each as soon as it is there, and no more of a line than
    tells that it is too long."""
    number = 0
    while line := sys.stdin.buffer.readline(_LINE_LIMIT):
        rest = line
        while len(rest) == _LINE_LIMIT and not rest.endswith(b"\n"):
            rest = sys.stdin.buffer.readline(_LINE_LIMIT)
        number += 1
        yield number, line.removeprefix(codecs.BOM_UTF8) if number == 1 else line


def _read_line(line: bytes, now_ms: int) -> _Answer:
    if len(line) == _LINE_LIMIT:
        raise FlashprepError(f"this line is too long; an answer is under {_LINE_LIMIT} bytes")
    try:
        values = json.loads(line.decode())
    except UnicodeError as error:
        raise FlashprepError("this is not UTF-8; write the line in UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise FlashprepError(f"this is not JSON ({error}); write one object a line") from error
    if not isinstance(values, dict):
        raise FlashprepError('this must be one object, such as {"key": …, "rating": "good"}')
    unknown = sorted(values.keys() - _FIELDS)
    if unknown:
        allowed = ", ".join(sorted(_FIELDS))
        raise FlashprepError(f"unknown field '{unknown[0]}'; there are: {allowed}")
    return _read_answer(values, now_ms)


def _read_answer(values: dict[str, Any], now_ms: int) -> _Answer:
    key, duration_ms = values.get("key"), values.get("duration_ms")
    if not isinstance(key, str) or not key or not key.isprintable():
        raise FlashprepError("'key' must be the key of a card, as 'flashprep list' shows it")
    if duration_ms is None:
        duration_ms = 0
    if isinstance(duration_ms, bool) or not isinstance(duration_ms, int | float):
        raise FlashprepError("'duration_ms' must be a number of milliseconds")
    if not 0 <= duration_ms <= _DAY_MS:
        raise FlashprepError("'duration_ms' must be from 0 to a day of milliseconds")
    at = values.get("at")
    at_ms = now_ms if at is None else _instant(at)
    if at is not None and at_ms < _YEAR_2000_MS:
        raise FlashprepError(
            f"'at' is {at!r}, which lies before the year 2000; a whole number there is in "
            "milliseconds, not in seconds"
        )
    if at_ms > now_ms + _DAY_MS:
        raise FlashprepError(
            f"'at' is {(at_ms - now_ms) // _DAY_MS} days ahead of the clock; give the instant "
            "of the answer (FLASHPREP_NOW sets the clock)"
        )
    return _Answer(
        key=key,
        rating=_rating(values.get("rating")),
        at_ms=at_ms,
        duration_ms=int(duration_ms),
        uid=_uid(values.get("id"), key, at_ms if at is not None else None),
        missed=_missed(values.get("missed")),
    )


def _missed(value: object) -> tuple[str, ...] | None:
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise FlashprepError("'missed' must be a list of parts, such as [\"cost\"]")
    return tuple(value)


def _rating(value: object) -> Rating:
    word = str(value).strip().lower() if not isinstance(value, bool) else ""
    if word in _RATINGS:
        return _RATINGS[word]
    if word in {"1", "2", "3", "4"}:
        return Rating(int(word))
    raise FlashprepError(f"'rating' is {value!r}; give again, hard, good, easy, or 1 to 4")


def _instant(value: object) -> int:
    if isinstance(value, str | int) and not isinstance(value, bool):
        with suppress(click.UsageError):
            return parse_instant(str(value))
    raise FlashprepError(
        f"'at' is {value!r}; give an instant with its offset, such as "
        "2026-12-18T09:00:00+01:00, or whole milliseconds since 1970"
    )


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


def _record(collection: Collection, given: _Answer) -> Answered:
    return collection.answer(
        given.key,
        given.rating,
        given.at_ms,
        given.duration_ms,
        given.uid,
        _parts(collection, given),
    )


def _parts(collection: Collection, given: _Answer) -> tuple[tuple[str, bool], ...]:
    """The parts of the card's answer, by name, and whether each was recalled."""
    row = collection.catalog.find(given.key)
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


def _again(answered: Answered) -> str:
    """When the card comes back, in words."""
    state = answered.state
    if state is None:
        return "when it is next introduced"
    if state.due_at_ms is not None and state.last_at_ms == answered.review.at_ms:
        return f"in {about(state.due_at_ms - answered.review.at_ms)}"
    return day_and_year(state.due_day)


def _as_json(collection: Collection, given: _Answer, answered: Answered) -> dict[str, object]:
    return {
        "result": "repeated" if answered.repeated else "recorded",
        "key": given.key,
        "rating": given.rating.name.lower(),
        "at_ms": answered.review.at_ms,
        "state": _state(collection, answered.state),
        "missed": [name for name, passed in answered.review.parts if not passed],
        "leech": answered.leech,
    }


def _state(collection: Collection, state: CardState | None) -> dict[str, object] | None:
    if state is None:
        return None
    return {
        "phase": state.phase.value,
        "stability": state.memory.stability,
        "difficulty": state.memory.difficulty,
        "due_day": collection.calendar.date_of(state.due_day).isoformat(),
        "due_at_ms": state.due_at_ms,
        "reps": state.reps,
        "lapses": state.lapses,
    }
