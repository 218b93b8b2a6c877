"""The base class of all kinds of note. Each kind has its own file in `kinds`.

A note describes what a thing *is* (a framework, a value, a ladder). The fields of a kind are
the fields that it has in deck files. A kind overrides methods if their default behavior does
not fit.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from flashprep.core.notes.drafts import Draft
from flashprep.core.notes.neighbors import situation_drafts
from flashprep.core.notes.parts import Header, Named, Part, Reference
from flashprep.core.sheets import Sheet, SheetPart

FEW_WORDS = 4
"""Answers with fewer words than this are weak evidence, since many questions have such
answers."""


@dataclass(frozen=True, slots=True)
class Note:
    """A note. `title_field` is the name of the field that contains its title. The fields in
    `no_evidence` do not help to distinguish two notes with the same name. `text_was_evidence`:
    in databases before reader 4, the digest of the note included its text."""

    title_field: ClassVar[str] = "name"
    no_evidence: ClassVar[tuple[str, ...]] = ()
    text_was_evidence: ClassVar[bool] = False
    header: Header

    @property
    def kind(self) -> str:
        """The kind, as written in deck files."""
        return type(self).__name__.lower()

    @property
    def title(self) -> str:
        """The name of the note, or the text that serves as its name."""
        return str(getattr(self, self.title_field))

    @property
    def nouns(self) -> tuple[str, str]:
        """The nouns that other notes use for this note and for one of its parts, such as
        ("framework", "step"); "" if no card can ask for the note's name."""
        return "", ""

    @property
    def owner(self) -> str:
        """The company, if the note is a company value; else ""."""
        return ""

    def scopes(self) -> Iterable[tuple[str, Iterable[Part]]]:
        """Returns the groups of parts, each with its scope. Ids are unique within a group."""
        return ()

    def references(self) -> list[Reference]:
        """Returns the references to other notes, without those in the field `tell_apart`."""
        return []

    def evidence(self) -> dict[str, object]:
        """Returns further values that distinguish this note from another note with the same
        name."""
        return {}

    @property
    def has_weak_evidence(self) -> bool:
        """Whether a different note could easily have the same content, apart from its name or
        text."""
        return False

    def with_references(self, by_id: Callable[[Reference], Reference]) -> "Note":
        """Returns the note with each reference replaced by the result of `by_id`."""
        situations = tuple(replace(s, wrong=by_id(s.wrong)) for s in self.header.tell_apart)
        return replace(self, header=replace(self.header, tell_apart=situations))

    def drafts(self) -> Iterable[Draft]:
        """Returns drafts of its cards, in the recommended order of introduction."""
        return ()

    def drafts_naming(self, named: Mapping[str, Named]) -> Iterable[Draft]:
        """Returns drafts of cards that contain names of other notes, if these names are in
        `named`."""
        return situation_drafts(self.header, named)

    def sheet(self) -> Sheet | None:
        """Returns the complete content on one page; None for a note with nothing to learn."""
        return None

    def _sheet(self, parts: Iterable[SheetPart], about: str = "", name: str = "") -> Sheet:
        """Returns a sheet with these parts. Its name is `name` or, by default, the note's
        title."""
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
