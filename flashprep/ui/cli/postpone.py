"""`flashprep postpone`: spread what is due over the days to come."""

from typing import TYPE_CHECKING

import click

from flashprep.text import amount, day_and_year
from flashprep.ui.cli.card_filter import found_by
from flashprep.ui.cli.context import App
from flashprep.ui.text.output import print_table, say
from flashprep.ui.text.program import FLASHPREP

if TYPE_CHECKING:
    from flashprep.app.study.postpone import Moves

MOST_DAYS = 365


@click.command("postpone")
@click.argument("query", required=False)
@click.option(
    "--clear-in",
    type=click.IntRange(2, MOST_DAYS),
    metavar="DAYS",
    help="Spread what is due over so many days, today included.",
)
@click.option(
    "--days",
    type=click.IntRange(1, MOST_DAYS),
    help="Let what is due come back after so many days.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be done; change nothing.")
@click.pass_obj
def command(
    app: App, query: str | None, clear_in: int | None, days: int | None, *, dry_run: bool
) -> None:
    """Spread what is due, or of it what QUERY finds, over the days to come.

    Without an option it is as many days as your limits need. Cards that lose most by waiting
    come first. What is known of your memory stays as it is, and one undo takes all of it back.

    Example: flashprep postpone deck:values --clear-in 5 --dry-run
    """
    if clear_in and days:
        raise click.UsageError("Give --clear-in or --days, not both.")
    from flashprep.app.study import postpone as postponing

    with app.studying() as collection:
        keys = None if query is None else found_by(collection, query, app.now_ms).keys()
        if days:
            moves = postponing.put_off(collection, days, app.now_ms, keys)
        else:
            count = clear_in or postponing.days_to_clear(collection, app.now_ms)
            moves = postponing.clear_in(collection, count, app.now_ms, keys)
        if not moves.days:
            _say_nothing(moves)
            return
        if not dry_run:
            postponing.write_moves(collection, moves, app.now_ms)
        put = "would be put" if dry_run else "put"
        some = f"{amount(len(moves.days), 'card')} of {moves.looked_at} due"
        say(f"{some} {put} off; those that lose least by waiting wait longest:")
        print_days(moves)
    say("\nNothing was changed." if dry_run else f"\nTake it back: {FLASHPREP} undo")


def print_days(moves: "Moves") -> None:
    """How many cards come to which day."""
    rows = [(day_and_year(day), str(count)) for day, count in moves.by_day().items()]
    print_table(("day", "cards more"), rows, right=(1,))


def _say_nothing(moves: "Moves") -> None:
    if not moves.looked_at:
        click.echo("Nothing of this is due now.")
    else:
        say(
            f"Nothing to do: today has room for all {moves.looked_at} that are due. "
            "--clear-in or --days puts them off all the same."
        )
