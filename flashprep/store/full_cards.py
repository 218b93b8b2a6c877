"""Objects for the rows of complete cards, including the texts of the cards, and their
conversion from and to database rows.

This module is separate from `card_rows.py`, since most everyday commands do not need the texts
of cards.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, asdict, dataclass, fields
from operator import attrgetter
from typing import Any, NamedTuple

from flashprep.core.cards import Card, Cells, Spine
from flashprep.core.search.words import plain, searched
from flashprep.errors import Location
from flashprep.store.card_rows import (
    NEVER_EXPORTED,
    PRIORITIES,
    CardSummary,
    Exported,
    Values,
    summary_of,
)


@dataclass(frozen=True, slots=True)
class CardRow:
    """A live or retired card as it was last read from a deck file, with additional data that
    only the database contains."""

    card: Card
    place: int
    position: int
    guid: str
    created_ms: int
    retired_at_ms: int | None
    exported: Exported = NEVER_EXPORTED


class ExportRow(NamedTuple):
    """A live card to export to Anki. `content` is the content as stored, and `image` the path
    of the card's image, or "". `row` is the row of CARD_COLUMNS, from which `full` creates the
    complete card: few exports need it for all cards."""

    card: CardSummary
    guid: str
    created_ms: int
    exported: Exported
    content: str
    image: str
    row: Sequence[Any]

    @property
    def full(self) -> Card:
        """The complete card."""
        return card_of(self.row).card


# The fields of a card that have their own columns. The other fields are stored as JSON. Default
# values are left out of the JSON, since most cards have no hint, no image, and so on.
_OWN_COLUMNS = {
    *("key", "note_key", "deck", "kind", "priority", "tags", "company", "location", "reveals"),
    *("spine", "cells"),
}
_CONTENT = tuple(sorted(each.name for each in fields(Card) if each.name not in _OWN_COLUMNS))
_FIELD_DEFAULTS: Mapping[str, object] = {
    each.name: each.default for each in fields(Card) if each.default is not MISSING
}
_DEFAULTS = tuple((name, _FIELD_DEFAULTS.get(name, MISSING)) for name in _CONTENT)
# The encoder is created once, since `json.dumps` with `ensure_ascii=False` would create an
# encoder on each call.
_encoded = json.JSONEncoder(ensure_ascii=False).encode

# These attributes have the same names as their columns, which are consecutive.
_LOCATION = attrgetter("path", "line", "column")


def card_values(row: CardRow) -> Values:
    """The values of a card in the order of the columns SUMMARY, ELSEWHERE and EXPORTED."""
    card = row.card
    return (
        *(card.key, card.note_key, card.deck, card.kind, card.priority.value),
        _encoded(card.tags) if card.tags else "[]",
        card.company or None,
        row.position,
        _encoded(card.reveals) if card.reveals else "[]",
        row.retired_at_ms,
        *_LOCATION(card.location),
        *(row.place, row.guid, row.created_ms, *row.exported),
    )


def content_values(row: CardRow) -> Values:
    """The values of a card in the order of the columns CONTENT."""
    card = row.card
    values: dict[str, object] = {
        name: value for name, default in _DEFAULTS if (value := getattr(card, name)) != default
    }
    if card.spine is not None:
        values["spine"] = asdict(card.spine)
    if card.cells is not None:
        values["cells"] = asdict(card.cells)
    words = plain(searched(card.key, card.context, card.front, card.answer))
    return card.key, _encoded(values), words


def card_of(row: Sequence[Any]) -> CardRow:
    """The card in a row with the columns CARD_COLUMNS."""
    key, note_key, deck, kind, priority, tags, company, position, reveals, retired = row[:10]
    file, line, column, place, guid, created_ms, *exported, content = row[10:]
    stored = _tupled(json.loads(content))
    spine, cells = stored.pop("spine", None), stored.pop("cells", None)
    card = Card(
        key=key,
        note_key=note_key,
        deck=deck,
        kind=kind,
        priority=PRIORITIES[priority],
        tags=() if tags == "[]" else tuple(json.loads(tags)),
        company=company or "",
        location=Location(file, line, column),
        reveals=() if reveals == "[]" else tuple(json.loads(reveals)),
        spine=None if spine is None else Spine(**_tupled(spine)),
        cells=None if cells is None else Cells(**_tupled(cells)),
        **stored,
    )
    return CardRow(card, place, position, guid, created_ms, retired, Exported._make(exported))


def export_row(row: Sequence[Any]) -> ExportRow:
    """The card in a row of CARD_COLUMNS and the path of its image."""
    *_, guid, created_ms, digest, mod_s, source, content, image = row
    exported = Exported(digest, mod_s, source)
    return ExportRow(
        *(summary_of(row[:10]), guid, created_ms, exported, content, image or "", row[:-1])
    )


def _tupled(values: dict[str, Any]) -> dict[str, Any]:
    """The values of a JSON object, with lists converted back to tuples."""
    return {
        name: tuple(value) if type(value) is list else value for name, value in values.items()
    }
