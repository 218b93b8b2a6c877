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
"""A note for a deck file: values by field name."""


@dataclass(frozen=True, slots=True)
class Adoption:
    """The fields of a note for a deck file: values by field name."""

    files: Mapping[Path, bytes] = field(default_factory=dict)
    keys: frozenset[str] = frozenset()
    left_out: "Sequence[LeftOut]" = ()
    media: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """The result of importing a package, or of a dry run.

    `notes` counts all notes in the package, `matched` the notes whose cards exist here, and
    `others` the remaining notes. For the matched cards, `reviews` counts the reviews that are
    new here, and `known` the reviews that were already here. `dropped` counts rows that are not
    reviews, by reason. `marks` counts other events by kind. `incomplete` counts cards without
    their first reviews. `rollover` is the hour at which Anki's day begins, if the package
    contains the hour. `adoption` are the deck files made from the other notes.
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
