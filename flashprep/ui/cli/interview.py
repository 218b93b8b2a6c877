"""`flashprep interview`: the dates to prepare for."""

import shlex
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import click

from flashprep.core.cards import Priority
from flashprep.core.interviews import WEEKDAYS, Interview
from flashprep.render.words import study_time
from flashprep.ui.cli.days import day_from
from flashprep.ui.cli.retrospective_text import past_json, say_past
from flashprep.ui.text.output import (
    amount,
    day_name,
    json_option,
    print_json,
    print_table,
    say,
    working_out_plan,
)

if TYPE_CHECKING:
    from flashprep.collection import Collection
    from flashprep.ui.cli.context import App

Given = str | int | float | tuple[str, ...] | None
FARTHEST_DAYS = 5 * 366
MOST = 40
_MOST_MINUTES = 720
_NEAR_DAYS = 240  # a plan for farther ones takes a while, and waits until it is asked for
_LONGEST_NAME = 40
_PAST = 3  # so many that are over are told of


@click.group("interview", invoke_without_command=True)
@json_option
@click.pass_context
def command(context: click.Context, *, as_json: bool) -> None:
    """List the interviews to come, and what was expected of the last ones; set one, change it,
    cancel it.

    Example: flashprep interview set 2026-12-18 --company Meta --minutes 20
    """
    if context.invoked_subcommand is not None:
        return
    app: App = context.obj
    from flashprep.app.prep.interviews import asked_count, coming_interviews, unknown_name
    from flashprep.app.prep.retrospective import past_interviews

    with app.studying() as collection:
        today = collection.today(app.now_ms)
        coming = coming_interviews(collection, app.now_ms)
        found = [(each, *asked_count(collection, each)) for each in coming]
        unknown = [(each.name, unknown_name(collection, each)) for each in coming]
        past = past_interviews(collection, app.now_ms, None if as_json else _PAST)
    if as_json:
        print_json(
            "interview",
            interviews=[_as_json(*each, today) for each in found],
            past=past_json(past),
        )
        return
    if not found:
        click.echo("No interview is set. Set one: flashprep interview set DATE")
    else:
        print_table(
            ("name", "when", "", "cards", "study"),
            [
                (
                    each.name,
                    day_name(date.fromordinal(each.day)),
                    _distance(each.day - today),
                    f"{count}{_beside(suspended)}",
                    study_time(each),
                )
                for each, count, suspended in found
            ],
            right=(3,),
        )
        for name, what in unknown:
            if what:
                say(f"{name}: {what}. Set it anew with names that there are.")
        click.echo("\nThe weeks until then: flashprep plan")
    say_past(past)


@command.command("set")
@click.argument("day", metavar="DATE")
@click.option("--name", metavar="NAME", help="Its name; else the company's.")
@click.option("--company", metavar="NAME", help="Leave out the cards of other companies.")
@click.option("--minutes", type=click.IntRange(0, _MOST_MINUTES), help="Minutes a day.")
@click.option("--weekday", metavar="SAT=45,SUN=0", help="Minutes on some days of the week.")
@click.option("--off", metavar="DAY..DAY", multiple=True, help="Days without study.")
@click.option("--decks", metavar="DECK,DECK", help="Only cards of these decks.")
@click.option("--level", metavar="LEVEL", help="Only this level and its neighbors.")
@click.option("--priority", metavar="CORE,USEFUL", help="Only cards of these priorities.")
@click.option("--weight", type=click.FloatRange(0.01, 100), help="Its worth beside others.")
@click.pass_obj
def set_(app: "App", /, day: str, **given: Given) -> None:
    """Set an interview, or change one of that name: what is not given stays as it was.

    Example: flashprep interview set 2026-12-18 --weekday sat=45,sun=0 --off 2026-12-01
    """
    from flashprep.app.prep.interviews import (
        asked_count,
        coming_interviews,
        companies_left_out,
        file_to_fill_in,
        knows_company,
        nearest_company,
        set_interview,
    )

    with app.studying() as collection:
        today = collection.today(app.now_ms)
        on_day = day_from(day, today)
        _check_day(on_day, today, day)
        name = _name(str(given["name"] or given["company"] or "interview"))
        # One that is over gives nothing to another of its name.
        known = {each.name: each for each in coming_interviews(collection, app.now_ms)}
        if name not in known and len(known) >= MOST:
            raise click.UsageError(f"There are {MOST} interviews already; cancel one first.")
        if given["company"]:
            _name(str(given["company"]))
        interview = _changed(known.get(name, Interview(name, on_day)), given, today)
        interview = replace(interview, day=on_day)
        if not any(interview.minutes_on(each) for each in range(today, on_day)):
            raise click.UsageError(
                "No day until then has any minutes; give --minutes or fewer --off days."
            )
        set_interview(collection, interview, app.now_ms)
        count, suspended = asked_count(collection, interview)
        with working_out_plan():
            expected = _expected(collection, app.now_ms, name)
        unknown = interview.company and not knows_company(collection, interview.company)
        others = companies_left_out(collection, interview.company) if unknown else ()
        to_fill_in = file_to_fill_in(collection, interview.company) if unknown else None
    when = day_name(date.fromordinal(on_day))
    say(
        f"{'Changed' if name in known else 'Set'}: {name}, {when}, "
        f"{_distance(on_day - today)}; {amount(count, 'card')}{_beside(suspended)}, "
        f"{study_time(interview)}."
    )
    if expected is not None:
        from flashprep.render.words import percent

        say(f"Studied so, you will recall {percent(expected)} of them on the day.")
    if unknown:
        near = nearest_company(interview.company, others)
        say(_no_values(interview.company, others, near, to_fill_in))
    click.echo("\nThe weeks until then: flashprep plan     Study: flashprep review")


