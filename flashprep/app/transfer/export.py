"""Export to an Anki package or a text table."""

from collections.abc import Collection as Some
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import TYPE_CHECKING

from flashprep.app.context import Context
from flashprep.store.states import Among

if TYPE_CHECKING:
    from flashprep.app.transfer.anki_export import Export

_TABLES = (".csv", ".tsv")


def export(
    context: Context,
    path: Path,
    decks: Some[str],
    now_ms: int,
    keys: AbstractSet[str] | None = None,
    *,
    with_progress: bool = False,
) -> "Export":
    """Writes the cards of all decks, or of these, to an Anki package; with `keys`, only those
    among them. They are new cards in Anki unless `with_progress`. A path ending in .csv or .tsv
    becomes a text table."""
    among = Among(context.match_decks(decks), keys)
    if path.suffix.lower() in _TABLES:
        from flashprep.app.transfer.csv_tables import export_table

        return export_table(context, path, among)
    from flashprep.app.transfer.anki_export import export_package

    return export_package(context, path, among, now_ms, with_progress=with_progress)
