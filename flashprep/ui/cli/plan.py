"""`flashprep plan`: shows the weeks until the interviews and the expected recall."""

from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from flashprep.errors import FlashprepError
from flashprep.ui.cli.completing import CARDS
from flashprep.ui.cli.context import App, json_option
from flashprep.ui.cli.days import FORMS, day_from
from flashprep.ui.cli.files import write_if_named
from flashprep.ui.cli.lazy import SmallGroup
from flashprep.ui.text.commands import command_of
from flashprep.ui.text.output import say, working_out_plan
from flashprep.ui.text.program import FLASHPREP
from flashprep.ui.text.report import print_report

if TYPE_CHECKING:
    from flashprep.app.study.up_next import HeldCard
    from flashprep.collection import Collection
    from flashprep.core.planner.plan import LeftOut, Task, TodaysList
    from flashprep.core.planner.problem import Problem
    from flashprep.core.weekly_schedule import Schedule

_IN_DAYS = 21  # the days from today to the interview in the example
_WIDEST = 76
NOTHING_ASKED = (
    f"No upcoming interview includes a card that is studied. Interviews: {FLASHPREP} interview"
)
_WHY = {
    "learning": "it is in a learning step",
    "asked": "you marked it as known; today is its first review",
    "new": "it is introduced today",
    "spare": "it is introduced today, because there is time left",
    "review": "a review today helps more than on any later day",
    "later": "a later day is as good or better",
    "enough": "more reviews are not worth the time",
    "no_time": "other cards gain more from the available time",
    "given_up": "there is no time for it before the interviews",
    "not_open": "its phase has not started",
    "revealed": "a card in today's list shows its answer",
    "known": "you marked it as known",
    "done": "it was reviewed today",
    "not_asked": "no upcoming interview includes it",
}


@click.group("plan", cls=SmallGroup, invoke_without_command=True)
@click.option("--day", "on_day", metavar="DAY", help=f"Show one day: {FORMS}.")
@click.option(
    "--why",
    metavar="KEY|NOTE",
    shell_complete=CARDS,
    help="Explain why a card, or each card of a note, is or is not in today's list.",
)
@click.option(
    "--ics", type=click.Path(path_type=Path), help="Write the sessions to a calendar file."
)
@click.option(
    "--at",
    metavar="HH:MM",
    help="Time at which the sessions in the calendar file start. Default: the setting "
    "session_time.",
)
@click.option("--markdown", type=click.Path(path_type=Path), help="Write the plan as Markdown.")
@click.option("--html", type=click.Path(path_type=Path), help="Write the plan as a web page.")
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
    """Show the weeks until the interviews: new cards, reviews, minutes, expected recall.

    Each time, the plan is computed from what you know today. It changes no cards. The first
    forecast of each day is saved, so that 'flashprep ready' can compare it with your actual
    recall.

    'flashprep queue' lists today's cards. 'flashprep ready' lists your weakest topics.
    'flashprep program' shows the phases in your deck files.

    Example: flashprep plan --day tomorrow
    """
    if context.invoked_subcommand is not None:
        return
    app: App = context.obj
    starts = None if at is None else _time_from(at)
    with app.studying() as collection:
        if why is not None:
            _explain(collection, app.now_ms, why)
            return
        today = collection.today(app.now_ms)
        day = None if on_day is None else day_from(on_day, today)
        found = _schedule(collection, app.now_ms)
        if found is None:
            app.end_if_json("plan", schedule=None)
            none = nothing_ahead(collection, app.now_ms)
            if ics or markdown or html:
                raise FlashprepError(none)
            say(none)
            return
        problem, schedule = found
        write_if_named(ics, lambda: _calendar(collection, schedule, app.now_ms, starts))
        write_if_named(markdown, lambda: _markdown(schedule))
        write_if_named(html, lambda: _page(collection, problem, schedule, app.now_ms))
        is_listed = app.as_json or day == today
        listed = _todays_list(problem) if is_listed else None
        from flashprep.app.prep.forecasts import keep_forecast

        # Saved last, because the data read above would have to be read again after a write.
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
@click.option("--week", type=click.IntRange(1), help="Number of the week. Default: this week.")
@click.pass_obj
def done(app: App, activity: str, *, week: int | None) -> None:
    """Tick off an activity of the program.

    ACTIVITY is the id of an activity that 'flashprep plan' lists for this week. Tick off the
    activity each time you do it.

    Example: flashprep plan done stories
    """
    with app.studying() as collection:
        if not collection.interview_ahead(app.now_ms):
            raise FlashprepError(nothing_ahead(collection, app.now_ms))
        from flashprep.app.prep.weekly_schedule import tick_off

        number, task = tick_off(collection, app.now_ms, activity, week)
    times = f" ({task.done + 1} of {task.times})" if task.times > 1 else ""
    say(f"Done in week {number}: {task.name}{times}. Undo: {FLASHPREP} undo")


