"""`flashprep suspend` and `unsuspend`: cards taken out of study, and brought back."""

import click

from flashprep.core.events import EventKind
from flashprep.ui.cli.card_filter import search_option
from flashprep.ui.cli.context import App
from flashprep.ui.cli.mark_command import mark_cards


@click.command("suspend")
@click.argument("keys", nargs=-1, metavar="KEY...")
@search_option
@click.pass_obj
def command(app: App, keys: tuple[str, ...], search: str | None) -> None:
    """Take cards out of study until 'flashprep unsuspend'. A note's id means all its cards.

    Example: flashprep suspend star/cue
    """
    mark_cards(app, keys, search, EventKind.SUSPEND, "out of study")


@click.command("unsuspend")
@click.argument("keys", nargs=-1, metavar="KEY...")
@search_option
@click.pass_obj
def unsuspend(app: App, keys: tuple[str, ...], search: str | None) -> None:
    """Bring suspended cards back into study. A note's id means all its cards.

    Example: flashprep unsuspend star/cue
    """
    mark_cards(app, keys, search, EventKind.UNSUSPEND, "back in study")
