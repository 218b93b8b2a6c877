"""The base class of all kinds of note. Each kind has its own file in `kinds`.

A note describes a thing such as a framework, a value, or a ladder. Each kind is a subclass of
`Note` and has the same fields as in deck files. A kind overrides those methods whose default
behavior does not fit.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from flashprep.core.notes.drafts import Draft
from flashprep.core.notes.neighbors import situation_drafts
from flashprep.core.notes.parts import Header, Named, Part, Reference
from flashprep.core.sheets import Sheet, SheetPart

FEW_WORDS = 4
"""The number of words below which an answer is weak evidence that two notes are the same. Many
different questions have such short answers."""


@dataclass(frozen=True, slots=True)
class Note:
    """A note. `title_field` is the name of the field that contains its title. The fields in
    `no_evidence` do not help to distinguish two notes with the same name. `text_was_evidence`
    is true if the digest of such a note included the note's text in databases before reader
    version 4."""

    title_field: ClassVar[str] = "name"
    no_evidence: ClassVar[tuple[str, ...]] = ()
    text_was_evidence: ClassVar[bool] = False
    header: Header

    @property
    def kind(self) -> str:
        """The name of the kind in deck files."""
        return type(self).__name__.lower()

    @property
    def title(self) -> str:
        """The name of the note, or the text that serves as its name."""
        return str(getattr(self, self.title_field))

    @property
    def nouns(self) -> tuple[str, str]:
        """The nouns that other notes use for this note and for a part of it, such as
        ("framework", "step"). The nouns are "" if no card can ask for the note's name."""
        return "", ""

    @property
    def owner(self) -> str:
        """The company that has this value, if the note is a company value; otherwise ""."""
        return ""

    def scopes(self) -> Iterable[tuple[str, Iterable[Part]]]:
        """Returns the groups of parts, each with the scope of its parts. Ids are unique within
        a group."""
        return ()

    def references(self) -> list[Reference]:
        """Returns the references to other notes, except the references in the field
        `tell_apart`."""
        return []

    def evidence(self) -> dict[str, object]:
        """Returns additional values that distinguish this note from another note with the same
        name."""
        return {}

    @property
    def has_weak_evidence(self) -> bool:
        """Whether the content, apart from the name or text, is so short that a different note
        could easily have the same content."""
        return False

    def with_references(self, by_id: Callable[[Reference], Reference]) -> "Note":
        """Returns the note with each reference replaced by the result of `by_id`."""
        situations = tuple(replace(s, wrong=by_id(s.wrong)) for s in self.header.tell_apart)
        return replace(self, header=replace(self.header, tell_apart=situations))

    def drafts(self) -> Iterable[Draft]:
        """Returns drafts of the note's cards, in the recommended order of introduction."""
        return ()

    def drafts_naming(self, named: Mapping[str, Named]) -> Iterable[Draft]:
        """Returns drafts of the cards that contain names of other notes. A card that needs a
        name missing from `named` is left out."""
        return situation_drafts(self.header, named)

    def sheet(self) -> Sheet | None:
        """Returns a sheet with the note's complete content. Returns None if the note contains
        nothing to learn."""
        return None

    def _sheet(self, parts: Iterable[SheetPart], about: str = "", name: str = "") -> Sheet:
        """Returns a sheet with these parts. `name` is the sheet's name (default: the note's
        title)."""
        header = self.header
        return Sheet(
            key=header.id,
            deck=header.deck,
            kind=self.kind,
            name=name or self.title,
            about=about,
            parts=tuple(parts),
            source=header.source_with_date,
            extra=header.extra,
        )
