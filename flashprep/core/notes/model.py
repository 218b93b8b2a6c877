"""What every kind of note says of itself; the kinds are in `kinds`, one file each.

Notes are what a thing *is* (a framework, a value, a ladder). A kind has the fields that a deck
file can give it, and of what follows from them it defines what is not as it is here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from flashprep.core.notes.drafts import Draft
from flashprep.core.notes.neighbors import situation_drafts
from flashprep.core.notes.parts import Header, Named, Part, Reference
from flashprep.core.sheets import Sheet, SheetPart

FEW_WORDS = 4
"""An answer of fewer words is that of many questions."""


@dataclass(frozen=True, slots=True)
class Note:
    """A note. `title_field` is the field that names it, `no_evidence` those beside that do not
    tell it from another note of its name. `text_was_evidence` says that its text did so in
    databases before reader 4."""

    title_field: ClassVar[str] = "name"
    no_evidence: ClassVar[tuple[str, ...]] = ()
    text_was_evidence: ClassVar[bool] = False
    header: Header

    @property
    def kind(self) -> str:
        """The word that a note of this kind begins with."""
        return type(self).__name__.lower()

    @property
    def title(self) -> str:
        """Its name, or the text that stands for one."""
        return str(getattr(self, self.title_field))

    @property
    def nouns(self) -> tuple[str, str]:
        """What it is one of, and what its parts are, when another note speaks of them; "" for
        what has no name to ask for."""
        return "", ""

    @property
    def owner(self) -> str:
        """The company whose value it is; "" for what is no value of a company."""
        return ""

    def scopes(self) -> Iterable[tuple[str, Iterable[Part]]]:
        """The groups of parts among which ids are unique, each with its scope's name."""
        return ()

    def references(self) -> list[Reference]:
        """Its references to other notes, apart from those of its situations."""
        return []

    def evidence(self) -> dict[str, object]:
        """What else tells it from another note of its name."""
        return {}

    @property
    def has_weak_evidence(self) -> bool:
        """Whether another note may well say the same beside its name or text."""
        return False

    def with_references(self, by_id: Callable[[Reference], Reference]) -> "Note":
        """The note with other references in place of its own."""
        situations = tuple(replace(s, wrong=by_id(s.wrong)) for s in self.header.tell_apart)
        return replace(self, header=replace(self.header, tell_apart=situations))

    def drafts(self) -> Iterable[Draft]:
        """Its cards, in the order in which they are best introduced."""
        return ()

    def drafts_naming(self, named: Mapping[str, Named]) -> Iterable[Draft]:
        """Its cards that name other notes, as far as these are `named`."""
        return situation_drafts(self.header, named)

    def sheet(self) -> Sheet | None:
        """All that it says, to be read at once; None for what is no knowledge."""
        return None

    def _sheet(self, parts: Iterable[SheetPart], about: str = "", name: str = "") -> Sheet:
        """A sheet with these parts; it is called as the note is, if it has no other `name`."""
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
