"""Outlines of notes: what each is called, its parts, and a digest of all else.

By outlines the database remembers what the files said, so that identity can be matched when
an id changes, and other notes can say what this one is called.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache

from flashprep.core.notes.cards.texts import GAP
from flashprep.core.notes.model import (
    Basic,
    Cloze,
    Contrast,
    Framework,
    Levels,
    Messages,
    Note,
    Part,
    Programme,
    Questions,
    Rubric,
    Set,
    Table,
    Terms,
    Value,
)
from flashprep.errors import Location

# Scopes of parts that no card's path says; with a stop, since no id has one.
_CUES, _ATTRIBUTES, _COLUMNS, _SITUATIONS = APART = (
    ".cues",
    ".attributes",
    ".columns",
    ".situations",
)


# Made once: `json.dumps` would make one for each text that has other than ASCII.
_ENCODED = json.JSONEncoder(ensure_ascii=False).encode
_SORTED = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


@dataclass(frozen=True, slots=True)
class PartOutline:
    """A part of a note. `scope` is the id of the part it belongs to, or what it is one of."""

    scope: str
    id: str
    name: str
    body: str
    place: int
    declared: bool
    formerly: tuple[str, ...] = ()
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class NoteOutline:
    """A note's identity and its parts'. A body is "" where there is nothing but a name."""

    key: str
    kind: str
    name: str
    body: str
    declared: bool
    formerly: tuple[str, ...]
    location: Location
    parts: tuple[PartOutline, ...]
    # What this is one of, and its parts are, when another note speaks of them; "" for a note
    # that has no name to ask for.
    noun: str = ""
    each: str = ""
    company: str = ""
    # The body as databases before reader 4 keep it, when a question was a part of it.
    past_body: str = ""

    def to_json(self) -> str:
        """As the database keeps it: what a note has not, most have not, and it is left out."""
        values: dict[str, object] = {
            "key": self.key,
            "kind": self.kind,
            "name": self.name,
            "body": self.body,
            "declared": self.declared,
            "location": _fields_of(self.location),
        }
        if self.formerly:
            values["formerly"] = self.formerly
        if self.parts:
            values["parts"] = [_fields_of(part) for part in self.parts]
        if self.noun:
            values["noun"], values["each"] = self.noun, self.each
        if self.company:
            values["company"] = self.company
        return _ENCODED(values)

    @classmethod
    def from_json(cls, text: str) -> "NoteOutline":
        """From what `to_json` wrote."""
        values = json.loads(text)
        values["location"] = Location(**values["location"])
        values["formerly"] = tuple(values.get("formerly", ()))
        values["parts"] = tuple(
            PartOutline(**{**part, "formerly": tuple(part["formerly"])})
            for part in values.get("parts", ())
        )
        return cls(**values)


def outline(note: Note) -> NoteOutline:
    """The outline of a note."""
    noun, each = _called(note)
    return NoteOutline(
        key=note.header.id,
        kind=type(note).__name__.lower(),
        name=_name(note),
        body=_digest(note),
        declared=note.header.declared,
        formerly=note.header.formerly,
        location=note.header.location,
        parts=tuple(
            PartOutline(
                scope=scope,
                id=part.id,
                name=part.name,
                body=_digest(part),
                place=place,
                declared=part.declared,
                formerly=part.formerly,
                line=part.location.line,
                column=part.location.column,
            )
            for scope, parts in _scopes(note)
            for place, part in enumerate(parts)
        ),
        noun=noun,
        each=each,
        company=note.company if isinstance(note, Value) else "",
        past_body=_past_body(note),
    )


def _scopes(note: Note) -> Iterator[tuple[str, Iterable[Part]]]:  # noqa: C901 - one for each
    """The groups of parts among which ids are unique, each with its scope's name."""
    yield _SITUATIONS, note.header.tell_apart
    match note:
        case Framework() | Rubric():
            yield "", note.steps
            for step in note.steps:
                yield step.id, step.includes
            yield _CUES, note.cues
        case Value():
            yield _CUES, note.cues
        case Levels():
            yield "", note.ladder
            texts = [level.expects for level in note.ladder]
            yield _ATTRIBUTES, [_Column.of(part, texts) for part in note.attributes]
        case Table():
            yield "", note.rows
            texts = [row.cells for row in note.rows]
            yield _COLUMNS, [_Column.of(part, texts) for part in note.columns]
        case Terms() | Set():
            yield "", note.items
        case Messages():
            yield "", note.messages
        case Questions():
            yield "", note.questions
        case Programme():
            yield "", note.phases
            for phase in note.phases:
                yield phase.id, phase.activities
        case Contrast() | Basic() | Cloze():
            pass


