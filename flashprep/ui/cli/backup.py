"""`flashprep backup` and `restore`: copies of the database, made, listed and gone back to."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashprep.errors import FlashprepError
from flashprep.text import amount
from flashprep.ui.cli.context import App, json_option
from flashprep.ui.text.output import print_table, say
from flashprep.ui.text.program import FLASHPREP

if TYPE_CHECKING:
    from flashprep.store.backup import Copy


@click.command("backup")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--list", "listing", is_flag=True, help="List the copies; make none.")
@json_option
@click.pass_obj
def command(app: App, file: Path | None, *, listing: bool) -> None:
    """Copy the database to FILE, or to where the daily copies are.

    A copy is made by itself on each day you study, and before a merge or another act that
    changes much at once. 'flashprep restore' brings one back.

    Example: flashprep backup ~/prep.db
    """
    if listing:
        if file is not None:
            raise click.UsageError("With --list nothing is copied; leave out FILE.")
        _list(app, "backup")
        return
    if file is not None and file.exists():
        raise FlashprepError(f"{file}: there is a file already; choose another name")
    from flashprep.app.upkeep.copies import copy_on_request
    from flashprep.store.backup import KEPT_BEFORE

    with app.opened() as collection:
        copied = copy_on_request(collection, file, app.now_ms)
    app.end_if_json("backup", copied)
    say(f"{copied.path}: a copy with {amount(copied.answers, 'answer')}.")
    if file is None:
        say(
            f"The last {KEPT_BEFORE} copies you ask for are kept. To keep one for good, name "
            f"a file: {FLASHPREP} backup FILE"
        )


@click.command("restore")
@click.argument("copy", required=False)
@json_option
@click.pass_obj
def restore(app: App, copy: str | None) -> None:
    """Go back to COPY: a file, the name of a copy, or a day. Without it, list the copies.

    The present database is kept beside the restored one, and can be restored in its turn.
    What was studied since the copy is not lost: 'flashprep merge' brings it back in.

    Example: flashprep restore 2026-12-18
    """
    if copy is None:
        _list(app, "restore")
        return
    from flashprep.app.upkeep.copies import go_back

    done = go_back(app.folder(), copy)
    app.end_if_json("restore", done)
    say(f"Restored from {done.restored}: {amount(done.answers, 'answer')}.")
    if done.kept_as:
        say(f"The database that was here is kept as {done.kept_as}.")


def _list(app: App, command_name: str) -> None:
    """Print the copies of the collection, newest first."""
    from flashprep.app.upkeep.copies import known_copies

    found = known_copies(app.folder())
    app.end_if_json(command_name, found)
    copies = found.copies
    if not copies:
        say(
            f"There is no copy yet. The next session makes one, and so does: {FLASHPREP} backup"
        )
        return
    rows = [(copy.path.stem, _reason(copy), str(copy.reviews)) for copy in copies]
    print_table(("name", "why", "answers"), rows, right=(2,))
    for place in dict.fromkeys(copy.path.parent for copy in copies):
        say(f"\nIn {place}")
    say(f"\nTo go back to one: {FLASHPREP} restore NAME")


def _reason(copy: "Copy") -> str:
    from flashprep.store.backup import ASKED, DAILY

    if copy.why == DAILY:
        return "daily"
    return "asked for" if copy.why == ASKED else f"before {copy.why}"
