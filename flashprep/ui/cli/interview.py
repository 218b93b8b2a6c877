"""`flashprep interview`: sets, lists and cancels interviews."""

import shlex
from typing import TYPE_CHECKING

import click

from flashprep.core.calendar import WEEKDAYS
from flashprep.core.priorities import Priority
from flashprep.render.words import study_time
from flashprep.text import amount, day_and_year, percent
from flashprep.ui.cli.context import App, json_option
from flashprep.ui.cli.days import day_from
from flashprep.ui.cli.interview_words import print_past
from flashprep.ui.cli.lazy import SmallGroup
from flashprep.ui.text.hints import in_words
from flashprep.ui.text.output import print_table, say, working_out_plan
from flashprep.ui.text.program import FLASHPREP

if TYPE_CHECKING:
    from flashprep.app.prep.interview_changes import UnknownCompany

Given = str | int | float | tuple[str, ...] | None
_MOST_MINUTES = 720
_PAST = 3  # the number of past interviews to list


@click.group("interview", cls=SmallGroup, invoke_without_command=True)
@json_option
@click.pass_context
def command(context: click.Context) -> None:
    """Set, list or cancel interviews.

    Without a subcommand, this lists the upcoming interviews. It also shows the forecasts and
    warm-ups of the three most recent past interviews. 'flashprep plan' shows how to prepare.

    Example: flashprep interview set 2026-12-18 --company Meta --minutes 20
    """
    if context.invoked_subcommand is not None:
        return
    app: App = context.obj
    from flashprep.app.prep.interview_list import list_interviews

    with app.studying() as collection:
        found = list_interviews(collection, app.now_ms, None if app.as_json else _PAST)
    app.end_if_json("interview", found)
    if not found.interviews:
        say(f"No interview is set. Set one: {FLASHPREP} interview set DAY")
    else:
        print_table(
            ("name", "when", "", "cards", "study"),
            [
                (
                    each.interview.name,
                    day_and_year(each.interview.day),
                    _distance(each.days),
                    f"{each.cards}{_suspended(each.suspended)}",
                    study_time(each.interview),
                )
                for each in found.interviews
            ],
            right=(3,),
        )
        for each in found.interviews:
            if each.unknown:
                name = each.interview.name
                say(f"{name}: {in_words(each.unknown)}. Set it again with existing names.")
        say(f"\nThe weeks until then: {FLASHPREP} plan")
    print_past(found.past)


@command.command("set")
@click.argument("day", nargs=-1, required=True, metavar="DAY")
@click.option("--name", metavar="NAME", help="Name of the interview. Default: the company.")
@click.option("--company", metavar="NAME", help="The company. Cards about others are left out.")
@click.option(
    "--minutes", type=click.IntRange(0, _MOST_MINUTES), help="Minutes of study a day."
)
@click.option("--weekday", metavar="SAT=45,SUN=0", help="Minutes on these weekdays.")
@click.option(
    "--off", metavar="DAY..DAY", multiple=True, help="Days without study. Repeatable."
)
@click.option("--decks", metavar="DECK,DECK", help="Only cards of these decks.")
@click.option(
    "--level", metavar="LEVEL", help="In ladders, only this level and the ones next to it."
)
@click.option("--priority", metavar="CORE,USEFUL", help="Only cards of these priorities.")
@click.option(
    "--weight",
    type=click.FloatRange(0.01, 100),
    help="Importance relative to other interviews.",
)
@click.pass_obj
def set_(app: App, /, day: tuple[str, ...], **given: Given) -> None:
    """Set an interview on DAY, or change the one with the same name.

    DAY is today, tomorrow, +3, 'Dec 18' (the next one) or 2026-12-18. If you change an
    interview, the options that you leave out keep their values.

    Example: flashprep interview set 2026-12-18 --weekday sat=45,sun=0 --off 2026-12-01
    """
    from flashprep.app.prep.interview_changes import expected_at, prepare_for

    with app.studying() as collection:
        today = collection.today(app.now_ms)
        on_day = day_from(" ".join(day), today)
        changes = _changes(given, today)
        done = prepare_for(collection, str(given["name"] or ""), on_day, changes, app.now_ms)
        interview, unknown = done.interview, done.unknown
        with working_out_plan():
            expected = expected_at(collection, interview.name, app.now_ms)
    when = day_and_year(on_day)
    say(
        f"{'Changed' if done.is_change else 'Set'}: {interview.name}, {when}, "
        f"{_distance(done.days)}; {amount(done.cards, 'card')}{_suspended(done.suspended)}, "
        f"{study_time(interview)}."
    )
    if expected is not None:
        say(f"At this pace, you should recall about {percent(expected)} of them on the day.")
    if unknown:
        say(_no_values(interview.company, unknown))
    say(f"\nThe weeks until then: {FLASHPREP} plan     Study: {FLASHPREP} review")


