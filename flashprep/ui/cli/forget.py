"""`flashprep forget`: cards that begin anew."""

import click

from flashprep.core.events import EventKind
from flashprep.ui.cli.card_filter import search_option
from flashprep.ui.cli.context import App
from flashprep.ui.cli.mark_command import mark_cards


@click.command("forget")
@click.argument("keys", nargs=-1, metavar="KEY...")
@search_option
@click.pass_obj
def command(app: App, keys: tuple[str, ...], search: str | None) -> None:
    """Make cards new again. A note's id means all its cards.

    The answers so far stay in the log and in 'flashprep history', but no longer count.
    'flashprep undo' takes it back.

    Example: flashprep forget star/cue
    """
    mark_cards(app, keys, search, EventKind.FORGET, "new again")
