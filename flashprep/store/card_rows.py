"""The rows of cards as objects, and their conversion from and to database rows.

Rows are written as plain tuples in the order of the columns, since naming the values costs more
time than writing them.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, asdict, dataclass, fields
from operator import attrgetter
from typing import Any, Final, NamedTuple

from flashprep.core.cards import Card, Cells, Priority, Spine
from flashprep.core.marks import Marks
from flashprep.core.memory import CardState, MemoryState, Phase
from flashprep.core.presets import DEFAULT
from flashprep.errors import Location
from flashprep.store.tables import ELSEWHERE, EXPORTED, STATE, SUMMARY, listed

Values = tuple[str | int | float | None, ...]


_UNMARKED = Marks()


class CardSummary(NamedTuple):
    """What deck files determine about a card, live or retired, apart from its faces. (A named
    tuple, because there may be very many.)"""

    key: str
    note_key: str
    deck: str
    kind: str
    priority: Priority
    tags: tuple[str, ...]
    company: str
    position: int
    reveals: frozenset[str]
    retired: bool


@dataclass(frozen=True, slots=True)
class CardStatus:
    """A card and its state. `introduced_day` is the day of its first review, `preset` the
    preset with which the state was computed."""

    card: CardSummary
    state: CardState | None = None
    marks: Marks = _UNMARKED
    introduced_day: int | None = None
    preset: str = DEFAULT

    @property
    def card_key(self) -> str:
        """The card's key."""
        return self.card.key

    @property
    def deck(self) -> str:
        """The card's deck."""
        return self.card.deck

    @property
    def position(self) -> int:
        """The card's position in the introduction of all cards."""
        return self.card.position

    @property
    def retired(self) -> bool:
        """Whether the card is in no deck file any longer."""
        return self.card.retired

    @property
    def stands(self) -> str:
        """The card's status: new, learning, review, suspended or retired."""
        if self.retired:
            return "retired"
        return "suspended" if self.marks.suspended else self.queue

    @property
    def is_known(self) -> bool:
        """Whether this is a new card that the user marked as known."""
        return self.state is None and self.marks.known_until_day is not None

    @property
    def queue(self) -> str:
        """The card's part of the queue: new, learning, review, or out."""
        if self.retired or self.marks.suspended:
            return "out"
        if self.state is None:
            return "new"
        return "review" if self.state.phase is Phase.REVIEW else "learning"


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


SUMMARY_COLUMNS: Final = listed(SUMMARY, "card")
STATUS_COLUMNS: Final = listed((*SUMMARY, *STATE), "card")
CARD_COLUMNS: Final = f"{listed((*SUMMARY, *ELSEWHERE, *EXPORTED), 'card')}, content"
"""The columns of a `CardSummary`, a `CardStatus` and a `CardRow`, as SQL. The last need
`card_content`, too."""

_PRIORITIES = {each.value: each for each in Priority}
_PHASES = {phase.value: phase for phase in Phase}
_NONE: frozenset[str] = frozenset()

# These have columns of their own. The rest of a card is stored as JSON, without default values,
# since most cards have neither hint nor image.
_OWN_COLUMNS = {
    *("key", "note_key", "deck", "kind", "priority", "tags", "company", "location", "reveals"),
    *("spine", "cells"),
}
_CONTENT = tuple(sorted(each.name for each in fields(Card) if each.name not in _OWN_COLUMNS))
_FIELD_DEFAULTS: Mapping[str, object] = {
    each.name: each.default for each in fields(Card) if each.default is not MISSING
}
_DEFAULTS = tuple((name, _FIELD_DEFAULTS.get(name, MISSING)) for name in _CONTENT)
# Created once: with `ensure_ascii=False`, `json.dumps` would create an encoder per call.
_encoded = json.JSONEncoder(ensure_ascii=False).encode

# Consecutive columns with the same names as the attributes they store.
_LOCATION = attrgetter("path", "line", "column")
_MEMORY = attrgetter(
    *("phase.value", "step", "memory.stability", "memory.difficulty"),
    *("due_day", "due_at_ms", "last_day", "last_at_ms"),
)
_NO_MEMORY = (None,) * 8
_MARKS = attrgetter(*(each.name for each in fields(Marks)))