def nothing_ahead(collection: "Collection", now_ms: int) -> str:
    """The message to print if there is nothing to plan for."""
    from flashprep.app.prep.interviews import upcoming_interviews

    today, coming = collection.today(now_ms), upcoming_interviews(collection, now_ms)
    if coming and coming[0].day == today:
        from flashprep.render.words import interview_name

        name = interview_name(coming[0])
        return f"{name} is today. Warm up: {FLASHPREP} review (or with --no-plan, due cards)"
    if coming:
        return NOTHING_ASKED
    example = date.fromordinal(today + _IN_DAYS)
    return (
        f"No interview is upcoming. Set one: {FLASHPREP} interview set {example} --minutes 20"
    )


def _schedule(collection: "Collection", now_ms: int) -> "tuple[Problem, Schedule] | None":
    """The planning problem and the schedule that solves it.

    Returns None if no interview is upcoming. In that case the solver is not imported.
    """
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


def _explain(collection: "Collection", now_ms: int, name: str) -> None:
    """Print why today's list does or does not contain a card. If `name` is a note, print a line
    for each of its cards."""
    from flashprep.app.prep.plan_input import problem_of

    keys = [row.card.key for row in collection.cards_of(name)]
    problem = problem_of(collection, now_ms)
    if problem is None:
        say(nothing_ahead(collection, now_ms))
        return
    from flashprep.app.study.candidates import Wanted
    from flashprep.app.study.up_next import why_of

    queue = collection.agenda(Wanted(plan=True), now_ms).queue(now_ms)
    listed = {card.key for card in (*queue.ready, *queue.waiting)}
    todays_list = _todays_list(problem)
    for key in keys:
        found = why_of(collection, key, todays_list, queue, now_ms)
        say(f"{key} {_reason(found, is_listed=key in listed)}.", hanging=2)


def _reason(found: "HeldCard | Task | LeftOut | None", *, is_listed: bool) -> str:
    """The rest of a sentence that begins with a card's key. It says whether the card is in
    today's list, and why."""
    from flashprep.app.study.up_next import HeldCard
    from flashprep.core.planner.plan import Task

    if isinstance(found, HeldCard):
        return f"waits for another day: {found.why}"
    if isinstance(found, Task):
        place = "is in today's list" if is_listed else "is added if there is time"
        return f"{place}: {_WHY[found.why]}"
    if is_listed:
        return "is in today's list, chosen earlier today"
    if found is None:
        return "is not in today's list: it is suspended or retired"
    return f"is not in today's list: {_WHY[found.why]}{_after(found)}"


def _after(left: "LeftOut") -> str:
    """The end of the sentence about a card that is left out today. The text names the card that
    is studied instead. If there is no such card, the text names the best day for the next
    review."""
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
    """Print the overview of the plan: the verdict, the weeks, the activities of this week, and
    the curve of recall."""
    from flashprep.render.plan_report import plan_overview

    print_report(plan_overview(schedule), _WIDEST)
    more = f"          Tick off: {FLASHPREP} plan done NAME" if schedule.weeks[0].tasks else ""
    say(f"\nStudy: {FLASHPREP} review{more}")


def _print_day(schedule: "Schedule", day: int, today: "TodaysList | None") -> None:
    """Print the plan for one day. If the day is today, the figures come from today's list of
    cards."""
    from flashprep.render.plan_report import day_report

    print_report(day_report(schedule, day, today), _WIDEST)
    if today is not None:
        say(f"\nThe cards: {FLASHPREP} queue          Why a card is listed: --why KEY")
