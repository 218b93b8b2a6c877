"""`flashprep backup`: a copy of the database, and what copies there are."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashprep.errors import FlashprepError
from flashprep.text import amount
from flashprep.ui.text.output import json_option, print_json, print_table, say

if TYPE_CHECKING:
    from flashprep.store.backup import Copy
    from flashprep.ui.cli.context import App


@click.command("backup")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--list", "listing", is_flag=True, help="List the copies; make none.")
@json_option
@click.pass_obj
def command(app: "App", file: Path | None, *, listing: bool, as_json: bool) -> None:
    """Copy the database to FILE, or to where the daily copies are.

    A copy is made by itself on each day you study, and before a merge or another act that
    changes much at once. 'flashprep restore' brings one back.

    Example: flashprep backup ~/prep.db
    """
    if listing:
        if file is not None:
            raise click.UsageError("With --list nothing is copied; leave out FILE.")
        list_copies("backup", app.folder(), as_json=as_json)
        return
    if file is not None and file.exists():
        raise FlashprepError(f"{file}: there is a file already; choose another name")
    from flashprep.store.backup import KEPT_BEFORE, count_reviews
    from flashprep.store.files import write_copy

    with app.opened() as collection:
        if file is None:
            path = collection.copy_apart(app.now_ms)
        else:
            path = file
            write_copy(collection.database, path)
    answers = count_reviews(path)
    if as_json:
        print_json("backup", path=str(path), answers=answers)
        return
    say(f"{path}: a copy with {amount(answers, 'answer')}.")
    if file is None:
        say(
            f"The last {KEPT_BEFORE} copies you ask for are kept. To keep one for good, name "
            "a file: flashprep backup FILE"
        )


def list_copies(command_name: str, folder: Path, *, as_json: bool) -> None:
    """Print the copies of the collection in `folder`, newest first."""
    copies = known_copies(folder)
    if as_json:
        print_json(
            command_name,
            copies=[
                {
                    "name": copy.path.stem,
                    "day": copy.made_on.isoformat(),
                    "why": copy.why,
                    "answers": copy.reviews,
                    "path": str(copy.path),
                }
                for copy in copies
            ],
        )
    elif not copies:
        say("There is no copy yet. The next session makes one, and so does: flashprep backup")
    else:
        rows = [(copy.path.stem, _reason(copy), str(copy.reviews)) for copy in copies]
        print_table(("name", "why", "answers"), rows, right=(2,))
        for place in dict.fromkeys(copy.path.parent for copy in copies):
            say(f"\nIn {place}")
        say("\nTo go back to one: flashprep restore NAME")


def known_copies(folder: Path) -> "list[Copy]":
    """The copies of the collection in `folder`, whether its database can be read or not."""
    from flashprep.app.folders import DATABASE_NAME
    from flashprep.store.backup import collection_id_of, copies_of

    return copies_of(folder, collection_id_of(folder / DATABASE_NAME))


def _reason(copy: "Copy") -> str:
    from flashprep.store.backup import ASKED, DAILY

    if copy.why == DAILY:
        return "daily"
    return "asked for" if copy.why == ASKED else f"before {copy.why}"
