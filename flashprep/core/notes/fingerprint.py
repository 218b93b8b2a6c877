"""Makes the summary of a note, with digests of its content."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import fields, is_dataclass
from functools import cache

from flashprep.core.notes.model import Note
from flashprep.core.notes.parts import SITUATIONS, Part
from flashprep.core.notes.summary import NoteSummary, PartSummary

WEAK = "~"
"""The prefix of a digest that is weak evidence, because many notes could have the same
content."""

# The encoder is created once, since `json.dumps` with these options would create an encoder on
# each call.
_SORTED = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


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


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))
