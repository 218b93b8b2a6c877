"""`flashprep break`: days on which nothing is to be due."""

from typing import TYPE_CHECKING

import click

from flashprep.text import amount
from flashprep.ui.cli.context import App
from flashprep.ui.cli.days import day_from
from flashprep.ui.text.output import say
from flashprep.ui.text.program import FLASHPREP

if TYPE_CHECKING:
    from flashprep.collection import Collection


@click.command("break")
@click.option("--from", "first", metavar="DAY", help="The first day of the break; +0 is today.")
@click.option("--to", "last", metavar="DAY", help="Its last day.")
@click.option("--dry-run", is_flag=True, help="Say what would be done; change nothing.")
@click.pass_obj
def command(app: App, first: str | None, last: str | None, *, dry_run: bool) -> None:
    """Plan days on which nothing is due; without days, list the breaks to come.

    What is due in the break comes after it, on as many days as it has, and what you study
    before it avoids its days. A DAY is a date such as 2026-12-24, or +3 for three days from
    today. What is known of your memory stays as it is; one undo takes all of it back.

    Example: flashprep break --from 2026-12-24 --to 2027-01-02
    """
    from flashprep.app.study.breaks import before_break
    from flashprep.app.study.postpone import write_moves
    from flashprep.core.break_days import Break
    from flashprep.ui.cli.postpone import print_days

    with app.studying() as collection:
        today = collection.today(app.now_ms)
        if first is None and last is None:
            _list(collection, today)
            return
        if first is None or last is None:
            raise click.UsageError("Give both --from and --to.")
        rest = Break(day_from(first, today), day_from(last, today))
        moves = before_break(collection, rest, app.now_ms)
        if not dry_run:
            write_moves(collection, moves, app.now_ms)
        length = amount(rest.to_day - rest.from_day + 1, "day")
        say(f"Break of {length}, {rest}.")
        if moves.days:
            verb = "would come" if dry_run else "come"
            say(f"\n{amount(len(moves.days), 'card')} due in it {verb} after it:")
            print_days(moves)
        else:
            say("Nothing is due in it.")
    say("\nNothing was changed." if dry_run else f"\nTake it back: {FLASHPREP} undo")


def _list(collection: "Collection", today: int) -> None:
    breaks = [each for each in collection.breaks() if each.to_day >= today]
    for each in breaks:
        click.echo(f"Break: {each}")
    if not breaks:
        click.echo(f"There is no break to come. Plan one: {FLASHPREP} break --from +7 --to +9")
