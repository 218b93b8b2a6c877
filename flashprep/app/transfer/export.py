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
    """Writes the cards of `decks`, or of all decks if `decks` is empty, to an Anki package.
    With `keys`, only cards with these keys are written. Without `with_progress`, the cards are
    new in Anki. If the path ends in .csv or .tsv, the file is a text table instead."""
    among = Among(context.match_decks(decks), keys)
    if path.suffix.lower() in _TABLES:
        from flashprep.app.transfer.csv_tables import export_table

        return export_table(context, path, among)
    from flashprep.app.transfer.anki_export import export_package

    return export_package(context, path, among, now_ms, with_progress=with_progress)
