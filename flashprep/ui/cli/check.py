"""`flashprep check`: all mistakes in the deck files, what a sync would do, and advice."""

from typing import TYPE_CHECKING

import click

from flashprep.ui.cli.sync import describe, report_as_json
from flashprep.ui.cli.unfilled_text import unfilled_json
from flashprep.ui.text.output import amount, json_option, print_json, print_table, say, warn

if TYPE_CHECKING:
    from flashprep.app.decks.removals import Departure
    from flashprep.core.advice import Advice
    from flashprep.errors import Problem
    from flashprep.ui.cli.context import App

_SHOWN = 5  # cards that would be retired


@click.command("check")
@click.option("--fix", is_flag=True, help="Write down ids that follow from texts.")
@click.option("--advice/--no-advice", default=True, help="Say what could be better, or not.")
@json_option
@click.pass_context
def command(ctx: click.Context, *, fix: bool, advice: bool, as_json: bool) -> None:
    """Find the mistakes in the deck files. Writes nothing, but ids with --fix.

    Where there is none, advice says what would be easier to remember.

    Example: flashprep check --fix
    """
    app: App = ctx.obj
    with app.opened() as collection:
        fixed = collection.add_missing_ids() if fix else []
        plan = collection.plan_sync()
        leaving = collection.departures(plan)
        advised = collection.advice(plan) if advice else []
    if as_json:
        print_json(
            "check",
            problems=[_as_json(problem) for problem in plan.problems],
            advice=[_as_json(each) for each in advised],
            fixed=[{"path": path, "ids": list(ids)} for path, ids in fixed],
            would=report_as_json(plan),
            unfilled=unfilled_json(plan.unfilled),
            leaving=[_departure_as_json(each) for each in leaving],
        )
    else:
        for path, ids in fixed:
            say(f"{path}: wrote {amount(len(ids), 'id')}: {', '.join(ids)}")
        for problem in plan.problems:
            click.echo(problem)
        if plan.problems:  # first things first: advice comes when they are mended
            files = {problem.location.path for problem in plan.problems}
            found = f"{amount(len(plan.problems), 'problem')} in {amount(len(files), 'file')}."
            warn(found if fixed else f"{found} Nothing was changed.")
        else:
            for each in advised:
                say(str(each), hanging=2)
            describe(plan, done=False)
            _warn_of(leaving)
    if plan.problems:
        ctx.exit(1)


def _warn_of(leaving: "list[Departure]") -> None:
    """Say which cards with history would be retired, and how their history could stay."""
    if not leaving:
        return
    rows = [
        (key, str(number), each.location.path)
        for each in leaving
        for key, number in each.reviews.items()
    ]
    reviews = sum(sum(each.reviews.values()) for each in leaving)
    say(f"\n{amount(len(rows), 'card')} with {amount(reviews, 'review')} would be retired:\n")
    print_table(("card", "reviews", "was in"), rows[:_SHOWN], right=(1,))
    if len(rows) > _SHOWN:
        say(f"  … and {len(rows) - _SHOWN} more")
    click.echo()
    for each in leaving:
        if each.arrived_at is not None:
            say(
                f"Did you rename '{each.former}' to '{each.successor}'? Then add "
                f"'formerly: {each.former}' there ({each.arrived_at})."
            )
        elif each.former:
            say(f"If '{each.former}' has another id now, add 'formerly: {each.former}' to it.")
    say("Otherwise 'flashprep sync' asks. A retired card keeps its history and can come back.")


def _as_json(each: "Problem | Advice") -> dict[str, object]:
    return {
        "path": each.location.path,
        "line": each.location.line,
        "column": each.location.column,
        "message": each.message,
    }


def _departure_as_json(each: "Departure") -> dict[str, object]:
    return {
        "reviews": each.reviews,
        "path": each.location.path,
        "line": each.location.line,
        "former": each.former or None,
        "successor": each.successor or None,
    }
