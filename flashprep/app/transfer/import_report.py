"""What an import brought, or would bring."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from flashprep.core.events import EventKind

if TYPE_CHECKING:
    from flashprep.anki.convert import LeftOut

DECK_SUFFIXES: Final = (".yaml", ".yml")

Fields = Mapping[str, str | tuple[str, ...]]
"""A note for a deck file: what stands in it, by the name of the field."""


@dataclass(frozen=True, slots=True)
class Adoption:
    """Deck files to be: their bytes by path, pictures among them, and the keys of the cards
    that they make. `left_out` could not be taken over; `media` are the pictures and sounds of
    which only the names were."""

    files: Mapping[Path, bytes] = field(default_factory=dict)
    keys: frozenset[str] = frozenset()
    left_out: "Sequence[LeftOut]" = ()
    media: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """What came, or would come, with a package.

    `notes` are all in it, `matched` those whose cards are here; `others` are not. Of the
    answers to matched cards `reviews` are new here and `known` were here already; `dropped`
    says of rows that are no answers how many there are and why. `marks` counts what was said
    apart from answers, by kind. `incomplete` cards lack the answers they began with.
    `rollover` is the hour at which Anki's day begins, if the package says so; `adoption` the
    deck files that were made of the others.
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
        """Whether anything is another than before."""
        return bool(self.reviews or any(self.marks.values()) or self.adoption.files)
