"""`flashprep edit`: opens a card's deck file in the user's editor."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashprep.errors import FlashprepError
from flashprep.ui.cli.completing import CARDS
from flashprep.ui.cli.context import App, warn_of_problems
from flashprep.ui.cli.sync import describe
from flashprep.ui.text.output import warn

if TYPE_CHECKING:
    from flashprep.collection import Collection


@click.command("edit")
@click.argument("key", metavar="KEY|NOTE|FILE", shell_complete=CARDS)
@click.pass_obj
def command(app: App, key: str) -> None:
    """Open the deck file of a card or note in your editor, and apply the changes.

    The editor is $VISUAL, else $EDITOR, else vi or nano. If you leave mistakes in the file, you
    can edit it again.

    Example: flashprep edit star/action/meaning
    """
    from flashprep.app.decks.sync import plan_sync
    from flashprep.ui.tui.editor import edit

    with app.studying() as collection:
        path, line = _place(collection, key)
        while True:
            edit(path, line)
            plan = plan_sync(collection)
            name = path.relative_to(collection.folder).as_posix()
            problems = [each for each in plan.problems if each.location.path == name]
            for problem in problems:
                warn(str(problem))
            if not problems:
                break
            if not (sys.stdin.isatty() and click.confirm("Edit it again?", default=True)):
                raise FlashprepError(
                    f"{name}: its cards stay unchanged until the mistakes are fixed"
                )
            line = problems[0].location.line
        left = collection.sync_valid_files(app.now_ms)
        warn_of_problems(left)
        if not left:
            describe(plan, done=True)


def _place(collection: "Collection", key: str) -> tuple[Path, int]:
    """The file and the line of a card or a note. If `key` is the path of a deck file, the line
    is the first line of the file."""
    named = Path(key).absolute()
    if named.is_file() and named.is_relative_to(collection.folder.absolute()):
        return collection.folder / named.relative_to(collection.folder.absolute()), 1
    notes = collection.catalog.some_notes([key])
    location = (
        notes[key].location if key in notes else collection.cards_of(key)[0].card.location
    )
    return collection.folder / location.path, location.line
