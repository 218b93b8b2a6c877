"""`flashprep plan`: the weeks until the interviews, and what they will bring."""

from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from flashprep.errors import FlashprepError
from flashprep.ui.cli.context import App, json_option
from flashprep.ui.cli.days import day_from
from flashprep.ui.cli.files import write_if_named
from flashprep.ui.text.commands import command_of
from flashprep.ui.text.output import say, working_out_plan
from flashprep.ui.text.program import FLASHPREP
from flashprep.ui.text.report import print_report

if TYPE_CHECKING:
    from flashprep.collection import Collection
    from flashprep.core.planner.plan import LeftOut, TodaysList
    from flashprep.core.planner.problem import Problem
    from flashprep.core.weekly_schedule import Schedule

_IN_DAYS = 21  # an example of a date
_WIDEST = 76
NOTHING_ASKED = (
    f"No interview ahead asks for a card in study. What is set: {FLASHPREP} interview"
)
_WHY = {
    "learning": "a step of today runs: it comes again in any case",
    "asked": "you said that you know it; today it is asked for the first time",
    "new": "it is introduced today",
    "spare": "it is introduced today, since there is time left",
    "review": "studied today it is worth more than on any later day",
    "later": "a later day serves it better, or as well",
    "enough": "no more study of it is worth the time",
    "no_time": "it is worth studying, but other cards gain more from the time there is",
    "given_up": "there is no time for it until the interviews",
    "not_open": "its phase has not begun",
    "revealed": "a card of today shows its answer",
    "known": "you said that you know it",
    "done": "it was studied today already",
    "not_asked": "no interview to come is about it",
}


@click.group("plan", invoke_without_command=True)
@click.option("--day", "on_day", metavar="DATE", help="Look at one day.")
@click.option("--why", metavar="KEY", help="Say why a card is in today's list, or is not.")
@click.option("--ics", type=click.Path(path_type=Path), help="Write a calendar.")
@click.option("--at", metavar="HH:MM", help="When its sessions begin; default: session_time.")
@click.option("--markdown", type=click.Path(path_type=Path), help="Write it as Markdown.")
@click.option("--html", type=click.Path(path_type=Path), help="Write it as a page.")
@json_option
@click.pass_context
def command(
    context: click.Context,
    *,
    on_day: str | None,
    why: str | None,
    ics: Path | None,
    at: str | None,
    markdown: Path | None,
    html: Path | None,
) -> None:
    """Show the weeks until the interviews: new cards, reviews, minutes, what to expect.

    It is solved anew each time, from what you know today. No card is changed; the first
    forecast of a day is kept, for flashprep ready to say what came of it.

    Example: flashprep plan --html plan.html
    """
    if context.invoked_subcommand is not None:
        return
    app: App = context.obj
    starts = None if at is None else _time_from(at)
    with app.studying() as collection:
        if why is not None:
            _say_why(collection, app.now_ms, why)
            return
        today = collection.today(app.now_ms)
        day = None if on_day is None else day_from(on_day, today)
        found = _schedule(collection, app.now_ms)
        if found is None:
            app.end_if_json("plan", schedule=None)
            none = nothing_ahead(collection, app.now_ms)
            if ics or markdown or html:
                raise FlashprepError(none)
            click.echo(none)
            return
        problem, schedule = found
        write_if_named(ics, lambda: _calendar(collection, schedule, app.now_ms, starts))
        write_if_named(markdown, lambda: _markdown(schedule))
        write_if_named(html, lambda: _page(collection, problem, schedule, app.now_ms))
        is_listed = app.as_json or day == today
        listed = _todays_list(problem) if is_listed else None
        from flashprep.app.prep.forecasts import keep_forecast

        # Last, so that what was found before need not be looked up again.
        keep_forecast(collection, app.now_ms, schedule.plan)
    from flashprep.app.prep.weekly_schedule import Planned

    if listed is not None:
        app.end_if_json("plan", schedule=Planned(schedule, listed))
    if day is not None:
        _print_day(schedule, day, listed)
    elif not (ics or markdown or html):
        _print_schedule(schedule)


@command.command("done")
@click.argument("activity")
@click.option("--week", type=click.IntRange(1), help="Its number; this week if left out.")
@click.pass_obj
def done(app: App, activity: str, *, week: int | None) -> None:
    """Tick off an activity of the schedule, once for each time it is done.

    Example: flashprep plan done stories
    """
    with app.studying() as collection:
        if not collection.interview_ahead(app.now_ms):
            raise FlashprepError(nothing_ahead(collection, app.now_ms))
        from flashprep.app.prep.weekly_schedule import tick_off

        number, task = tick_off(collection, app.now_ms, activity, week)
    times = f" ({task.done + 1} of {task.times})" if task.times > 1 else ""
    click.echo(f"Done in week {number}: {task.name}{times}. Take it back: {FLASHPREP} undo")


