"""`flashprep check`: all mistakes in the deck files, what a sync would do, and advice."""

from typing import TYPE_CHECKING

import click

from flashprep.text import amount
from flashprep.ui.cli.context import App, json_option
from flashprep.ui.cli.sync import describe
from flashprep.ui.text.output import print_table, say, warn
from flashprep.ui.text.program import FLASHPREP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flashprep.app.decks.removals import Departure

_SHOWN = 5  # cards that would be retired


@click.command("check")
@click.option("--fix", is_flag=True, help="Write down ids that follow from texts.")
@click.option("--advice/--no-advice", default=True, help="Say what could be better, or not.")
@json_option
@click.pass_obj
def command(app: App, *, fix: bool, advice: bool) -> int:
    """Find the mistakes in the deck files. Writes nothing, but ids with --fix.

    Where there is none, advice says what would be easier to remember.

    Example: flashprep check --fix
    """
    from flashprep.app.decks.check import check

    with app.opened() as collection:
        found = check(collection, fix=fix, advice=advice)
    plan, fixed = found.plan, found.fixed
    app.end_if_json("check", found, exit_code=1 if plan.problems else 0)
    for path, ids in fixed:
        say(f"{path}: wrote {amount(len(ids), 'id')}: {', '.join(ids)}")
    for problem in plan.problems:
        click.echo(problem)
    if plan.problems:  # first things first: advice comes when they are mended
        files = {problem.location.path for problem in plan.problems}
        counted = f"{amount(len(plan.problems), 'problem')} in {amount(len(files), 'file')}."
        warn(counted if fixed else f"{counted} Nothing was changed.")
        return 1
    for each in found.advice:
        say(str(each), hanging=2)
    describe(plan, done=False)
    _warn_of(found.leaving)
    return 0


def _warn_of(leaving: "Sequence[Departure]") -> None:
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
    say(f"Otherwise '{FLASHPREP} sync' asks. A retired card keeps its history.")
