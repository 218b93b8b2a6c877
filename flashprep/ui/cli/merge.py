"""`flashprep merge`: the history of another database, brought in."""

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
@click.option("--dry-run", is_flag=True, help="Say what would come; change nothing.")
@json_option
@click.pass_obj
def command(app: App, other: Path, *, dry_run: bool) -> None:
    """Bring in what was studied with another database, such as that of your other machine.

    Both histories become one, whichever is merged into which; nothing counts twice, and the
    other database is not changed. Which cards there are is for the deck files here to say.
    A copy of this database is made first.

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
        yield "Nothing to do: all that is in the other database is here."
    else:
        verb = "Would come" if merged.dry_run else "Came"
        yield (
            f"{verb}: {amount(merged.reviews, 'answer')} and "
            f"{amount(merged.events, 'mark')} (undos and renames among them)."
        )
    if merged.cards and not merged.shared:
        yield (
            "The two have no card in common: the other database is one of other decks. Its "
            "history rests here until its deck files come too."
        )
    elif merged.cards:
        yield (
            f"{amount(merged.cards, 'card')} there {'is' if merged.cards == 1 else 'are'} in "
            "no deck file here; the history wakes once the deck files are the same."
        )
    if merged.renamed:
        moves = [f"{old} → {new}" for old, new in merged.renamed.items()]
        more = f", and {len(moves) - _SHOWN} more" if len(moves) > _SHOWN else ""
        yield (
            f"Renamed there: {', '.join(moves[:_SHOWN])}{more}. Bring the deck files here to "
            "the same names."
        )
    if merged.differing:
        yield (
            f"{amount(merged.differing, 'answer')} of one id "
            f"{'is' if merged.differing == 1 else 'are'} not alike in both; the earlier one "
            "counts."
        )
    if merged and merged.dry_run:
        yield "Nothing was written."
