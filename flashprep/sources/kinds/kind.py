"""The class that describes how a kind of note is written in deck files."""

from collections.abc import Callable
from dataclasses import dataclass

from flashprep.core.notes.model import Note
from flashprep.sources.headers import Draft
from flashprep.sources.schema_dsl import Record


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of note: the record of its fields, its reader, and an `example` to fill in. If
    `example` is empty, an example is generated from the required fields.

    Ids are derived from the title and the fields `id_from`. The top of a file may set these
    fields instead of the note.
    """

    record: Record
    read: Callable[[Draft], Note]
    example: str = ""
    id_from: tuple[str, ...] = ()
