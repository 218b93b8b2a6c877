"""`flashprep know`: notes that a person knows already."""

import click

from flashprep.app.study.known_notes import say_known
from flashprep.ui.cli.card_filter import chosen_rows
from flashprep.ui.cli.context import App, json_option
from flashprep.ui.text.known import known_words
from flashprep.ui.text.output import say
from flashprep.ui.text.program import FLASHPREP


@click.command("know")
@click.argument("keys", nargs=-1, metavar="NOTE...", required=True)
@json_option
@click.pass_obj
def command(app: App, keys: tuple[str, ...]) -> None:
    """Say that you know these notes: their new cards come later, spread over the days.

    Each card is asked once, at the latest in three weeks or halfway to the interview, as a new
    card. Until then it counts as recalled with 85%, by your word. It is not a review. One undo
    takes it back. A card's key means that card alone.

    Example: flashprep know star
    """
    with app.studying() as collection:
        rows = chosen_rows(collection, keys, None, app.now_ms)
        known = say_known(collection, [row.card.key for row in rows], app.now_ms)
        words = known_words(known)
    app.end_if_json("know", known)
    say(f"{words} Undo: {FLASHPREP} undo")
