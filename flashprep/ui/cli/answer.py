"""`flashprep answer`: records reviews from scripts and other front ends."""

import codecs
import json
import sys
from collections.abc import Iterator

import click

from flashprep.app.study.answer_input import DAY_MS, AnswerInput, Recorded, read_answer
from flashprep.app.study.answers import Answered
from flashprep.app.upkeep.backups import RENEWED_AFTER_MS
from flashprep.collection import Collection
from flashprep.errors import FlashprepError
from flashprep.text import about, day_and_year
from flashprep.ui.cli.completing import CARDS
from flashprep.ui.cli.context import App, json_option
from flashprep.ui.text.hints import in_words
from flashprep.ui.text.json_documents import plain
from flashprep.ui.text.output import as_json_text, say, warn
from flashprep.ui.text.program import FLASHPREP
from flashprep.ui.text.safe_output import output_error, output_is_extra

_LINE_LIMIT = 65_536  # bytes


@click.command("answer")
@click.argument("key", shell_complete=CARDS)
@click.argument("rating", required=False, metavar="[RATING]")
@click.option("--at", metavar="TIME", help="Time of the review, in ISO format. Default: now.")
@click.option(
    "--duration-ms",
    type=click.IntRange(0, DAY_MS),
    default=0,
    help="Duration of the review, in milliseconds.",
)
@click.option(
    "--missed",
    multiple=True,
    metavar="PART",
    help="A part that you missed. Repeatable. All other parts count as recalled.",
)
@json_option
@click.pass_obj
def command(
    app: App,
    key: str,
    rating: str | None,
    at: str | None,
    duration_ms: int,
    missed: tuple[str, ...],
) -> int:
    """Record a review from a script.

    KEY is the key of a card. RATING is again, hard, good or easy, or 1 to 4.

    If KEY is -, reviews are read from standard input. Each line is a JSON object with the
    fields key, rating, at, duration_ms, id and missed. Each review is saved before its result
    is printed; the result is also one JSON object on a line. A repeated review counts only
    once. It is recognized by its id or, without an id, by its key and time.

    Example: flashprep answer star/action/meaning good
    """
    with app.studying() as collection:
        if key == "-":
            if rating is not None or at is not None or duration_ms or missed:
                raise click.UsageError("With -, each line contains the rating and the options.")
            return 0 if _answer_lines(app, collection) else 1
        if rating is None:
            raise click.UsageError("Add a rating: again, hard, good or easy.")
        values = {"key": key, "rating": rating, "at": at, "duration_ms": duration_ms}
        try:
            given = read_answer(values | {"missed": list(missed) or None}, app.now_ms)
        except FlashprepError as error:
            raise click.UsageError(in_words(error)) from error
        recorded = collection.record(given)
        output_is_extra()
        try:
            _report(app, given, recorded)
        finally:
            _back_up(app, collection)
    return 0


def _back_up(app: App, collection: Collection) -> None:
    """Include the last reviews in today's backup, unless today's backup was made a short time
    ago."""
    collection.copy_daily(app.clock(), renew=True, within_ms=RENEWED_AFTER_MS)


def _report(app: App, given: AnswerInput, recorded: Recorded) -> None:
    app.end_if_json("answer", recorded)
    answered = recorded.answered
    repeated = " already in the log;" if answered.repeated else ""
    shown = answered.status if answered.is_out else f"due {_when_due(answered)}"
    say(f"{given.key}: {given.rating.name.lower()};{repeated} {shown}.")
    if answered.leech:
        say("This card is a leech: rewriting it helps more than repeating it.")
    if answered.status == "suspended":
        say(f"Suspended cards are not shown. To study it: {FLASHPREP} unsuspend {given.key}")


def _answer_lines(app: App, collection: Collection) -> bool:
    """Record the review on each line of standard input. Returns whether all lines were
    valid."""
    all_good, number, copied_ms = True, 0, app.now_ms
    for number, line in _lines():
        if not line.strip():
            continue
        result: dict[str, object] = {"line": number}
        try:
            result |= plain(collection.record(_read_line(line, app.clock())))
        except FlashprepError as error:
            all_good = False
            result |= {"result": "error", "message": in_words(error)}
            warn(f"line {number}: {in_words(error)}")
        click.echo(as_json_text(result))
        if isinstance(output_error(), BrokenPipeError):  # the reading program has ended
            all_good = False
            break
        if app.clock() - copied_ms >= RENEWED_AFTER_MS:
            _back_up(app, collection)
            copied_ms = app.clock()
    if number and all_good:
        output_is_extra()
    _back_up(app, collection)
    if not number:
        warn("nothing was read from standard input; write one review on each line")
    return all_good


def _lines() -> Iterator[tuple[int, bytes]]:
    """The lines of standard input with their numbers. Each line is returned as soon as it
    arrives. A line that is too long is cut at `_LINE_LIMIT`."""
    number = 0
    while line := sys.stdin.buffer.readline(_LINE_LIMIT):
        rest = line
        while len(rest) == _LINE_LIMIT and not rest.endswith(b"\n"):
            rest = sys.stdin.buffer.readline(_LINE_LIMIT)
        number += 1
        yield number, line.removeprefix(codecs.BOM_UTF8) if number == 1 else line


def _read_line(line: bytes, now_ms: int) -> AnswerInput:
    if len(line) == _LINE_LIMIT:
        raise FlashprepError(f"this line is too long; use less than {_LINE_LIMIT:,} bytes")
    try:
        values = json.loads(line.decode())
    except UnicodeError as error:
        raise FlashprepError("this is not UTF-8; write the line in UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise FlashprepError(f"this is not JSON ({error}); write one object a line") from error
    return read_answer(values, now_ms)


def _when_due(answered: Answered) -> str:
    """The time until the card is due, or the day on which it is due, in words."""
    state = answered.state
    if state is None:
        return "when it is next introduced"
    if state.due_at_ms is not None and state.last_at_ms == answered.review.at_ms:
        return f"in {about(state.due_at_ms - answered.review.at_ms)}"
    return day_and_year(state.due_day)
