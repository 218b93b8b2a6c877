"""`flashprep bury` and `unbury`: cards that rest until tomorrow."""

import click

from flashprep.core.events import EventKind
from flashprep.ui.cli.card_filter import search_option
from flashprep.ui.cli.context import App
from flashprep.ui.cli.mark_command import mark_cards


@click.command("bury")
@click.argument("keys", nargs=-1, metavar="KEY...")
@search_option
@click.pass_obj
def command(app: App, keys: tuple[str, ...], search: str | None) -> None:
    """Let cards rest until tomorrow. A note's id means all its cards.

    Example: flashprep bury star/cue
    """
    mark_cards(app, keys, search, EventKind.BURY, "resting until tomorrow")


@click.command("unbury")
@click.argument("keys", nargs=-1, metavar="KEY...")
@search_option
@click.pass_obj
def unbury(app: App, keys: tuple[str, ...], search: str | None) -> None:
    """Bring back today what was to rest until tomorrow. A note's id means all its cards.

    Example: flashprep unbury --search is:buried
    """
    mark_cards(app, keys, search, EventKind.UNBURY, "back for today")
