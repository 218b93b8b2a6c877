"""`flashprep backup` and `flashprep restore`: make, list and restore backups."""

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
@click.option("--list", "listing", is_flag=True, help="List the backups, and make none.")
@json_option
@click.pass_obj
def command(app: App, file: Path | None, *, listing: bool) -> None:
    """Back up the database, or list the backups.

    The backup is saved as FILE. Without FILE, it is saved in the folder of the automatic
    backups. Automatic backups are made on each day you study, and before an action that changes
    many cards, such as a merge. 'flashprep restore NAME' restores a backup.

    Example: flashprep backup ~/prep.db
    """
    if listing:
        if file is not None:
            raise click.UsageError("--list makes no backup; leave out FILE.")
        _list(app, "backup")
        return
    if file is not None and file.exists():
        raise FlashprepError(f"{file}: already exists; choose another name")
    from flashprep.app.upkeep.copies import copy_on_request
    from flashprep.store.backup import KEPT_BEFORE

    with app.opened() as collection:
        copied = copy_on_request(collection, file, app.now_ms)
    app.end_if_json("backup", copied)
    say(f"{copied.path}: backup with {amount(copied.answers, 'review')}.")
    if file is None:
        say(
            f"The last {KEPT_BEFORE} backups of this kind are kept. To keep one for good, name "
            f"a file: {FLASHPREP} backup FILE"
        )


@click.command("restore")
@click.argument("copy", required=False, metavar="[FILE | NAME | DAY]")
@json_option
@click.pass_obj
def restore(app: App, copy: str | None) -> None:
    """Restore a backup.

    Name the backup by its FILE, by its NAME in the list, or by its DAY, such as 2026-12-18.
    Without an argument, the backups are listed.

    The current database is kept as a file next to the restored one. To import the newer reviews
    from that file: 'flashprep merge FILE'

    Example: flashprep restore 2026-12-18
    """
    if copy is None:
        _list(app, "restore")
        return
    from flashprep.app.upkeep.copies import restore_backup

    done = restore_backup(app.folder(), copy)
    app.end_if_json("restore", done)
    say(f"Restored from {done.restored}: {amount(done.answers, 'review')}.")
    if done.kept_as:
        say(f"The previous database is kept as {done.kept_as}.")


def _list(app: App, command_name: str) -> None:
    """Print the backups of the collection. Valid backups come before damaged backups, and newer
    backups before older backups."""
    from flashprep.app.upkeep.copies import known_copies

    found = known_copies(app.folder())
    app.end_if_json(command_name, found)
    backups = found.copies
    if not backups:
        say(f"There is no backup yet. Your next session makes one, or now: {FLASHPREP} backup")
        return
    rows = [(copy.path.stem, _reason(copy), _reviews(copy)) for copy in backups]
    print_table(("name", "why", "reviews"), rows, right=(2,))
    for place in dict.fromkeys(copy.path.parent for copy in backups):
        say(f"\nIn {place}")
    say(f"\nTo restore one: {FLASHPREP} restore NAME")


def _reviews(copy: "Copy") -> str:
    return str(copy.reviews) if copy.is_valid else "damaged"


def _reason(copy: "Copy") -> str:
    from flashprep.store.backup import ASKED, DAILY

    if copy.why == DAILY:
        return "daily"
    return "on request" if copy.why == ASKED else f"before {copy.why}"