def nothing_ahead(collection: "Collection", now_ms: int) -> str:
    """What to say where there is nothing to plan for."""
    from flashprep.app.prep.interviews import coming_interviews

    today, coming = collection.today(now_ms), coming_interviews(collection, now_ms)
    if coming and coming[0].day == today:
        from flashprep.render.words import interview_name

        name = interview_name(coming[0])
        return f"{name} is today. Warm up: {FLASHPREP} review     By FSRS: review --no-plan"
    if coming:
        return NOTHING_ASKED
    example = date.fromordinal(today + _IN_DAYS)
    return f"No interview lies ahead. Set one: {FLASHPREP} interview set {example} --minutes 20"


def _schedule(collection: "Collection", now_ms: int) -> "tuple[Problem, Schedule] | None":
    """The schedule, and the problem that it solves; what solves is not loaded where there is
    nothing to plan for."""
    if not collection.interview_ahead(now_ms):
        return None
    with working_out_plan():
        from flashprep.app.prep.plan_input import problem_of
        from flashprep.app.prep.weekly_schedule import schedule_of

        problem = problem_of(collection, now_ms)
        if problem is None:
            return None
        return problem, schedule_of(collection, now_ms, problem)


def _todays_list(problem: "Problem") -> "TodaysList":
    from flashprep.app.prep.plan_input import todays_list_of

    with working_out_plan():
        return todays_list_of(problem)


def _calendar(
    collection: "Collection", schedule: "Schedule", now_ms: int, at: time | None
) -> bytes:
    from flashprep.render.plan_calendar import plan_calendar

    return plan_calendar(
        schedule,
        collection_id=collection.identity.collection_id,
        zone=ZoneInfo(collection.calendar.time_zone),
        now_ms=now_ms,
        at=at or collection.config.session_time,
        command=command_of,
    )


def _markdown(schedule: "Schedule") -> bytes:
    from flashprep.render.plan_report import plan_report
    from flashprep.render.report_markdown import markdown_of

    return markdown_of(plan_report(schedule), command_of).encode()


def _page(
    collection: "Collection", problem: "Problem", schedule: "Schedule", now_ms: int
) -> bytes:
    from flashprep.app.prep.readiness import readiness_of
    from flashprep.render.plan_report import plan_report
    from flashprep.render.report_page import page_of

    readiness = readiness_of(collection, now_ms, problem=problem, plan=schedule.plan)
    return page_of(plan_report(schedule, readiness), command_of).encode()


def _say_why(collection: "Collection", now_ms: int, key: str) -> None:
    from flashprep.app.prep.plan_input import problem_of

    collection.card(key)
    problem = problem_of(collection, now_ms)
    if problem is None:
        click.echo(nothing_ahead(collection, now_ms))
        return
    from flashprep.app.study.candidates import Wanted
    from flashprep.app.study.up_next import HeldCard, why_of
    from flashprep.core.planner.plan import Task

    queue = collection.agenda(Wanted(plan=True), now_ms).queue(now_ms)
    found = why_of(collection, key, _todays_list(problem), queue, now_ms)
    listed = any(card.key == key for card in (*queue.ready, *queue.waiting))
    if isinstance(found, HeldCard):
        said = f"waits for another day: {found.why}"
    elif isinstance(found, Task):
        place = "is in today's list" if listed else "comes if time is left"
        said = f"{place}: {_WHY[found.why]}"
    elif listed:
        said = "is in today's list, as it was made before"
    elif found is None:
        said = "is not in today's list: it is suspended or retired"
    else:
        said = f"is not in today's list: {_WHY[found.why]}{_after(found)}"
    say(f"{key} {said}.")


def _after(left: "LeftOut") -> str:
    """Which card a card is left out for, or when it is best studied next."""
    if left.on_account_of:
        return f" ({left.on_account_of})"
    if left.next_day is None:
        return ""
    from flashprep.text import day_name

    return f"; next on {day_name(left.next_day)}"


def _time_from(text: str) -> time:
    try:
        return time.fromisoformat(text).replace(tzinfo=None)
    except ValueError as error:
        raise click.UsageError(f"'{text}' is not a time of day; write it as 08:00.") from error


def _print_schedule(schedule: "Schedule") -> None:
    """The verdict, the weeks, what to do in this one, and the curve."""
    from flashprep.render.plan_report import plan_overview

    print_report(plan_overview(schedule), _WIDEST)
    more = f"          Tick off: {FLASHPREP} plan done NAME" if schedule.weeks[0].tasks else ""
    click.echo(f"\nStudy: {FLASHPREP} review{more}")


def _print_day(schedule: "Schedule", day: int, today: "TodaysList | None") -> None:
    """What is planned for one day; for today, with its list."""
    from flashprep.render.plan_report import day_report

    print_report(day_report(schedule, day, today), _WIDEST)
    if today is not None:
        click.echo(f"\nThe cards: {FLASHPREP} queue          Why one is among them: --why KEY")
