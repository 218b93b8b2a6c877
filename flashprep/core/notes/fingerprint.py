"""Note summaries. A summary contains the name and the parts of a note, and digests of the other
content.

The database stores these summaries for two purposes: to recognize a note after its id changes,
and to show the note's name on the cards of other notes.
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
"""The prefix of a digest that is weak evidence, because many notes could have the same
content."""

# Maps names of kinds in older databases to the current names.
_RENAMED_KINDS = {"programme": "program"}

# The encoders are created once, since `json.dumps` with these options would create an encoder
# on each call.
_ENCODED = json.JSONEncoder(ensure_ascii=False).encode
_SORTED = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


@dataclass(frozen=True, slots=True)
class PartSummary:
    """The summary of a part. The scope of a part is the id of the enclosing part or the name of
    a group of parts; it is "" for a top-level part. `place` is the position of the part in its
    scope."""

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
class NoteSummary:
    """The summary of a note. `body` is the digest of the note's content. If the note has only a
    name, `body` is ""."""

    key: str
    kind: str
    name: str
    body: str
    declared: bool
    formerly: tuple[str, ...]
    location: Location
    parts: tuple[PartSummary, ...]
    # The nouns that other notes use for this note and for a part of this note. They are "" if
    # no card can ask for the note's name.
    noun: str = ""
    each: str = ""
    company: str = ""
    # The digest that databases before reader version 4 contain for this note. It includes the
    # question.
    past_body: str = ""

    def to_json(self) -> str:
        """Returns the form stored in the database. Empty fields are left out to save space."""
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
    def from_json(cls, text: str) -> "NoteSummary":
        """Returns the summary that `to_json` converted to this JSON."""
        values = json.loads(text)
        values["kind"] = _RENAMED_KINDS.get(values["kind"], values["kind"])
        values["location"] = Location(**values["location"])
        values["formerly"] = tuple(values.get("formerly", ()))
        values["parts"] = tuple(
            PartSummary(**{**part, "formerly": tuple(part["formerly"])})
            for part in values.get("parts", ())
        )
        return cls(**values)


def outline(note: Note) -> NoteSummary:
    """Returns the summary of a note."""
    noun, each = note.nouns
    return NoteSummary(
        key=note.header.id,
        kind=note.kind,
        name=note.title,
        body=_digest(note),
        declared=note.header.declared,
        formerly=note.header.formerly,
        location=note.header.location,
        parts=tuple(
            PartSummary(
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
    """Returns a digest of all content except the name. Returns "" if there is no such content.
    Fields such as `letter` and `minutes` are left out, since different parts often have equal
    values in these fields."""
    skip = ("id", "name", *thing.no_evidence)
    values = _content(thing, skip)
    if isinstance(thing, Note):
        values |= thing.evidence()
    digest = _digest_of(values)
    return f"{WEAK}{digest}" if isinstance(thing, Note) and thing.has_weak_evidence else digest


def _past_body(note: Note) -> str:
    """Returns the digest that databases before reader version 4 contain for the note. Returns
    "" if the note's text was not part of that digest."""
    return _digest_of(_content(note)) if note.text_was_evidence else ""


def _content(thing: Note | Part, skip: Collection[str] = ()) -> dict[str, object]:
    kind: type = type(thing)
    return {name: _plain(getattr(thing, name)) for name in _relevant(kind) if name not in skip}


def _digest_of(values: dict[str, object]) -> str:
    if not any(values.values()):
        return ""
    return hashlib.sha256(_SORTED(values).encode()).hexdigest()[:16]


def _plain(value: object) -> object:
    """Returns a value without file locations, and without the information whether an id was
    declared."""
    if type(value) is str:
        return value
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if is_dataclass(value):
        kind: type = type(value)
        return {name: _plain(getattr(value, name)) for name in _relevant(kind)}
    return value


@cache
def _relevant(kind: type) -> tuple[str, ...]:
    """Returns the names of the fields that contain content."""
    skip = {"location", "declared", "formerly", "header", "priority"}
    return tuple(name for name in _names(kind) if name not in skip)


def _fields_of(thing: NoteSummary | PartSummary | Location) -> dict[str, object]:
    kind: type = type(thing)
    return {name: getattr(thing, name) for name in _names(kind)}


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))
