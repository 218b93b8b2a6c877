"""What `flashprep plan` says: the weeks and the verdict, or one day."""

from typing import TYPE_CHECKING

import click

from flashprep.render.plan_report import day_report, plan_overview
from flashprep.ui.text.report import print_report

if TYPE_CHECKING:
    from flashprep.core.planner.plan import TodaysList
    from flashprep.core.weekly_schedule import Schedule

_WIDEST = 76


def print_schedule(schedule: "Schedule") -> None:
    """The verdict, the weeks, what to do in this one, and the curve."""
    print_report(plan_overview(schedule), _WIDEST)
    more = "          Tick off: flashprep plan done NAME" if schedule.weeks[0].tasks else ""
    click.echo(f"\nStudy: flashprep review{more}")


def print_day(schedule: "Schedule", day: int, today: "TodaysList | None") -> None:
    """What is planned for one day; for today, with its list."""
    print_report(day_report(schedule, day, today), _WIDEST)
    if today is not None:
        click.echo("\nThe cards: flashprep queue          Why one is among them: --why KEY")
