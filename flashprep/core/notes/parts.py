"""What notes are made of: the header that all have, and what their parts have in common.

All text is Markdown. Every `id` is a slug (`a-z`, `0-9`, `-`), declared in the file or
derived from the name; `declared` says which, since only a derived id can change by an edit
of the text.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from flashprep.core.cards import Priority
from flashprep.errors import Location

# Scopes of parts that no card's path says; with a stop, since no id has one.
CUES, ATTRIBUTES, COLUMNS, SITUATIONS = APART = (
    ".cues",
    ".attributes",
    ".columns",
    ".situations",
)


@dataclass(frozen=True, slots=True)
class Reference:
    """A note, or a part of one, that another note speaks of. `path` is the note's id, or
    `note/part`, or `note/step/part`; `location` is where it is named. Until it is resolved the
    path may have names in place of ids; `written` is what it was then. `near` are other things
    that could be meant, by name."""

    path: str
    location: Location
    written: str = field(default="", compare=False)
    near: tuple[str, ...] = field(default=(), compare=False)

    @property
    def note_key(self) -> str:
        """The id of the note."""
        return self.path.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Named:
    """What cards say of a note, or a part of one, that another note refers to. `noun` is
    what it is one of ("Meta value", "framework", "ring"); `group` is the name of the note
    that it is a part of, or "" for a note itself. `company` says whose value it is, "" for
    what is no value of a company."""

    name: str
    noun: str
    group: str = ""
    company: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A named thing inside a note; `id` is unique among its neighbors. `priority` is that of
    the cards about it; None where the note decides. `no_evidence` are the fields that two
    parts may share without being one."""

    no_evidence: ClassVar[tuple[str, ...]] = ()
    id: str
    name: str
    location: Location
    declared: bool = False
    formerly: tuple[str, ...] = ()
    priority: Priority | None = None


@dataclass(frozen=True, slots=True)
class Heading(Part):
    """What stands above texts, such as an attribute of a ladder or a column of a table; for
    outlines, with all its texts."""

    texts: tuple[str, ...] = ()

    @classmethod
    def of(cls, part: Part, rows: Iterable[Mapping[str, str]]) -> "Heading":
        """The part above the texts that the rows have under its id."""
        texts = tuple(row.get(part.id, "") for row in rows)
        return cls(part.id, part.name, part.location, part.declared, part.formerly, texts=texts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation(Part):
    """A situation, its `name`, that tells a thing apart from its near neighbor: it is
    `right` and not `wrong`, and `why`. `source` is its own, if it is not the note's."""

    no_evidence = ("right", "wrong")
    right: Reference
    wrong: Reference
    why: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """What every note has, whatever its kind. `id` is unique in the collection.

    `formerly` lists ids that this note had before; its history follows from them. `cards`
    are the card types that the author switched on or off, `priorities` those that have a
    priority of their own, `image` is a path from the collection's folder, and `advice` says
    whether advice on the note is welcome. `company` is the company that the note is
    about, "" for none.
    """

    id: str
    deck: str
    location: Location
    declared: bool = False
    formerly: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    priority: Priority = Priority.CORE
    source: str = ""
    extra: str = ""
    hint: str = ""
    date: str = ""
    image: str = ""
    cards: tuple[tuple[str, bool], ...] = ()
    priorities: tuple[tuple[str, Priority], ...] = ()
    tell_apart: tuple[Situation, ...] = ()
    advice: bool = True
    company: str = ""

    @property
    def source_with_date(self) -> str:
        """Where the note comes from, and when that was."""
        return ", ".join(filter(None, (self.source, self.date)))
