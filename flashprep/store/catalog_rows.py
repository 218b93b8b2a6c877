"""Rows of the catalog: what they hold, and how the database's own rows become these and back.

Whole tables are written as bare tuples in the order of the columns, since naming the values
of each row costs more than writing it.
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
    None: Priority.CORE,  # what a card does not say
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
    """A note as last read; `outline` is the JSON that `core.notes.successions` matches by.

    `links` are the ids of the notes that its cards name, `prompts` and `programme` the JSON
    of what it gives beside cards, `sheet` that of all it says. Links and sheets are written
    with the note, and read by themselves.
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
    """A card as last read, live or retired, with what the database alone knows of it."""

    card: Card
    place: int
    position: int
    guid: str
    created_ms: int
    retired_at_ms: int | None
    fields_digest: str | None
    content_mod_s: int | None


class Placed(NamedTuple):
    """A card, live or retired, and where it belongs; there may be very many."""

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
"""What `placed` takes, as SQL."""


# A key and the places have columns of their own; all else of a card is kept as JSON, where
# what it does not say is left out: most cards have neither hint nor picture.
_APART = {"key", "note_key", "location", "reveals", "spine", "cells"}
_CONTENT = tuple(sorted(each.name for each in fields(Card) if each.name not in _APART))
_UNSAID: Mapping[str, object] = {
    each.name: each.default for each in fields(Card) if each.default is not MISSING
}
_DEFAULTS = tuple((name, _UNSAID.get(name, MISSING)) for name in _CONTENT)
# Made once: `json.dumps` would make one for each text that has other than ASCII.
_encoded = json.JSONEncoder(ensure_ascii=False).encode


# Runs of columns that are called as what they hold.
_LOCATION = attrgetter("path", "line", "column")
_KNOWN = attrgetter("guid", "created_ms", "retired_at_ms", "fields_digest", "content_mod_s")
_SAID = attrgetter("outline", "prompts", "programme", "sheet")


def content_of(given: Card) -> str:
    """What of a card is kept as JSON."""
    values: dict[str, object] = {
        name: value for name, default in _DEFAULTS if (value := getattr(given, name)) != default
    }
    if given.spine is not None:
        values["spine"] = asdict(given.spine)
    if given.cells is not None:
        values["cells"] = asdict(given.cells)
    return _encoded(values)


def card_values(row: CardRow) -> Values:
    """A card in the order of its table's columns."""
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
    """A note of a file in the order of its table's columns."""
    return (
        row.key,
        file,
        row.place,
        row.location.line,
        row.location.column,
        *_SAID(row),
    )


def card_row(row: Sequence[Any]) -> CardRow:
    """The card of a database's row, a value for each of the table's columns."""
    key, note_key, file, line, column, place, position, content, reveals, *known = row
    said = _tupled(json.loads(content))
    spine, cells = said.pop("spine", None), said.pop("cells", None)
    card = Card(
        key=key,
        note_key=note_key,
        location=Location(file, line, column),
        reveals=tuple(json.loads(reveals)),
        spine=None if spine is None else Spine(**_tupled(spine)),
        cells=None if cells is None else Cells(**_tupled(cells)),
        priority=Priority(said.pop("priority", Priority.CORE)),
        **said,
    )
    return CardRow(card, place, position, *known)


def placed(row: Sequence[Any]) -> Placed:
    """The card of a row of PLACED."""
    key, note_key, deck, kind, priority, said, company, position, retired = row
    tags = tuple(json.loads(said)) if said else ()
    worth = PRIORITIES[priority]
    return Placed(
        key, note_key, deck, kind, worth, tags, company or "", position, bool(retired)
    )


def note_row(row: Sequence[Any]) -> NoteRow:
    """The note of a database's row, without its links and its sheet."""
    key, file, place, line, column, outline, prompts, programme = row
    return NoteRow(key, place, Location(file, line, column), outline, (), prompts, programme)


def _tupled(values: dict[str, Any]) -> dict[str, Any]:
    """What JSON says of the fields of a class, with its lists as the tuples that they were."""
    return {
        name: tuple(value) if type(value) is list else value for name, value in values.items()
    }
