"""Exports cards to an Anki package or a text table."""

from pathlib import Path
from typing import TYPE_CHECKING

from flashprep.app.context import Context
from flashprep.core.search.card_filter import CardFilter

if TYPE_CHECKING:
    from flashprep.app.transfer.anki_export import Export

_TABLES = (".csv", ".tsv")


def export(
    context: Context,
    path: Path,
    cards: CardFilter,
    now_ms: int,
    *,
    with_progress: bool = False,
) -> "Export":
    """Writes the cards that the filter selects to an Anki package or, if the path ends in .csv
    or .tsv, to a text table. The filter must not contain queries. Without `with_progress`, the
    cards are exported as new cards."""
    cards = context.in_full(cards)
    if path.suffix.lower() in _TABLES:
        from flashprep.app.transfer.csv_tables import export_table

        return export_table(context, path, cards)
    from flashprep.app.transfer.anki_export import export_package

    return export_package(context, path, cards, now_ms, with_progress=with_progress)
