"""`flashprep break`: plans breaks, which are days on which no card is due."""

from typing import TYPE_CHECKING

import click

from flashprep.text import amount
from flashprep.ui.cli.context import App
from flashprep.ui.cli.days import FORMS, day_from
from flashprep.ui.text.output import say
from flashprep.ui.text.program import FLASHPREP

if TYPE_CHECKING:
    from flashprep.collection import Collection


@click.command("break")
@click.option("--from", "first", metavar="DAY", help=f"First day: {FORMS}.")
@click.option("--to", "last", metavar="DAY", help="Last day, in one of the same forms.")
@click.option("--dry-run", is_flag=True, help="Show what would change; change nothing.")
@click.pass_obj
def command(app: App, first: str | None, last: str | None, *, dry_run: bool) -> None:
    """Plan days on which nothing is due.

    Without days, the upcoming breaks are listed. DAY is today, tomorrow, +3, 'Dec 18' (the next
    one) or 2026-12-18.

    Cards that are due during the break are moved to the days after it. They are spread over as
    many days as the break has. New due days avoid the break where possible. Memory states do
    not change, and one undo reverses everything.

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
            verb = "Would move" if dry_run else "Moved"
            say(f"\n{verb} {amount(len(moves.days), 'card')} to days after the break:")
            print_days(moves)
        else:
            say("No card is due during the break.")
    say("\nNo changes made." if dry_run else f"\nUndo: {FLASHPREP} undo")


def _list(collection: "Collection", today: int) -> None:
    breaks = [each for each in collection.breaks() if each.to_day >= today]
    for each in breaks:
        say(f"Break: {each}")
    if not breaks:
        say(f"No break is planned. Plan one: {FLASHPREP} break --from +7 --to +9")
