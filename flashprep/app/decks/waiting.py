"""Notes with placeholders: keeps their last valid summaries until they are filled in.

The cards of a note with a placeholder are retired. Without its summary, a step that has another
name once the note is filled in would look new, and nobody would be asked about the old one.
"""

from collections.abc import Collection, Mapping

from flashprep.core.notes.fingerprint import NoteSummary
from flashprep.store.catalog import CardRow, Catalog, NoteRow


class Waiting:
    """The summaries of notes with placeholders, before and after a sync.

    `back` contains those of notes that no longer have placeholders: they are filled in, maybe
    under another name, or gone. They count as read before. `kept` contains those to store, as
    JSON.
    """

    def __init__(
        self,
        catalog: Catalog,
        waiting: Collection[str],
        after: Collection[str],
        rows: Mapping[str, NoteRow],
        touched: Collection[str],
    ) -> None:
        """`waiting` are the ids of the notes with placeholders in all files, `after` those of
        the notes read; `rows` are the stored notes of the files read, `touched`."""
        self._catalog = catalog
        known = catalog.waiting()
        outlines = {key: NoteSummary.from_json(text) for key, text in known.items()}
        # Notes in a skipped file stay until that file is read.
        self.back = {
            key: outline
            for key, outline in outlines.items()
            if key not in waiting and (key in after or outline.location.path in touched)
        }
        self.kept = {key: text for key, text in known.items() if key not in self.back}
        self.kept |= {key: row.outline for key, row in rows.items() if key in waiting}

    def retired(self) -> dict[str, CardRow]:
        """The retired cards of the notes that are back."""
        return self._catalog.retired_of(self.back) if self.back else {}