def _no_values(company: str, unknown: "UnknownCompany") -> str:
    """The message that the decks contain no values of the company.

    The message states which values are left out, which company the user may have meant, and how
    to add values for the company.
    """
    others = ", ".join(unknown.others)
    left_out = f"; those of other companies ({others}) are left out" if others else ""
    meant = f" Did you mean {unknown.near}?" if unknown.near else ""
    return f"The decks contain no values of {company} yet{left_out}.{meant}\n" + (
        f"To fill in: {unknown.to_fill_in}"
        if unknown.to_fill_in
        else f"To add them: {FLASHPREP} new company {shlex.quote(company)}"
    )


@command.command("cancel")
@click.argument("name")
@click.pass_obj
def cancel(app: App, name: str) -> None:
    """Cancel an interview. Your reviews stay.

    Example: flashprep interview cancel meta
    """
    from flashprep.app.prep.interview_changes import interview_name
    from flashprep.app.prep.interviews import cancel_interview

    with app.studying() as collection:
        was = cancel_interview(collection, interview_name(name), app.now_ms)
    when = day_and_year(was.day)
    say(f"Canceled: {was.name}, {when}. Undo: {FLASHPREP} undo")


def _changes(given: "dict[str, Given]", today: int) -> "dict[str, object]":
    """The fields of an interview that the options in `given` change, with their new values."""
    changes: dict[str, object] = {
        name: given[name]
        for name in ("company", "level", "minutes", "weight")
        if given[name] is not None
    }
    if given["weekday"] is not None:
        changes["weekdays"] = _weekdays(str(given["weekday"]))
    if given["off"]:
        assert isinstance(given["off"], tuple)
        spans = [each for text in given["off"] for each in text.split(",")]
        changes["off"] = tuple(_span(each.strip(), today) for each in spans)
    if given["decks"] is not None:
        changes["decks"] = _names(str(given["decks"]))
    if given["priority"] is not None:
        changes["priorities"] = tuple(
            _priority(each) for each in _names(str(given["priority"]))
        )
    return changes


def _names(text: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in text.split(",") if each.strip())


def _priority(text: str) -> Priority:
    try:
        return Priority(text.casefold())
    except ValueError as error:
        names = ", ".join(Priority)
        raise click.UsageError(f"'{text}' is not a priority; use one of {names}.") from error


def _weekdays(text: str) -> dict[int, int]:
    minutes = {}
    for part in _names(text):
        day, _, count = part.partition("=")
        known = [name for name in WEEKDAYS if day.casefold().startswith(name)]
        if not known or not count.isdecimal() or int(count) > _MOST_MINUTES:
            raise click.UsageError(
                f"'{part}' does not set a weekday's minutes, 0 to {_MOST_MINUTES}; write "
                "sat=45 or sat=45,sun=0."
            )
        minutes[WEEKDAYS.index(known[0])] = int(count)
    return minutes


def _span(text: str, today: int) -> tuple[int, int]:
    first, _, last = text.partition("..")
    # Past days are allowed. A user who changes the days off must list all days off again.
    days = tuple(day_from(each, today, or_past=True) for each in (first, last or first))
    if days[1] < days[0]:
        raise click.UsageError(f"'{text}' ends before it starts.")
    return days[0], days[1]


def _distance(days: int) -> str:
    if days == 0:
        return "today"
    return "tomorrow" if days == 1 else f"in {days} days"


def _suspended(suspended: int) -> str:
    """The number of suspended cards, as an addition to a number of cards. It is "" if no card
    is suspended."""
    return f" (and {suspended} suspended)" if suspended else ""
