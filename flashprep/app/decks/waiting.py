"""Keeps the last valid summaries of notes with placeholders until the notes are complete again.

The cards of a note with a placeholder are retired. In the meantime, the user may rename a step
of the note. Without the summary, this step would look new, and flashprep would not ask whether
it replaces the old step.
"""

from collections.abc import Collection, Mapping

from flashprep.core.notes.summary import NoteSummary
from flashprep.store.catalog import Catalog, NoteRow
from flashprep.store.full_cards import CardRow


class Waiting:
    """The summaries of notes with placeholders, before and after a sync.

    `back` contains the summaries of notes that no longer have placeholders. Such a note was
    completed, maybe under another name, or removed. The sync compares the current notes with
    these summaries. `kept` contains the summaries to store, as JSON.
    """

    def __init__(
        self,
        catalog: Catalog,
        waiting: Collection[str],
        after: Collection[str],
        rows: Mapping[str, NoteRow],
        touched: Collection[str],
    ) -> None:
        """`waiting` contains the ids of the notes with placeholders in all files. `after`
        contains the ids of the notes read. `touched` contains the names of the files read.
        `rows` contains the stored notes of these files."""
        self._catalog = catalog
        known = catalog.waiting()
        outlines = {key: NoteSummary.from_json(text) for key, text in known.items()}
        # If a file is skipped, the summaries of its notes are kept until the file is read.
        self.back = {
            key: outline
            for key, outline in outlines.items()
            if key not in waiting and (key in after or outline.location.path in touched)
        }
        self.kept = {key: text for key, text in known.items() if key not in self.back}
        self.kept |= {key: row.outline for key, row in rows.items() if key in waiting}

    def retired(self) -> dict[str, CardRow]:
        """The retired cards of the notes in `back`, by key."""
        return self._catalog.retired_of(self.back) if self.back else {}
