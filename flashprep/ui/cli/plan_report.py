"""What `flashprep plan` says: the weeks and the verdict, or one day."""

from math import floor
from typing import TYPE_CHECKING

import click

from flashprep.render.plan_words import (
    interview_name,
    span,
    study_time,
    times_left,
    title,
    verdict_words,
)
from flashprep.text import amount, percent, whole_day
from flashprep.ui.text.output import console, print_chart, print_table, say, styled

if TYPE_CHECKING:
    from flashprep.core.planner.plan import PlannedDay, TodaysList
    from flashprep.core.schedule import Schedule, Week

_MOST_WEEKS = 13
_WIDEST, _HEIGHT, _INDENT = 76, 7, 2
_HIGHEST_FLOOR = 0.8


def print_schedule(schedule: "Schedule") -> None:
    """The verdict, the weeks, what to do in this one, and the curve."""
    say(styled(title(schedule), bold=True))
    if len(schedule.interviews) == 1:
        say(styled(study_time(schedule.interviews[0]), dim=True))
    say(f"\n{verdict_words(schedule)}")
    if schedule.pressed:
        say(schedule.pressed)
    click.echo()
    print_table(
        ("week", "new", "reviews", "minutes", "expected", "phase"),
        [
            (
                span(week),
                f"{round(week.new_cards):,}",
                f"{round(week.reviews):,}",
                f"{round(week.minutes):,} of {round(week.budget_minutes):,}",
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
        say(f"\nNew this week: {', '.join(week.decks)}.", hanging=2)
    if week.tasks:
        click.echo("\nTo do this week:")
        _print_tasks(week)
    _print_curve(schedule)
    more = "          Tick off: flashprep plan done NAME" if week.tasks else ""
    click.echo(f"\nStudy: flashprep review{more}")


def _print_tasks(week: "Week") -> None:
    for task in week.tasks:
        box = "☐" if times_left(task) else "☑"
        often = f" ({task.done} of {task.times})" if task.times > 1 else ""
        say(f"  {box} {task.name}{often}  {styled(task.key, dim=True)}", hanging=4)


def _print_curve(schedule: "Schedule") -> None:
    if not schedule.curve:
        return
    from flashprep.render.charts import curve

    words = {
        float(minutes): f"{minutes} now" if point.factor == 1 else str(minutes)
        for minutes, point in schedule.curve
    }
    click.echo(styled("\n  Recall on the day, by minutes a day", dim=True))
    lines = curve(
        [(float(minutes), point.recall) for minutes, point in schedule.curve],
        height=_HEIGHT,
        width=min(console().width, _WIDEST) - _INDENT,
        axis=words,
        low=min(_HIGHEST_FLOOR, floor(10 * min(p.recall for _, p in schedule.curve)) / 10),
    )
    print_chart(lines, _INDENT)


def print_day(schedule: "Schedule", day: int, today: "TodaysList | None") -> None:
    """What is planned for one day; for today, with its list."""
    for interview in schedule.interviews:
        if interview.day == day:
            say(f"{whole_day(day)}: {interview_name(interview)}.")
            say("In the morning a warm-up, the weakest cards: flashprep review")
    planned = next((each for each in schedule.plan.days if each.day == day), None)
    if planned is not None:
        week = next(each for each in schedule.weeks if each.first_day <= day <= each.last_day)
        _print_planned(planned, week, today)
    elif all(interview.day != day for interview in schedule.interviews):
        say(f"{whole_day(day)} is not in the plan; it ends on the eve of the last interview.")


def _print_planned(
    planned: "PlannedDay", week: "Week", today: "TodaysList | None" = None
) -> None:
    """A day's numbers: of today those of its list, of others what is foreseen."""
    phase = f", {week.phase}" if week.phase else ""
    say(styled(f"{whole_day(planned.day)}: week {week.number}{phase}", bold=True) + "\n")
    new, reviews, seconds = round(planned.new_cards), round(planned.reviews), planned.seconds
    if today is not None:
        new, seconds = today.new_cards, today.seconds
        reviews = len(today.tasks) - new
    if not planned.budget_s:
        left = "A day off: no study is planned." if today is None else "No minutes are left."
        say(f"  {left}")
    else:
        say(f"  New cards   {new:,}")
        say(f"  Reviews     {reviews:,}")
        say(f"  Minutes     {round(seconds / 60)} of {round(planned.budget_s / 60)}")
    say(f"  Expected    {percent(planned.recall)} on the next morning")
    if week.tasks:
        click.echo("\nTo do in its week:")
        _print_tasks(week)
    if today is not None:
        click.echo("\nThe cards: flashprep queue          Why one is among them: --why KEY")
