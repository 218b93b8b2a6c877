"""The rows of the catalog as objects, and their conversion from and to database rows.

Rows are written as plain tuples in the order of the columns, because building rows with named
values takes longer than writing them.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, asdict, dataclass, fields
from operator import attrgetter
from typing import Any, NamedTuple

from flashprep.core.cards import Card, Cells, Priority, Spine
from flashprep.errors import Location

Values = tuple[str | int | None, ...]
PRIORITIES: Mapping[str | None, Priority] = {
    None: Priority.CORE,  # the default is not stored
    **{each.value: each for each in Priority},
}


@dataclass(frozen=True, slots=True)
class FileRow:
    """A deck file as last read."""

    name: str
    digest: str
    deck: str
    description: str


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note as last read. `outline` is the note's summary as JSON; `core.notes.successions`
    matches notes by their summaries.

    `links` are the ids of the notes that the note's cards mention. `prompts`, `programme` and
    `sheet` are the JSON of the note's prompts, program and complete content. Links and sheets
    are written with the note but read separately.
    """

    key: str
    place: int
    location: Location
    outline: str
    links: tuple[str, ...] = ()
    prompts: str | None = None
    programme: str | None = None
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class CardRow:
    """A card as last read, live or retired, with the data that only the database has."""

    card: Card
    place: int
    position: int
    guid: str
    created_ms: int
    retired_at_ms: int | None
    fields_digest: str | None
    content_mod_s: int | None


class Placed(NamedTuple):
    """The attributes of a card, live or retired, that assign the card to decks and presets.
    The class is a named tuple, because there may be very many cards."""

    key: str
    note_key: str
    deck: str
    kind: str
    priority: Priority
    tags: tuple[str, ...]
    company: str
    position: int
    retired: bool


PLACED = (
    "card.key, note_key, json_extract(content, '$.deck'), json_extract(content, '$.kind'), "
    "json_extract(content, '$.priority'), json_extract(content, '$.tags'), "
    "json_extract(content, '$.company'), card.position, retired_at_ms IS NOT NULL"
)
"""The columns of a `Placed`, as SQL."""


# Keys and places have columns of their own. The rest of a card is stored as JSON, without
# default values, since most cards have neither hint nor image.
_OWN_COLUMNS = {"key", "note_key", "location", "reveals", "spine", "cells"}
_CONTENT = tuple(sorted(each.name for each in fields(Card) if each.name not in _OWN_COLUMNS))
_FIELD_DEFAULTS: Mapping[str, object] = {
    each.name: each.default for each in fields(Card) if each.default is not MISSING
}
_DEFAULTS = tuple((name, _FIELD_DEFAULTS.get(name, MISSING)) for name in _CONTENT)
# Created once: with `ensure_ascii=False`, `json.dumps` would create an encoder per call.
_encoded = json.JSONEncoder(ensure_ascii=False).encode


# Consecutive columns with the same names as the attributes they store.
_LOCATION = attrgetter("path", "line", "column")
_KNOWN = attrgetter("guid", "created_ms", "retired_at_ms", "fields_digest", "content_mod_s")
_NOTE_TEXTS = attrgetter("outline", "prompts", "programme", "sheet")


def content_of(given: Card) -> str:
    """The part of a card that is stored as JSON."""
    values: dict[str, object] = {
        name: value for name, default in _DEFAULTS if (value := getattr(given, name)) != default
    }
    if given.spine is not None:
        values["spine"] = asdict(given.spine)
    if given.cells is not None:
        values["cells"] = asdict(given.cells)
    return _encoded(values)


def card_values(row: CardRow) -> Values:
    """The values of a card, in the order of its table's columns."""
    card = row.card
    return (
        card.key,
        card.note_key,
        *_LOCATION(card.location),
        row.place,
        row.position,
        content_of(card),
        _encoded(card.reveals) if card.reveals else "[]",
        *_KNOWN(row),
    )


def note_values(row: NoteRow, file: str) -> Values:
    """The values of a note, in the order of its table's columns."""
    return (
        row.key,
        file,
        row.place,
        row.location.line,
        row.location.column,
        *_NOTE_TEXTS(row),
    )


def card_row(row: Sequence[Any]) -> CardRow:
    """The card in a database row with all columns of its table."""
    key, note_key, file, line, column, place, position, content, reveals, *known = row
    stored = _tupled(json.loads(content))
    spine, cells = stored.pop("spine", None), stored.pop("cells", None)
    card = Card(
        key=key,
        note_key=note_key,
        location=Location(file, line, column),
        reveals=tuple(json.loads(reveals)),
        spine=None if spine is None else Spine(**_tupled(spine)),
        cells=None if cells is None else Cells(**_tupled(cells)),
        priority=Priority(stored.pop("priority", Priority.CORE)),
        **stored,
    )
    return CardRow(card, place, position, *known)


def placed(row: Sequence[Any]) -> Placed:
    """The card in a row with the columns PLACED."""
    key, note_key, deck, kind, level, words, company, position, retired = row
    tags = tuple(json.loads(words)) if words else ()
    priority = PRIORITIES[level]
    return Placed(
        key, note_key, deck, kind, priority, tags, company or "", position, bool(retired)
    )


def note_row(row: Sequence[Any]) -> NoteRow:
    """The note in a database row, without its links and its sheet."""
    key, file, place, line, column, outline, prompts, programme = row
    return NoteRow(key, place, Location(file, line, column), outline, (), prompts, programme)


def _tupled(values: dict[str, Any]) -> dict[str, Any]:
    """Values from JSON, with lists converted back to tuples."""
    return {
        name: tuple(value) if type(value) is list else value for name, value in values.items()
    }
