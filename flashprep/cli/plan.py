"""`flashprep plan`: the weeks until the interviews, and what they will bring."""

import os
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from flashprep.cli.days import day_from
from flashprep.cli.output import amount, json_option, print_json, print_table, say, styled
from flashprep.errors import FlashprepError

if TYPE_CHECKING:
    from flashprep.cli.context import App
    from flashprep.collection import Collection
    from flashprep.core.schedule import Schedule, Week

NO_INTERVIEW = (
    "No interview lies ahead. Set one: flashprep interview set 2026-12-18 --minutes 20"
)
NOTHING_ASKED = "No interview ahead asks for any card. What is set: flashprep interview"
_MOST_WEEKS = 13
_WHY = {
    "learning": "a step of today runs: it comes again in any case",
    "new": "it is introduced today",
    "spare": "it is introduced today, since there is time left",
    "review": "studied today it is worth more than on any later day",
    "later": "a later day serves it better, or as well",
    "enough": "no more study of it is worth the time",
    "no_time": "it is worth studying, but other cards gain more from the time there is",
    "given_up": "there is no time for it until the interviews",
    "not_open": "its phase has not begun",
    "revealed": "a card of today shows its answer",
    "done": "it was studied today already",
    "not_asked": "no interview to come is about it",
}


@click.group("plan", invoke_without_command=True)
@click.option("--day", "on_day", metavar="DATE", help="Look at one day.")
@click.option("--why", metavar="KEY", help="Say why a card is in today's list, or is not.")
@click.option("--ics", type=click.Path(path_type=Path), help="Write a calendar.")
@click.option("--at", default="08:00", metavar="HH:MM", help="When its sessions begin.")
@click.option("--markdown", type=click.Path(path_type=Path), help="Write it as Markdown.")
@click.option("--html", type=click.Path(path_type=Path), help="Write it as a page.")
@json_option
@click.pass_context
def command(  # noqa: PLR0913 - one argument for each option
    context: click.Context,
    *,
    on_day: str | None,
    why: str | None,
    ics: Path | None,
    at: str,
    markdown: Path | None,
    html: Path | None,
    as_json: bool,
) -> None:
    """Show the weeks until the interviews: new cards, reviews, minutes, what to expect.

    It is solved anew each time, from what you know today. No card is changed; the first
    forecast of a day is kept, for flashprep ready to say what came of it.

    Example: flashprep plan --html plan.html
    """
    if context.invoked_subcommand is not None:
        return
    app: App = context.obj
    starts = _time_from(at)
    with app.studying() as collection:
        if why is not None:
            _say_why(collection, app.now_ms, why)
            return
        schedule = _schedule(collection, app.now_ms)
        if schedule is None and not as_json:
            click.echo(nothing_ahead(collection, app.now_ms))
            return
        if schedule is not None and ics is not None:
            _write(ics, _calendar(collection, schedule, app.now_ms, starts))
    if as_json:
        print_json("plan", schedule=None if schedule is None else _as_json(schedule))
    elif schedule is not None:
        _write_pages(schedule, markdown, html)
        if on_day is not None:
            _print_day(schedule, day_from(on_day, schedule.today))
        elif not (ics or markdown or html):
            _print(schedule)


@command.command("done")
@click.argument("activity")
@click.option("--week", type=click.IntRange(1), help="Its number; this week if left out.")
@click.pass_obj
def done(app: "App", activity: str, *, week: int | None) -> None:
    """Tick off an activity of the schedule, once for each time it is done.

    Example: flashprep plan done stories
    """
    with app.studying() as collection:
        from flashprep.collection.scheduling import tick_off

        found, task = tick_off(collection, app.now_ms, activity, week)
    times = f" ({task.done + 1} of {task.times})" if task.times > 1 else ""
    click.echo(f"Done in week {found.number}: {task.name}{times}. Take it back: flashprep undo")


def nothing_ahead(collection: "Collection", now_ms: int) -> str:
    """What to say where there is nothing to plan for."""
    from flashprep.collection.interviewing import coming_interviews

    today = collection.today(now_ms)
    is_set = any(each.day > today for each in coming_interviews(collection, now_ms))
    return NOTHING_ASKED if is_set else NO_INTERVIEW


def _schedule(collection: "Collection", now_ms: int) -> "Schedule | None":
    """The schedule; what solves is not loaded where there is nothing to plan for."""
    if not collection.interview_ahead(now_ms):
        return None
    from flashprep.collection.forecasting import keep_forecast
    from flashprep.collection.scheduling import schedule_of

    schedule = schedule_of(collection, now_ms)
    if schedule is not None:
        keep_forecast(collection, now_ms, schedule.plan)
    return schedule


def _calendar(collection: "Collection", schedule: "Schedule", now_ms: int, at: time) -> bytes:
    from flashprep.render.plan_calendar import plan_calendar

    return plan_calendar(
        schedule,
        collection_id=collection.facts.collection_id,
        zone=ZoneInfo(collection.calendar.time_zone),
        now_ms=now_ms,
        at=at,
    )


def _write_pages(schedule: "Schedule", markdown: Path | None, html: Path | None) -> None:
    if markdown is not None:
        from flashprep.render.plan_markdown import plan_markdown

        _write(markdown, plan_markdown(schedule).encode())
    if html is not None:
        from flashprep.render.plan_page import plan_page

        _write(html, plan_page(schedule).encode())


