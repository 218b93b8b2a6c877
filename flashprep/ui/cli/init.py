"""`flashprep init`: creates a collection, with the starter decks or empty."""

import shlex
from pathlib import Path

import click

from flashprep.app.new_collection import make_collection
from flashprep.app.upkeep.clock_checks import zone_warning
from flashprep.collection import Collection
from flashprep.text import amount
from flashprep.ui.cli.context import App, warn_of_place
from flashprep.ui.text.no_cards import first_cards
from flashprep.ui.text.output import say, warn
from flashprep.ui.text.program import FLASHPREP


@click.command("init")
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path))
@click.option("--empty", is_flag=True, help="Leave out the starter decks.")
@click.pass_obj
def command(app: App, folder: Path, *, empty: bool) -> None:
    """Create a collection, with the starter decks or empty.

    A collection consists of settings, deck files and a database. It is created in DIR. Without
    DIR, it is created in the current folder. With --empty it has no deck files, so you study
    only your own cards.

    Example: flashprep init ~/interview
    """
    made = make_collection(folder, empty=empty)
    with Collection.opened(made) as collection:
        collection.sync(app.now_ms)
        cards, _ = collection.states.count_live()
        decks = len(collection.states.decks())
        decks_folder = collection.config.decks
        calendar, warning = collection.calendar, zone_warning(collection, app.now_ms)
    warn_of_place(made)
    contents = (
        f"with {amount(cards, 'card')} in {amount(decks, 'deck')}" if cards else "without cards"
    )
    say(f"{made}: a collection {contents}.")
    say(f"Study days begin at {calendar.day_start}:00, time zone {calendar.time_zone}.\n")
    if warning:
        warn(warning)
    if made != Path.cwd():
        say(f"Go there: cd {shlex.quote(str(folder))}")
    if cards:
        say(f"Start: {FLASHPREP} review")
    else:
        say("\n".join(first_cards(decks_folder)))
