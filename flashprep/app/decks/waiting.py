"""Notes that wait to be filled in: what they last said, for when they say something again.

A note with a placeholder is read as nothing, and its cards are retired. Were its outline gone
too, a step that is called otherwise once it is filled in would be a new one, and nobody asked
what became of the old one.
"""

from collections.abc import Collection, Mapping

from flashprep.core.notes.fingerprint import NoteOutline
from flashprep.store.catalog import CardRow, Catalog, NoteRow


class Waiting:
    """The outlines kept of notes with placeholders, before and after a sync.

    `back` are those of notes that waited and no longer do: they are filled in, maybe under
    another name, or gone. They count as what was read before. `kept` are to be kept, as JSON.
    """

    def __init__(
        self,
        catalog: Catalog,
        waiting: Collection[str],
        after: Collection[str],
        rows: Mapping[str, NoteRow],
        touched: Collection[str],
    ) -> None:
        """`waiting` are the ids of the notes with placeholders of all files, `after` those of
        the notes read; `rows` are what the files read, `touched`, had before."""
        self._catalog = catalog
        known = catalog.waiting()
        outlines = {key: NoteOutline.from_json(text) for key, text in known.items()}
        # What stands in a file that is skipped waits until that is read.
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
