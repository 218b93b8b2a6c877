"""The result of an import or a dry run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from flashprep.core.events import EventKind

if TYPE_CHECKING:
    from flashprep.anki.convert import LeftOut

DECK_SUFFIXES: Final = (".yaml", ".yml")

Fields = Mapping[str, str | tuple[str, ...]]
"""The fields of a note for a deck file: values by field name."""


@dataclass(frozen=True, slots=True)
class Adoption:
    """The deck files created from the notes of a package or table. `files` maps the paths of
    the new files to their contents, including pictures. For a package, `keys` contains the keys
    of the new cards; for a table, it is empty. `left_out` contains the notes that could not be
    converted. `media` contains the names of media files that the deck files leave out."""

    files: Mapping[Path, bytes] = field(default_factory=dict)
    keys: frozenset[str] = frozenset()
    left_out: "Sequence[LeftOut]" = ()
    media: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """The result of importing a package. After a dry run, it is the result that the import
    would have.

    `notes` is the number of all notes in the package, `matched` the number of notes whose cards
    exist in this collection, and `others` the number of remaining notes. For the matched cards,
    `reviews` is the number of imported reviews, and `known` is the number of reviews that were
    already in the log. `dropped` contains the number of rows that are not reviews, by reason.
    `marks` contains the number of imported events, by kind. `incomplete` is the number of cards
    whose first reviews are missing in the package. `rollover` is the hour at which Anki's day
    begins, or None if the package does not contain it. `adoption` describes the deck files
    created from the other notes.
    """

    notes: int
    matched: int
    others: int
    reviews: int
    known: int
    marks: Mapping[EventKind, int]
    dropped: Mapping[str, int]
    incomplete: int
    rollover: int | None
    adoption: Adoption = field(default_factory=Adoption)

    def __bool__(self) -> bool:
        """Whether the import changes anything."""
        return bool(self.reviews or any(self.marks.values()) or self.adoption.files)
