"""`flashprep restore`: a copy in the place of the database."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashprep.errors import FlashprepError
from flashprep.text import amount
from flashprep.ui.cli.backup import known_copies, list_copies
from flashprep.ui.text.output import json_option, print_json, say

if TYPE_CHECKING:
    from flashprep.ui.cli.context import App


@click.command("restore")
@click.argument("copy", required=False)
@json_option
@click.pass_obj
def command(app: "App", copy: str | None, *, as_json: bool) -> None:
    """Go back to COPY: a file, the name of a copy, or a day. Without it, list the copies.

    The present database is kept beside the restored one, and can be restored in its turn.
    What was studied since the copy is not lost: 'flashprep merge' brings it back in.

    Example: flashprep restore 2026-12-18
    """
    folder = app.folder()
    if copy is None:
        list_copies("restore", folder, as_json=as_json)
        return
    from flashprep.app.folders import DATABASE_NAME
    from flashprep.store.backup import count_reviews
    from flashprep.store.restore import restore

    source = _find(copy, folder)
    target = folder / DATABASE_NAME
    aside = restore(source, target)
    answers = count_reviews(target)
    if as_json:
        print_json(
            "restore",
            restored=str(source),
            answers=answers,
            kept_as=None if aside is None else str(aside),
        )
        return
    say(f"Restored from {source}: {amount(answers, 'answer')}.")
    if aside:
        say(f"The database that was here is kept as {aside}.")


def _find(name: str, folder: Path) -> Path:
    """The copy that is meant by a path, a name or a day."""
    if Path(name).is_file():
        return Path(name)
    copies = known_copies(folder)
    for copy in copies:
        if name in (copy.path.stem, copy.path.name):
            return copy.path
    for copy in copies:  # newest first
        if name == copy.made_on.isoformat():
            return copy.path
    raise FlashprepError(f"there is no copy '{name}'; 'flashprep restore' lists them")
