"""What a kind of note is in deck files."""

from collections.abc import Callable
from dataclasses import dataclass

from flashprep.core.notes.model import Note
from flashprep.sources.headers import Draft
from flashprep.sources.identifiers import LONGEST_WRITTEN, slug
from flashprep.sources.schema_dsl import Record


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of note: the record of its fields, what reads one, and an `example` to be filled
    in; without one, it is made of what the record needs.

    `id_from` are the fields that an id follows from beside the title, which the top of a file
    may have instead. With a `long_title`, that may be too much to make an id of.
    """

    record: Record
    read: Callable[[Draft], Note]
    example: str = ""
    id_from: tuple[str, ...] = ()
    long_title: bool = False

    def needs_id(self, title: str) -> bool:
        """Whether a note with this title must declare its id."""
        is_too_long = self.long_title and len(slug(title)) > LONGEST_WRITTEN
        return is_too_long or "id" in self.record.required