def card_values(row: CardRow) -> Values:
    """The values of a card, in the order of the columns SUMMARY, ELSEWHERE and EXPORTED."""
    card = row.card
    return (
        *(card.key, card.note_key, card.deck, card.kind, card.priority.value),
        _encoded(card.tags) if card.tags else "[]",
        card.company or None,
        row.position,
        _encoded(card.reveals) if card.reveals else "[]",
        row.retired_at_ms,
        *_LOCATION(card.location),
        *(row.place, row.guid, row.created_ms, row.fields_digest, row.content_mod_s),
    )


def content_values(row: CardRow) -> Values:
    """The key of a card, and the part of it that is stored as JSON."""
    card = row.card
    values: dict[str, object] = {
        name: value for name, default in _DEFAULTS if (value := getattr(card, name)) != default
    }
    if card.spine is not None:
        values["spine"] = asdict(card.spine)
    if card.cells is not None:
        values["cells"] = asdict(card.cells)
    return card.key, _encoded(values)


def state_values(status: CardStatus) -> Values:
    """The values of a card's state, in the order of the columns STATE, and its key."""
    state = status.state
    return (
        *(_MEMORY(state) if state else _NO_MEMORY),
        status.introduced_day,
        *((state.reps, state.lapses) if state else (0, 0)),
        *_MARKS(status.marks),
        status.preset,
        status.card_key,
    )


def summary_of(row: Sequence[Any]) -> CardSummary:
    """The summary in a row of SUMMARY_COLUMNS."""
    key, note_key, deck, kind, priority, tags, company, position, reveals, retired_ms = row
    return CardSummary(
        *(key, note_key, deck, kind, _PRIORITIES[priority]),
        () if tags == "[]" else tuple(json.loads(tags)),
        company or "",
        position,
        _NONE if reveals == "[]" else frozenset(json.loads(reveals)),
        retired_ms is not None,
    )


def status_of(row: Sequence[Any]) -> CardStatus:
    """The card and its state in a row of STATUS_COLUMNS."""
    phase, step, stability, difficulty, due_day, due_at_ms, last_day, last_at_ms = row[10:18]
    introduced_day, reps, lapses, *flags, preset = row[18:]
    state = None
    if phase is not None:
        memory = MemoryState(stability, difficulty)
        days = due_day, due_at_ms, last_day, last_at_ms
        state = CardState(_PHASES[phase], step, memory, *days, reps, lapses)
    # Most cards have none of these.
    marks = Marks(bool(flags[0]), *flags[1:]) if any(flags) else _UNMARKED
    return CardStatus(summary_of(row[:10]), state, marks, introduced_day, preset)


def card_of(row: Sequence[Any]) -> CardRow:
    """The card in a row of CARD_COLUMNS."""
    key, note_key, deck, kind, priority, tags, company, position, reveals, retired = row[:10]
    file, line, column, place, guid, created_ms, digest, mod_s, content = row[10:]
    stored = _tupled(json.loads(content))
    spine, cells = stored.pop("spine", None), stored.pop("cells", None)
    card = Card(
        key=key,
        note_key=note_key,
        deck=deck,
        kind=kind,
        priority=_PRIORITIES[priority],
        tags=() if tags == "[]" else tuple(json.loads(tags)),
        company=company or "",
        location=Location(file, line, column),
        reveals=() if reveals == "[]" else tuple(json.loads(reveals)),
        spine=None if spine is None else Spine(**_tupled(spine)),
        cells=None if cells is None else Cells(**_tupled(cells)),
        **stored,
    )
    return CardRow(card, place, position, guid, created_ms, retired, digest, mod_s)


def _tupled(values: dict[str, Any]) -> dict[str, Any]:
    """Values from JSON, with lists converted back to tuples."""
    return {
        name: tuple(value) if type(value) is list else value for name, value in values.items()
    }
