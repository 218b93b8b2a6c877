"""The building blocks of notes: the header that every note has, parts, and references.

All text is Markdown. Every `id` is a slug (`a-z`, `0-9`, `-`). `declared` is true if the file
contains the id. Otherwise the id is derived from the name and changes with the name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from flashprep.core.priorities import Priority
from flashprep.errors import Location

# Scopes that do not appear in card keys. Each starts with a dot, so no scope can equal an id:
# ids contain no dots.
CUES, ATTRIBUTES, COLUMNS, SITUATIONS = APART = (
    ".cues",
    ".attributes",
    ".columns",
    ".situations",
)


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference from one note to another note or to a part of another note. `path` is the
    path of the target: `note`, `note/part`, or `note/step/part`. `location` is the place of the
    reference in the deck file. Before the reference is resolved, `path` may contain names
    instead of ids. `written` keeps this original path. `near` contains names to suggest if the
    target does not exist."""

    path: str
    location: Location
    written: str = field(default="", compare=False)
    near: tuple[str, ...] = field(default=(), compare=False)

    @property
    def note_key(self) -> str:
        """The id of the note referred to."""
        return self.path.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Named:
    """The name of the target of a reference. `noun` is the noun for the target ("Meta value",
    "framework", "ring"). If the target is a part, `group` is the name of its note; otherwise
    `group` is "". If the target is a company value, `company` is its company; otherwise
    `company` is ""."""

    name: str
    noun: str
    group: str = ""
    company: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A named item of a note. `id` is unique in its scope. `priority` is the priority of the
    cards about the part. It is None if the part has no priority of its own. Two different parts
    may have equal values in the fields listed in `no_evidence`."""

    no_evidence: ClassVar[tuple[str, ...]] = ()
    id: str
    name: str
    location: Location
    declared: bool = False
    formerly: tuple[str, ...] = ()
    priority: Priority | None = None


@dataclass(frozen=True, slots=True)
class Heading(Part):
    """A heading with all texts below it, such as an attribute of a ladder or a column of a
    table. Note summaries use headings."""

    texts: tuple[str, ...] = ()

    @classmethod
    def of(cls, part: Part, rows: Iterable[Mapping[str, str]]) -> "Heading":
        """Returns a heading for `part`. Each row maps ids to texts; the heading contains the
        texts for the part's id."""
        texts = tuple(row.get(part.id, "") for row in rows)
        return cls(part.id, part.name, part.location, part.declared, part.formerly, texts=texts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation(Part):
    """A situation that distinguishes a note or part from a near neighbor. `name` is the text of
    the situation. The situation is an example of `right` and not of `wrong`. `why` explains the
    difference. If the situation has no source of its own, `source` is "", and the note's source
    applies."""

    no_evidence = ("right", "wrong")
    right: Reference
    wrong: Reference
    why: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """The fields that all kinds of note have. `id` is unique in the collection.

    `formerly` lists previous ids of the note, so that the note keeps its history. `cards`
    switches designs on or off. `priorities` contains the priorities of individual designs.
    `image` is a path relative to the collection's folder. `advice` is false if the author wants
    no advice on the note. `company` is the company that the note is about, or "".
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
        """The source of the note, with its date."""
        return ", ".join(filter(None, (self.source, self.date)))
