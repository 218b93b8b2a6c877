"""`flashprep flag`: a colour on cards, to find them again."""

import click

from flashprep.core.events import FLAGS, EventKind
from flashprep.text import one_of
from flashprep.ui.cli.context import App
from flashprep.ui.cli.mark_command import mark_cards


@click.command("flag")
@click.argument("key")
@click.argument("colour", default="red")
@click.pass_obj
def command(app: App, key: str, colour: str) -> None:
    """Put a flag on the card KEY, or on all cards of the note KEY, to find it again.

    COLOUR is red, orange, green, blue, pink, turquoise or purple, or a number from 1 to 7;
    none takes the flag away. Then: flashprep list flag:red

    Example: flashprep flag star/cue blue
    """
    flag = _flag(colour.lower())
    outcome = f"with a {FLAGS[flag]} flag" if flag else "without a flag"
    mark_cards(app, (key,), None, EventKind.FLAG, outcome, {"flag": flag})


def _flag(colour: str) -> int:
    if colour in FLAGS:
        return FLAGS.index(colour)
    if colour in map(str, range(len(FLAGS))):
        return int(colour)
    raise click.UsageError(f"No flag is '{colour}'{one_of(colour, FLAGS)}")
