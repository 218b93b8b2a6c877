"""`flashprep know`: marks notes that the user knows already."""

import click

from flashprep.app.study.known_notes import mark_known
from flashprep.ui.cli.card_filter import chosen_rows
from flashprep.ui.cli.completing import CARDS
from flashprep.ui.cli.context import App, json_option
from flashprep.ui.text.known import known_words
from flashprep.ui.text.output import say
from flashprep.ui.text.program import FLASHPREP


@click.command("know")
@click.argument("keys", nargs=-1, metavar="NOTE...", required=True, shell_complete=CARDS)
@json_option
@click.pass_obj
def command(app: App, keys: tuple[str, ...]) -> None:
    """Mark a note as known, to postpone its cards.

    The new cards of the note are spread over the next three weeks, or over half the time to the
    interview if that is shorter. Each card is reviewed once on its day, as a new card. Until
    that day, flashprep assumes a recall of 85% for the card.

    No review is recorded, and one undo reverses the command. To mark a single card, give its
    key instead.

    Example: flashprep know star
    """
    with app.studying() as collection:
        rows = chosen_rows(collection, keys, None, app.now_ms)
        known = mark_known(collection, [row.card.key for row in rows], app.now_ms)
        words = known_words(known)
    app.end_if_json("know", known)
    say(f"{words} Undo: {FLASHPREP} undo")
