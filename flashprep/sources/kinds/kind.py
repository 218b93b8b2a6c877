"""The class of a kind of note, as deck files describe it."""

from collections.abc import Callable
from dataclasses import dataclass

from flashprep.core.notes.model import Note
from flashprep.sources.headers import Draft
from flashprep.sources.schema_dsl import Record


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of note: the record of its fields, its reader, and an `example` to fill in. If it
    is empty, an example is generated from the required fields.

    `id_from` are the fields, besides the title, from which ids are derived. The top of a file
    may set them instead.
    """

    record: Record
    read: Callable[[Draft], Note]
    example: str = ""
    id_from: tuple[str, ...] = ()
