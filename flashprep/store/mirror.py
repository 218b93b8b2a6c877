"""What the deck files said when they were last read without a mistake.

Rows of cards stay when a card leaves the files: they are only marked as retired, since the
guid that Anki knows and the time of the last change cannot be had from the files.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from sqlalchemy import Column, Row, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from flashprep.core.cards import Card, Priority, Spine
from flashprep.errors import Location
from flashprep.store.database import Database
from flashprep.store.schema import card, note, note_link, source_file

# SQLite takes 32,766 values in one statement.
_CHUNK = 10_000


@dataclass(frozen=True, slots=True)
class FileRow:
    """A deck file as last read."""

    name: str
    digest: str
    deck: str
    description: str


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note as last read; `outline` is the JSON that `core.identity` matches by.

    `links` are the ids of the notes that its cards name, `prompts` and `programme` the JSON
    of what it gives beside cards. Links are written with the note, and read by themselves.
    """

    key: str
    place: int
    location: Location
    outline: str
    links: tuple[str, ...] = ()
    prompts: str | None = None
    programme: str | None = None


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


class Mirror:
    """The deck files of one collection, as the database knows them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def files(self) -> dict[str, FileRow]:
        """All files, by name."""
        rows = self._database.execute(select(source_file))
        return {
            row.name: FileRow(row.name, row.digest, row.deck, row.description) for row in rows
        }

    def put_file(self, row: FileRow) -> None:
        """Write a file's row, replacing an earlier one."""
        values = asdict(row)
        statement = insert(source_file).values(values)
        self._database.execute(
            statement.on_conflict_do_update(index_elements=["name"], set_=values)
        )

    def remove_file(self, name: str) -> None:
        """Forget a file that is gone, and its notes; its cards are dealt with apart."""
        self._database.execute(delete(source_file).where(source_file.c.name == name))
        self._database.execute(delete(note).where(note.c.file == name))
        self._database.execute(delete(note_link).where(note_link.c.file == name))

    def links(self) -> dict[str, set[str]]:
        """For each file with links, the ids of the notes that its cards name."""
        found: dict[str, set[str]] = {}
        for row in self._database.execute(select(note_link.c.file, note_link.c.to)):
            found.setdefault(row.file, set()).add(row.to)
        return found

    def prompts(self) -> list[str]:
        """The JSON of each note's prompts, in the order of the files."""
        return self._given(note.c.prompts)

    def programmes(self) -> list[str]:
        """The JSON of each programme, in the order of the files."""
        return self._given(note.c.programme)

    def _given(self, column: Column[str | None]) -> list[str]:
        statement = (
            select(column).where(column.is_not(None)).order_by(note.c.file, note.c.place)
        )
        return [
            text for text in self._database.execute(statement).scalars() if text is not None
        ]

    def notes(self, file: str | None = None) -> dict[str, NoteRow]:
        """The notes of a file, or of all files, by key."""
        statement = select(note).order_by(note.c.file, note.c.place)
        if file is not None:
            statement = statement.where(note.c.file == file)
        return {
            row.key: NoteRow(
                row.key,
                row.place,
                Location(row.file, row.line, row.column),
                row.outline,
                prompts=row.prompts,
                programme=row.programme,
            )
            for row in self._database.execute(statement)
        }

    def put_notes(self, file: str, rows: Collection[NoteRow]) -> None:
        """Write the notes of a file in place of those it had."""
        self._database.execute(delete(note).where(note.c.file == file))
        self._database.execute(delete(note_link).where(note_link.c.file == file))
        links = [{"note": row.key, "file": file, "to": to} for row in rows for to in row.links]
        if links:
            self._database.execute(insert(note_link), links)
        values = [
            {
                "key": row.key,
                "file": file,
                "place": row.place,
                "line": row.location.line,
                "column": row.location.column,
                "outline": row.outline,
                "prompts": row.prompts,
                "programme": row.programme,
            }
            for row in rows
        ]
        if values:
            statement = insert(note)
            every = {
                column.name: statement.excluded[column.name]
                for column in note.columns
                if not column.primary_key
            }
            # A note that moved here may still stand under the file it left.
            self._database.execute(
                statement.on_conflict_do_update(index_elements=["key"], set_=every), values
            )

    def cards(self, *, retired: bool | None = False) -> dict[str, CardRow]:
        """Cards by key, in the order of introduction: live ones, or the retired ones, or
        with None both."""
        statement = select(card).order_by(card.c.position, card.c.key)
        if retired is not None:
            gone = card.c.retired_at_ms.is_not(None)
            statement = statement.where(gone if retired else ~gone)
        return {row.key: _card_row(row) for row in self._database.execute(statement)}

    def find(self, key: str) -> CardRow | None:
        """One card, live or retired."""
        row = self._database.execute(select(card).where(card.c.key == key)).first()
        return None if row is None else _card_row(row)

    def some(self, keys: Collection[str]) -> dict[str, CardRow]:
        """Cards, live or retired, by key; keys that no card has are left out."""
        found: dict[str, CardRow] = {}
        wanted = sorted(keys)
        for start in range(0, len(wanted), _CHUNK):
            statement = select(card).where(card.c.key.in_(wanted[start : start + _CHUNK]))
            found |= {row.key: _card_row(row) for row in self._database.execute(statement)}
        return found

    def keys(self) -> list[str]:
        """The keys of all cards, live or retired."""
        return list(self._database.execute(select(card.c.key).order_by(card.c.key)).scalars())

    def put_cards(self, rows: Iterable[CardRow]) -> None:
        """Write cards, replacing rows of the same keys."""
        values = [_card_values(row) for row in rows]
        if values:
            statement = insert(card)
            every = {
                column.name: statement.excluded[column.name]
                for column in card.columns
                if not column.primary_key
            }
            self._database.execute(
                statement.on_conflict_do_update(index_elements=["key"], set_=every), values
            )

    def remove_cards(self, keys: Collection[str]) -> None:
        """Forget rows whose card lives on under another key."""
        for key in keys:
            self._database.execute(delete(card).where(card.c.key == key))

    def reveals(self, keys: Collection[str]) -> dict[str, frozenset[str]]:
        """For each of these cards, the cards that it reveals."""
        rows = self._database.execute(
            select(card.c.key, card.c.reveals).where(card.c.key.in_(sorted(keys)))
        )
        return {row.key: frozenset(json.loads(row.reveals)) for row in rows}

    def was_exported(self) -> bool:
        """Whether any card was ever exported from this database."""
        statement = select(card.c.key).where(card.c.fields_digest.is_not(None)).limit(1)
        return self._database.execute(statement).first() is not None

    def of_note(self, note_key: str) -> list[CardRow]:
        """The live cards of a note, in the order of their family."""
        statement = (
            select(card)
            .where(card.c.note_key == note_key, card.c.retired_at_ms.is_(None))
            .order_by(card.c.place)
        )
        return [_card_row(row) for row in self._database.execute(statement)]

    def mark_exported(self, marks: Mapping[str, tuple[str, int]]) -> None:
        """Keep for cards the digest of their exported fields and the mod Anki is told."""
        for key, (fields_digest, content_mod_s) in marks.items():
            self._database.execute(
                update(card)
                .where(card.c.key == key)
                .values(fields_digest=fields_digest, content_mod_s=content_mod_s)
            )


