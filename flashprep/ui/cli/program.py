"""`flashprep program`: shows the phases and activities of the preparation."""

import click

from flashprep.app.decks.prompts import ProgramView, stored_program
from flashprep.core.notes.kinds.program import Activity, Phase
from flashprep.text import amount
from flashprep.ui.cli.context import App, json_option
from flashprep.ui.text.output import one_line, say
from flashprep.ui.text.program import FLASHPREP


@click.command("program")
@json_option
@click.pass_obj
def command(app: App) -> None:
    """Show the phases and activities of your preparation.

    The program is part of your deck files. It counts in weeks and has no dates.
    'flashprep plan' shows its dates, and your cards until the interview.

    Example: flashprep program --json
    """
    with app.studying() as collection:
        program = stored_program(collection.catalog)
    app.end_if_json("programme", ProgramView(program))
    if program is None:
        say(f"There is no program yet. Write one: {FLASHPREP} new program")
        return
    weeks = sum(phase.weeks for phase in program.phases)
    say(f"{program.name} · {amount(weeks, 'week')}")
    week = 1
    for phase in program.phases:
        last = week + phase.weeks - 1
        when = f"week {week}" if phase.weeks == 1 else f"weeks {week}–{last}"
        say(f"\n{when}   {phase.name}", hanging=4)
        say(f"    new cards: {_new_cards(phase)}", hanging=8)
        for activity in phase.activities:
            say(f"    ☐ {one_line(activity.name)}{_how_often(activity)}", hanging=6)
        week = last + 1


def _new_cards(phase: Phase) -> str:
    if not phase.introduces:
        return "none"
    priorities = tuple(priority.value for priority in phase.priorities)
    parts = [", ".join(phase.decks), ", ".join(f"#{tag}" for tag in phase.tags)]
    return " · ".join(filter(None, (*parts, ", ".join(priorities))))


def _how_often(activity: Activity) -> str:
    times = _times(activity)
    if activity.weekly:
        return " every week" if times == "1" else f" ({times} times a week)"
    return "" if times == "1" else f" ({times} times)"


def _times(activity: Activity) -> str:
    if activity.least == activity.most:
        return str(activity.least)
    return f"{activity.least}–{activity.most}"