def _print(schedule: "Schedule") -> None:
    from flashprep.render.plan_words import span, times_left, title, verdict_sentences
    from flashprep.render.stats_words import percent

    say(title(schedule))
    click.echo()
    say(" ".join(verdict_sentences(schedule.verdict)))
    if schedule.pressed:
        say(schedule.pressed)
    click.echo()
    print_table(
        ("week", "new", "reviews", "minutes", "expected", "phase"),
        [
            (
                span(week),
                f"{round(week.new_cards)}",
                f"{round(week.reviews)}",
                f"{round(week.minutes)} of {round(week.budget_minutes)}",
                percent(week.recall),
                week.phase,
            )
            for week in schedule.weeks[:_MOST_WEEKS]
        ],
        right=(1, 2, 3, 4),
    )
    if len(schedule.weeks) > _MOST_WEEKS:
        more = amount(len(schedule.weeks) - _MOST_WEEKS, "more week")
        say(f"  … and {more}; all of them: flashprep plan --markdown FILE")
    week = schedule.weeks[0]
    if week.decks:
        click.echo()
        say(f"New this week: {', '.join(week.decks)}.", hanging=2)
    if week.tasks:
        click.echo("\nTo do this week:")
    for task in week.tasks:
        box = "☐" if times_left(task) else "☑"
        often = f" ({task.done} of {task.times})" if task.times > 1 else ""
        say(f"  {box} {task.name}{often}  {styled(task.key, dim=True)}", hanging=4)
    _print_curve(schedule)
    more = "   Tick off: flashprep plan done NAME" if week.tasks else ""
    click.echo(f"\nStudy: flashprep review{more}")


def _print_curve(schedule: "Schedule") -> None:
    if not schedule.curve:
        return
    from flashprep.render.stats_words import percent

    click.echo("\nRecall on the day by minutes a day, what is core counting most:")
    for minutes, point in schedule.curve:
        mark = "now" if point.factor == 1 else ""
        bar = "█" * round(point.worth * 40)
        click.echo(f"  {minutes:>4} {bar:<40} {percent(point.worth):>4} {mark}".rstrip())


def _print_day(schedule: "Schedule", day: int) -> None:
    from flashprep.render.plan_words import whole_day
    from flashprep.render.stats_words import percent

    for each in schedule.plan.days:
        if each.day == day:
            say(
                f"{whole_day(day)}: {amount(round(each.new_cards), 'new card')}, "
                f"{amount(round(each.reviews), 'review')}, {round(each.seconds / 60)} of "
                f"{round(each.budget_s / 60)} minutes. Expected at its end: "
                f"{percent(each.recall)}."
            )
            return
    say(f"{whole_day(day)} is not in the plan; it ends on the eve of the last interview.")


def _say_why(collection: "Collection", now_ms: int, key: str) -> None:
    from flashprep.collection.planning import problem_of, todays_list_of

    collection.card(key)
    problem = problem_of(collection, now_ms)
    if problem is None:
        click.echo(nothing_ahead(collection, now_ms))
        return
    found = todays_list_of(problem)
    for task in found.tasks:
        if task.key == key:
            say(f"{key} is in today's list: {_WHY[task.why]}.")
            return
    left = found.left_out.get(key)
    if left is None:
        say(f"{key} is not in today's list: it is suspended or retired.")
        return
    after = ""
    if left.on_account_of:
        after = f" ({left.on_account_of})"
    elif left.next_day is not None:
        from flashprep.render.plan_words import day_name

        after = f"; next on {day_name(left.next_day)}"
    say(f"{key} is not in today's list: {_WHY[left.why]}{after}.")


def _time_from(text: str) -> time:
    try:
        return time.fromisoformat(text).replace(tzinfo=None)
    except ValueError as error:
        raise click.UsageError(f"'{text}' is no time of day; write it as 08:00.") from error


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        try:
            beside.write_bytes(data)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise FlashprepError(f"{path}: cannot be written ({error.strerror})") from error
    click.echo(f"Written: {path}", err=True)


def _as_json(schedule: "Schedule") -> dict[str, object]:
    verdict = schedule.verdict
    return {
        "today": date.fromordinal(schedule.today).isoformat(),
        "interviews": [
            {"name": each.name, "day": date.fromordinal(each.day).isoformat()}
            for each in schedule.interviews
        ],
        "recall": verdict.recall,
        "cards": verdict.cards,
        "minutes": verdict.minutes,
        "given_up": list(schedule.plan.given_up),
        "forecasts": [
            {
                "day": date.fromordinal(each.day).isoformat(),
                "cards": each.cards,
                "recall": each.recall,
                "lowest": each.lowest,
                "highest": each.highest,
                "now": each.now,
            }
            for each in schedule.plan.forecasts
        ],
        "weeks": [_week_as_json(each) for each in schedule.weeks],
        "days": [
            {
                "day": date.fromordinal(each.day).isoformat(),
                "new": each.new_cards,
                "reviews": each.reviews,
                "seconds": each.seconds,
                "budget_seconds": each.budget_s,
                "recall": each.recall,
            }
            for each in schedule.plan.days
        ],
        "curve": [
            {"minutes": minutes, "worth": point.worth} for minutes, point in schedule.curve
        ],
        "list": [
            {"key": task.key, "why": task.why, "seconds": task.seconds, "gain": task.gain}
            for task in schedule.plan.today.tasks
        ],
    }


def _week_as_json(week: "Week") -> dict[str, object]:
    return {
        "number": week.number,
        "first_day": date.fromordinal(week.first_day).isoformat(),
        "last_day": date.fromordinal(week.last_day).isoformat(),
        "phase": week.phase,
        "decks": list(week.decks),
        "new": week.new_cards,
        "reviews": week.reviews,
        "minutes": week.minutes,
        "budget_minutes": week.budget_minutes,
        "recall": week.recall,
        "tasks": [
            {"key": each.key, "name": each.name, "times": each.times, "done": each.done}
            for each in week.tasks
        ],
    }