def _no_values(
    company: str, others: tuple[str, ...], near: str | None, to_fill_in: str | None
) -> str:
    """That nothing is known of a company yet, what is left out, which one may be meant, and how
    to write it down."""
    left_out = (
        f"; those of other companies ({', '.join(others)}) are left out" if others else ""
    )
    meant = f" Did you mean {near}?" if near else ""
    return f"There are no values of {company} yet{left_out}.{meant}\n" + (
        f"Fill them in: {to_fill_in}"
        if to_fill_in
        else f"Write them down: flashprep new company {shlex.quote(company)}"
    )


def _expected(collection: "Collection", now_ms: int, name: str) -> float | None:
    """What will be recalled at that interview; the forecast is kept."""
    from flashprep.app.prep.forecasts import keep_forecast
    from flashprep.app.prep.interviews import interviews_ahead
    from flashprep.app.prep.plan_input import plan_of, problem_of

    problem = problem_of(collection, now_ms)
    if problem is None or problem.days > _NEAR_DAYS:
        return None
    plan = plan_of(problem)
    keep_forecast(collection, now_ms, plan)
    names = [each.name for each, _ in interviews_ahead(collection, now_ms)]
    if name not in names or len(plan.forecasts) != len(names):  # all cards of one are suspended
        return None
    return plan.forecasts[names.index(name)].recall


@command.command("cancel")
@click.argument("name")
@click.pass_obj
def cancel(app: "App", name: str) -> None:
    """Take an interview out of the plan; what was studied stays.

    Example: flashprep interview cancel meta
    """
    from flashprep.app.prep.interviews import cancel_interview

    with app.studying() as collection:
        was = cancel_interview(collection, _name(name), app.now_ms)
    when = day_name(date.fromordinal(was.day))
    click.echo(f"Cancelled: {was.name}, {when}. Take it back: flashprep undo")


def _name(text: str) -> str:
    """A name as it is written in commands: one word, which a terminal can show."""
    name = "-".join(text.casefold().split())
    if not name or not name.isprintable() or len(name) > _LONGEST_NAME:
        raise click.UsageError(
            f"{text!r} is no name for an interview; give a short word, such as --name meta"
        )
    return name


def _check_day(day: int, today: int, text: str) -> None:
    if day <= today:
        raise click.UsageError(
            f"'{text}' is today; a plan needs a day before it. Set a later date, or go over "
            "what is weakest: flashprep review --cram"
        )
    if day > today + FARTHEST_DAYS:
        raise click.UsageError(f"'{text}' is more than five years away; set a nearer date.")


def _changed(
    interview: Interview,
    given: "dict[str, str | int | float | tuple[str, ...] | None]",
    today: int,
) -> Interview:
    """The interview with what was given on the command line."""
    changes: dict[str, object] = {
        name: given[name]
        for name in ("company", "level", "minutes", "weight")
        if given[name] is not None
    }
    if "company" in changes:
        changes["company"] = " ".join(str(changes["company"]).split())
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
    return replace(interview, **changes)  # type: ignore[arg-type]


def _names(text: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in text.split(",") if each.strip())


def _priority(text: str) -> Priority:
    try:
        return Priority(text.casefold())
    except ValueError as error:
        names = ", ".join(Priority)
        raise click.UsageError(f"'{text}' is no priority; there are {names}.") from error


def _weekdays(text: str) -> dict[int, int]:
    minutes = {}
    for part in _names(text):
        day, _, count = part.partition("=")
        known = [name for name in WEEKDAYS if day.casefold().startswith(name)]
        if not known or not count.isdecimal() or int(count) > _MOST_MINUTES:
            raise click.UsageError(
                f"'{part}' says no minutes of a weekday, 0 to {_MOST_MINUTES}; write them as "
                "sat=45,sun=0."
            )
        minutes[WEEKDAYS.index(known[0])] = int(count)
    return minutes


def _span(text: str, today: int) -> tuple[int, int]:
    first, _, last = text.partition("..")
    # Days gone by may be among them: who changes the days off gives all of them.
    days = tuple(day_from(each, today, or_past=True) for each in (first, last or first))
    if days[1] < days[0]:
        raise click.UsageError(f"'{text}' ends before it begins.")
    return days[0], days[1]


def _distance(days: int) -> str:
    if days == 0:
        return "today"
    return "tomorrow" if days == 1 else f"in {days} days"


def _beside(suspended: int) -> str:
    """What to say of suspended cards beside the others; nothing if there are none."""
    return f" (and {suspended} suspended)" if suspended else ""


def _as_json(interview: Interview, cards: int, suspended: int, today: int) -> dict[str, object]:
    values = interview.payload()
    spans = [[date.fromordinal(day).isoformat() for day in span] for span in interview.off]
    return {
        "name": interview.name,
        **values,
        "day": date.fromordinal(interview.day).isoformat(),
        "off": spans,
        "days": interview.day - today,
        "cards": cards,
        "suspended": suspended,
    }
