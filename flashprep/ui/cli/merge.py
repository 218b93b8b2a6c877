"""`flashprep merge`: imports the history of another database."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashprep.text import amount
from flashprep.ui.cli.context import App, json_option
from flashprep.ui.text.output import say

if TYPE_CHECKING:
    from flashprep.app.transfer.merge import Merged

_SHOWN = 3


@click.command("merge")
@click.argument("other", type=click.Path(exists=True, path_type=Path), metavar="OTHER.db")
@click.option("--dry-run", is_flag=True, help="Show what would be imported; change nothing.")
@json_option
@click.pass_obj
def command(app: App, other: Path, *, dry_run: bool) -> None:
    """Import the reviews of another machine's database.

    The two histories are combined. The result is the same if you merge in the other direction.
    No review counts twice, and OTHER.db does not change. Deck files are not merged: the deck
    files here define the cards. The database here is backed up first.

    Example: flashprep merge ~/laptop/flashprep.db
    """
    from flashprep.app.folders import DATABASE_NAME

    if other.is_dir():
        other /= DATABASE_NAME
    with app.studying() as collection:
        merged = collection.merge(other, app.now_ms, rehearse=dry_run)
    app.end_if_json("merge", merged)
    say("\n".join(_lines(merged)))


def _lines(merged: "Merged") -> Iterator[str]:
    if not merged:
        yield "Nothing to import: this database already contains the other one's history."
    else:
        verb = "Would import" if merged.dry_run else "Imported"
        yield (
            f"{verb} {amount(merged.reviews, 'review')} and "
            f"{amount(merged.events, 'other action')} (including undos and renames)."
        )
    if merged.cards and not merged.shared:
        yield (
            "The two databases have no card in common. The imported history is used once the "
            "deck files of the other collection are here too."
        )
    elif merged.cards:
        yield (
            f"{amount(merged.cards, 'card')} of the other database "
            f"{'is' if merged.cards == 1 else 'are'} in no deck file here. To use their "
            "history, copy the deck files too."
        )
    if merged.renamed:
        moves = [f"{old} → {new}" for old, new in merged.renamed.items()]
        more = f", and {len(moves) - _SHOWN} more" if len(moves) > _SHOWN else ""
        yield (
            f"Renamed in the other database: {', '.join(moves[:_SHOWN])}{more}. Rename them in "
            "the deck files here too."
        )
    if merged.differing:
        yield (
            f"{amount(merged.differing, 'review')} with the same id "
            f"{'differs' if merged.differing == 1 else 'differ'} in the two databases; the "
            "earlier one counts."
        )
    if merged and merged.dry_run:
        yield "No changes made."