# A key and the places have columns of their own; all else of a card is kept as JSON.
_CONTENT = tuple(
    each.name
    for each in fields(Card)
    if each.name not in {"key", "note_key", "location", "reveals", "spine"}
)


def content_of(given: Card) -> str:
    """What of a card is kept as JSON."""
    values: dict[str, object] = {name: getattr(given, name) for name in _CONTENT}
    values["spine"] = None if given.spine is None else asdict(given.spine)
    return json.dumps(values, ensure_ascii=False, sort_keys=True)


def _card_values(row: CardRow) -> dict[str, object]:
    return {
        "key": row.card.key,
        "note_key": row.card.note_key,
        "file": row.card.location.path,
        "line": row.card.location.line,
        "column": row.card.location.column,
        "place": row.place,
        "position": row.position,
        "content": content_of(row.card),
        "reveals": json.dumps(row.card.reveals),
        "guid": row.guid,
        "created_ms": row.created_ms,
        "retired_at_ms": row.retired_at_ms,
        "fields_digest": row.fields_digest,
        "content_mod_s": row.content_mod_s,
    }


def _card_row(row: Row[Any]) -> CardRow:
    content = json.loads(row.content)
    spine = content.pop("spine")
    return CardRow(
        card=Card(
            key=row.key,
            note_key=row.note_key,
            location=Location(row.file, row.line, row.column),
            reveals=tuple(json.loads(row.reveals)),
            spine=None if spine is None else _spine(spine),
            priority=Priority(content.pop("priority")),
            tags=tuple(content.pop("tags")),
            **content,
        ),
        place=row.place,
        position=row.position,
        guid=row.guid,
        created_ms=row.created_ms,
        retired_at_ms=row.retired_at_ms,
        fields_digest=row.fields_digest,
        content_mod_s=row.content_mod_s,
    )


def _spine(values: dict[str, Any]) -> Spine:
    return Spine(
        labels=tuple(values["labels"]),
        rows=tuple(values["rows"]),
        asked=values["asked"],
        rest_shown=values["rest_shown"],
    )
