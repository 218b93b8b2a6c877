"""Outlines of notes: what each is called, its parts, and a digest of all else.

By outlines the database remembers what the files said, so that identity can be matched when
an id changes, and other notes can say what this one is called.
"""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass, fields, is_dataclass
from functools import cache

from flashprep.core.notes.model import Note
from flashprep.core.notes.parts import SITUATIONS, Part
from flashprep.errors import Location

WEAK = "~"
"""How a body begins that says little: many questions have such an answer."""

# Kinds by the names that older databases have for them.
_RENAMED_KINDS = {"programme": "program"}

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
        values["kind"] = _RENAMED_KINDS.get(values["kind"], values["kind"])
        values["location"] = Location(**values["location"])
        values["formerly"] = tuple(values.get("formerly", ()))
        values["parts"] = tuple(
            PartOutline(**{**part, "formerly": tuple(part["formerly"])})
            for part in values.get("parts", ())
        )
        return cls(**values)


def outline(note: Note) -> NoteOutline:
    """The outline of a note."""
    noun, each = note.nouns
    return NoteOutline(
        key=note.header.id,
        kind=note.kind,
        name=note.title,
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
            for scope, parts in ((SITUATIONS, note.header.tell_apart), *note.scopes())
            for place, part in enumerate(parts)
        ),
        noun=noun,
        each=each,
        company=note.owner,
        past_body=_past_body(note),
    )


def _digest(thing: Note | Part) -> str:
    """A digest of what is said beside the name; "" where nothing is. That two share a letter,
    or take as many minutes, does not make them one."""
    apart = ("id", "name", *thing.no_evidence)
    values = _fields_said(thing, apart)
    if isinstance(thing, Note):
        values |= thing.evidence()
    digest = _digest_of(values)
    return f"{WEAK}{digest}" if isinstance(thing, Note) and thing.has_weak_evidence else digest


def _past_body(note: Note) -> str:
    """The digest that outlines of text-only notes have in databases of before."""
    return _digest_of(_fields_said(note)) if note.text_was_evidence else ""


def _fields_said(thing: Note | Part, apart: Collection[str] = ()) -> dict[str, object]:
    kind: type = type(thing)
    return {name: _plain(getattr(thing, name)) for name in _said(kind) if name not in apart}


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