@dataclass(frozen=True, slots=True)
class _Column(Part):
    """An attribute of a ladder, or a column of a table, with all its texts."""

    texts: tuple[str, ...] = ()

    @classmethod
    def of(cls, part: Part, rows: Iterable[Mapping[str, str]]) -> "_Column":
        texts = tuple(row.get(part.id, "") for row in rows)
        return cls(part.id, part.name, part.location, part.declared, part.formerly, texts=texts)


def _called(note: Note) -> tuple[str, str]:
    """What the note is one of, and what its parts are, when another one speaks of them."""
    match note:
        case Framework() | Rubric():
            return type(note).__name__.lower(), note.each
        case Value():
            return f"{note.company} value", ""
        case Levels():
            return "ladder", "level"
        case Terms() | Set() | Table():
            return note.called or "topic", note.each
        case Messages():
            return "topic", "audience"
        case _:
            return "", ""


def _name(note: Note) -> str:
    match note:
        case Basic():
            return note.question
        case Cloze() | Contrast():
            return note.text
        case _:
            return note.name


# That two parts share a letter, or take as many minutes, does not make them one.
_NO_EVIDENCE = {"id", "name", "location", "declared", "formerly", "header"}
_NO_EVIDENCE |= {"letter", "minutes", "time", "share", "probes", "card", "right", "wrong"}
_NO_EVIDENCE |= {"least", "most", "weekly", "weeks", "introduces"}


def _digest(thing: Note | Part) -> str:
    """A digest of what is said beside the name; "" where nothing is."""
    kind: type = type(thing)
    values = {name: _plain(getattr(thing, name)) for name in _evidence(kind)}
    if isinstance(thing, Cloze):
        gaps = GAP.finditer(thing.text)
        values["gaps"] = sorted([each["number"], each["text"]] for each in gaps)
    return _digest_of(values)


def _past_body(note: Note) -> str:
    """The digest that outlines of text-only notes have in databases of before."""
    if not isinstance(note, Basic | Cloze):
        return ""
    kind: type = type(note)
    return _digest_of({name: _plain(getattr(note, name)) for name in _said(kind)})


def _digest_of(values: dict[str, object]) -> str:
    if not any(values.values()):
        return ""
    return hashlib.sha256(_SORTED(values).encode()).hexdigest()[:16]


def _plain(value: object) -> object:
    """A value without places in files and without how ids came about."""
    if type(value) is str:
        return value
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if is_dataclass(value):
        kind: type = type(value)
        return {name: _plain(getattr(value, name)) for name in _said(kind)}
    return value


@cache
def _evidence(kind: type) -> tuple[str, ...]:
    """The names of the fields that tell a note or part from another of its name."""
    name = "question" if kind is Basic else "text" if kind in (Cloze, Contrast) else ""
    return tuple(each for each in _said(kind) if each not in _NO_EVIDENCE and each != name)


@cache
def _said(kind: type) -> tuple[str, ...]:
    """The names of the fields that say something."""
    apart = {"location", "declared", "formerly", "header", "priority"}
    return tuple(name for name in _names(kind) if name not in apart)


def _fields_of(thing: NoteOutline | PartOutline | Location) -> dict[str, object]:
    kind: type = type(thing)
    return {name: getattr(thing, name) for name in _names(kind)}


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))
