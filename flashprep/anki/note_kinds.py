"""Reads the note types, decks, and notes of an Anki collection."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from flashprep.anki.container import broken
from flashprep.anki.protobuf import read_message
from flashprep.anki.reading import OLD_SCHEMA, AnkiPackage

_CLOZE = 1
# Field numbers in Anki's Protocol Buffers messages: the kind of a note type, and the sides of a
# template.
_KIND, _QUESTION, _ANSWER = 1, 1, 2


class Sides(NamedTuple):
    """A template: its question and answer formats."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class NoteKind:
    """A note type: the names of its fields, and its templates. A note of a `cloze` type has a
    card for each gap number; all of these cards use the first template."""

    name: str
    cloze: bool
    fields: tuple[str, ...]
    templates: tuple[Sides, ...]


class AnkiNote(NamedTuple):
    """A note of the package."""

    id: int
    guid: str
    kind: int
    tags: str
    fields: str  # separated by U+001F


def read_notes(package: AnkiPackage) -> Iterator[AnkiNote]:
    """The notes of a package, oldest first."""
    for number, guid, kind, tags, fields in package.rows(
        "SELECT id, guid, mid, tags, flds FROM notes NOT INDEXED WHERE typeof(guid) = 'text' "
        "AND typeof(mid) = 'integer' AND typeof(flds) = 'text' ORDER BY id"
    ):
        yield AnkiNote(number, package.guid_of(number, guid), kind, str(tags), fields)


def read_note_kinds(package: AnkiPackage) -> Mapping[int, NoteKind]:
    """The note types by id. Raises FlashprepError if the note types cannot be read."""
    try:
        if package.schema == OLD_SCHEMA:
            return dict(_kinds_of_json(package))
        return dict(_kinds_of_tables(package))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise broken(package.container.name, ValueError("note types")) from error


def read_decks(package: AnkiPackage) -> Mapping[int, str]:
    """The names of the decks by id; "::" separates the levels of a name."""
    try:
        if package.schema == OLD_SCHEMA:
            ((written,),) = package.rows("SELECT decks FROM col LIMIT 1")
            return {int(number): str(deck["name"]) for number, deck in _parsed(written).items()}
        return {
            number: str(name).replace("\x1f", "::")
            for number, name in package.rows("SELECT id, name FROM decks")
        }
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise broken(package.container.name, ValueError("decks")) from error


def _kinds_of_json(package: AnkiPackage) -> Iterator[tuple[int, NoteKind]]:
    ((written,),) = package.rows("SELECT models FROM col LIMIT 1")
    for number, kind in _parsed(written).items():
        name, is_cloze = str(kind["name"]), kind["type"] == _CLOZE
        fields = tuple(str(field["name"]) for field in kind["flds"])
        templates = tuple(Sides(str(each["qfmt"]), str(each["afmt"])) for each in kind["tmpls"])
        yield int(number), NoteKind(name, is_cloze, fields, templates)


def _kinds_of_tables(package: AnkiPackage) -> Iterator[tuple[int, NoteKind]]:
    fields: dict[int, list[str]] = {}
    for number, name in package.rows("SELECT ntid, name FROM fields ORDER BY ntid, ord"):
        fields.setdefault(number, []).append(str(name))
    templates: dict[int, list[Sides]] = {}
    for number, config in package.rows("SELECT ntid, config FROM templates ORDER BY ntid, ord"):
        message = dict(read_message(config))
        sides = Sides(_text(message.get(_QUESTION)), _text(message.get(_ANSWER)))
        templates.setdefault(number, []).append(sides)
    for number, name, config in package.rows("SELECT id, name, config FROM notetypes"):
        is_cloze = dict(read_message(config)).get(_KIND) == _CLOZE
        parts = tuple(fields.get(number, ())), tuple(templates.get(number, ()))
        yield number, NoteKind(str(name), is_cloze, *parts)


def _parsed(written: object) -> dict[str, Any]:
    found = json.loads(str(written))
    if not isinstance(found, dict):
        raise ValueError("not an object")  # noqa: TRY004 - of the file's content
    return found


def _text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else ""
