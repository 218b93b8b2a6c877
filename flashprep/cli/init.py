"""`flashprep init`: a new collection with the starter decks."""

import shlex
from pathlib import Path

import click

from flashprep.cli.context import App, mention_place
from flashprep.cli.output import amount, say
from flashprep.collection import Collection, make_collection


@click.command("init")
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
@click.pass_obj
def command(app: App, folder: Path) -> None:
    """Begin a collection in DIR, or here: settings, starter decks, a database.

    Example: flashprep init ~/interview
    """
    made = make_collection(folder)
    with Collection.opened(made) as collection:
        collection.sync(app.now_ms)
        cards = collection.states.count_live()
        decks = len(collection.states.decks())
    mention_place(made)
    say(f"{made}: a collection with {amount(cards, 'card')} in {amount(decks, 'deck')}.\n")
    if made != Path.cwd():
        say(f"Go there: cd {shlex.quote(str(folder))}")
    say("Start: flashprep review")
