"""What a kind of note is in deck files."""

from collections.abc import Callable
from dataclasses import dataclass

from flashprep.core.notes.model import Note
from flashprep.sources.headers import Draft
from flashprep.sources.schema_dsl import Record


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of note: the record of its fields, what reads one, and an `example` to be filled
    in; without one, it is made of what the record needs.

    `id_from` are the fields that an id follows from beside the title, which the top of a file
    may have instead.
    """

    record: Record
    read: Callable[[Draft], Note]
    example: str = ""
    id_from: tuple[str, ...] = ()
