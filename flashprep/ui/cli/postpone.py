"""`flashprep postpone`: spreads due cards over the coming days."""

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
    metavar="N",
    help="Spread the cards over N days, including today.",
)
@click.option(
    "--days",
    type=click.IntRange(1, MOST_DAYS),
    metavar="N",
    help="Make the cards due in N days, or later if your limits require it.",
)
@click.option("--dry-run", is_flag=True, help="Show what would change; change nothing.")
@click.pass_obj
def command(
    app: App, query: str | None, clear_in: int | None, days: int | None, *, dry_run: bool
) -> None:
    """Spread overdue cards over the coming days.

    Without QUERY, all due cards are spread. With QUERY, only the due cards that match are
    spread. Without an option, flashprep uses as many days as your daily limits need. Cards that
    would suffer most from waiting come first. Memory states do not change, and one undo
    reverses everything.

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
        verb = "Would move" if dry_run else "Moved"
        some = f"{amount(len(moves.days), 'card')} of {moves.looked_at} due"
        say(f"{verb} {some}; those that suffer least from waiting wait longest:")
        print_days(moves)
    say("\nNo changes made." if dry_run else f"\nUndo: {FLASHPREP} undo")


def print_days(moves: "Moves") -> None:
    """Print how many cards move to each day."""
    rows = [(day_and_year(day), str(count)) for day, count in moves.by_day().items()]
    print_table(("day", "more cards"), rows, right=(1,))


def _say_nothing(moves: "Moves") -> None:
    if not moves.looked_at:
        say("No matching card is due now.")
    else:
        say(
            f"Nothing to do: today has room for all {moves.looked_at} due cards. "
            "To move them anyway, use --clear-in or --days."
        )
