"""What `flashprep plan` says: the weeks and the verdict, one day, or all of it as JSON."""

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

import click

from flashprep.render.plan_report import day_report, plan_overview
from flashprep.ui.text.report import print_report

if TYPE_CHECKING:
    from flashprep.core.planner.plan import TodaysList
    from flashprep.core.schedule import Schedule, Week

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


def schedule_as_json(schedule: "Schedule", today: "TodaysList") -> dict[str, object]:
    """The schedule as a document of JSON."""
    verdict = schedule.verdict
    return {
        "today": date.fromordinal(schedule.today).isoformat(),
        "interviews": [
            {"name": each.name, "day": date.fromordinal(each.day).isoformat()}
            for each in schedule.interviews
        ],
        "recall": verdict.recall,
        "plain_recall": verdict.plain,
        "stretch": verdict.stretch,
        "cards": verdict.cards,
        "minutes": verdict.minutes,
        "verdict": {**asdict(verdict), "day": date.fromordinal(verdict.day).isoformat()},
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
            {"minutes": minutes, "recall": point.recall} for minutes, point in schedule.curve
        ],
        "list": [
            {"key": task.key, "why": task.why, "seconds": task.seconds, "gain": task.gain}
            for task in today.tasks
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
