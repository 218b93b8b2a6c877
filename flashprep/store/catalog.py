"""What the deck files said when they were last read without a mistake.

Rows of cards stay when a card leaves the files: they are only marked as retired, since the
guid that Anki knows and the time of the last change cannot be had from the files.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import astuple
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, delete, func, select, text, update

from flashprep.store.catalog_rows import (
    PLACED,
    CardRow,
    FileRow,
    NoteRow,
    Placed,
    card_row,
    card_values,
    content_of,
    note_row,
    note_values,
    placed,
)
from flashprep.store.database import Database, is_among
from flashprep.store.schema import cache_stamp, card, note, note_link, source_file

__all__ = ["CardRow", "Catalog", "FileRow", "NoteRow", "Placed", "content_of"]

# How the JSON of a note or a part begins what it was called formerly, if it says so.
_FORMERLY = '"formerly": ["'
# The name under which the outlines of notes that wait to be filled in are kept, as one JSON.
_WAITING = "waiting notes"
_IS_LIVE = card.c.retired_at_ms.is_(None)
_FAMILIES = text(
    f"SELECT note.file, note.place, {PLACED} FROM card JOIN note ON note.key = note_key "  # noqa: S608 - no input
    "WHERE retired_at_ms IS NULL AND note.file NOT IN (SELECT value FROM json_each(:files)) "
    "ORDER BY note.file, note.place, card.place"
)
# Sheets are long, and few ask for them.
_NOTE = [column for column in note.c if column.name != "sheet"]


class Catalog:
    """The deck files of one collection, as the database knows them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def files(self) -> dict[str, FileRow]:
        """All files, by name."""
        return dict(self._database.kept.found("files", self._read_files))

    def _read_files(self) -> dict[str, FileRow]:
        rows = self._database.execute(select(source_file)).mappings()
        return {row["name"]: FileRow(**row) for row in rows}

    def put_file(self, row: FileRow) -> None:
        """Write a file's row, replacing an earlier one."""
        self._database.put_rows(source_file, [astuple(row)])

    def read_again(self, names: Iterable[str]) -> None:
        """Let the next sync read these files again, if they are known."""
        known = source_file.c.name.in_(sorted(names))
        self._database.execute(update(source_file).where(known).values(digest=""))

    def remove_file(self, name: str) -> None:
        """Forget a file that is gone, and its notes; its cards are dealt with apart."""
        self._database.execute(delete(source_file).where(source_file.c.name == name))
        self._database.execute(delete(note).where(note.c.file == name))
        self._database.execute(delete(note_link).where(note_link.c.file == name))

    def linking(self, files: Collection[str]) -> set[str]:
        """Other files that have a note whose cards name a note of these."""
        pairs = (
            select(note_link.c.file, note.c.file.label("to"))
            .join(note, note.c.key == note_link.c.to)
            .distinct()
        )
        return {
            row.file
            for row in self._database.execute(pairs)
            if row.to in files and row.file not in files
        }

    def linking_nowhere(self) -> set[str]:
        """Files that have a note whose cards name a note that there is not."""
        known = select(note.c.key)
        lost = select(note_link.c.file).where(note_link.c.to.not_in(known)).distinct()
        return set(self._database.execute(lost).scalars())

    def prompts(self) -> list[str]:
        """The JSON of each note's prompts, in the order of the files."""
        return self._given(note.c.prompts)

    def programs(self) -> list[str]:
        """The JSON of each programme, in the order of the files."""
        return list(
            self._database.kept.found("programmes", lambda: self._given(note.c.programme))
        )

    def sheets(self, keys: Collection[str] | None = None) -> dict[str, str]:
        """The JSON of what these notes say, or all of them, by key and in the order of the
        files; a note that gives nothing to study has none."""
        statement = select(note.c.key, note.c.sheet).where(note.c.sheet.is_not(None))
        if keys is not None:
            statement = statement.where(is_among(note.c.key, keys))
        rows = self._database.execute(statement.order_by(note.c.file, note.c.place))
        return {row.key: row.sheet for row in rows}

    def _given(self, column: Column[str | None]) -> list[str]:
        statement = (
            select(column).where(column.is_not(None)).order_by(note.c.file, note.c.place)
        )
        return [
            text for text in self._database.execute(statement).scalars() if text is not None
        ]

    def notes(self, files: Collection[str] | None = None) -> dict[str, NoteRow]:
        """The notes of these files, or of all, by key and in the order of the files."""
        condition = None if files is None else is_among(note.c.file, files)
        return self._notes(condition)

    def some_notes(self, keys: Collection[str]) -> dict[str, NoteRow]:
        """Notes by key; keys that no note has are left out."""
        return self._notes(is_among(note.c.key, keys))

    def renamed_notes(self) -> dict[str, NoteRow]:
        """The notes that say what they, or parts of them, were called formerly."""
        return self._notes(func.instr(note.c.outline, _FORMERLY) > 0)

    def program_notes(self) -> dict[str, NoteRow]:
        """The notes that are programmes; there is one at most."""
        return self._notes(note.c.programme.is_not(None))

    def note_keys(self) -> list[str]:
        """The ids of all notes."""
        return list(self._database.execute(select(note.c.key)).scalars())

    def note_names(self) -> dict[str, str]:
        """What the notes are called that others may refer to by name."""
        name = func.json_extract(note.c.outline, "$.name").label("name")
        has_noun = func.json_extract(note.c.outline, "$.noun").is_not(None)
        rows = self._database.execute(select(note.c.key, name).where(has_noun))
        return {row.key: row.name for row in rows}

    def _notes(self, condition: ColumnElement[bool] | None) -> dict[str, NoteRow]:
        statement = select(*_NOTE).order_by(note.c.file, note.c.place)
        if condition is not None:
            statement = statement.where(condition)
        return {row.key: note_row(row) for row in self._database.execute(statement)}

    def waiting(self) -> dict[str, str]:
        """The outlines, as JSON, of notes that were filled in once and wait to be again."""
        said = select(cache_stamp.c.digest).where(cache_stamp.c.name == _WAITING)
        found: dict[str, str] = json.loads(self._database.execute(said).scalar() or "{}")
        return found

    def put_waiting(self, outlines: Mapping[str, str]) -> None:
        """Keep these outlines, and no others."""
        if outlines != self.waiting():
            self._database.put_rows(cache_stamp, [(_WAITING, json.dumps(dict(outlines)))])

    def put_notes(self, file: str, rows: Collection[NoteRow]) -> None:
        """Write the notes of a file in place of those it had."""
        self._database.execute(delete(note).where(note.c.file == file))
        self._database.execute(delete(note_link).where(note_link.c.file == file))
        self._database.put_rows(
            note_link, [(row.key, file, to) for row in rows for to in row.links]
        )
        # A note that moved here may still stand under the file it left.
        self._database.put_rows(note, [note_values(row, file) for row in rows])

    def cards(self, *, retired: bool | None = False) -> dict[str, CardRow]:
        """Cards by key, in the order of introduction: live ones, or the retired ones, or
        with None both."""
        return self._cards(
            _with_retired(select(card), retired).order_by(card.c.position, card.c.key)
        )

    def each(self, *, retired: bool | None = False) -> Iterator[CardRow]:
        """The same cards one after the other, in the order of their keys."""
        rows = self._database.execute(_with_retired(select(card), retired).order_by(card.c.key))
        return map(card_row, rows)

    def said(self, name: str, *, retired: bool | None = False) -> list[str]:
        """All that those cards say in a field such as "kind", in the order of the alphabet."""
        value = func.json_extract(card.c.content, f"$.{name}")
        rows = self._database.execute(_with_retired(select(value), retired).distinct())
        return sorted(rows.scalars())

    def find(self, key: str) -> CardRow | None:
        """One card, live or retired."""
        row = self._database.execute(select(card).where(card.c.key == key)).first()
        return None if row is None else card_row(row)

    def some(self, keys: Collection[str]) -> dict[str, CardRow]:
        """Cards, live or retired, by key; keys that no card has are left out."""
        return self._cards(select(card).where(is_among(card.c.key, keys)))

    def cards_in(self, files: Collection[str]) -> dict[str, CardRow]:
        """The live cards of these files."""
        return self._cards(select(card).where(is_among(card.c.file, files), _IS_LIVE))

    def families(self, apart_from: Collection[str]) -> dict[tuple[str, int], list[Placed]]:
        """The live cards of all files, apart from some: by the file of each note and its place
        there, its cards in their order."""
        rows: Iterable[Any] = self._database.execute(
            _FAMILIES, {"files": json.dumps(list(apart_from))}
        )
        found: dict[tuple[str, int], list[Placed]] = {}
        for file, place, *each in rows:
            found.setdefault((file, place), []).append(placed(each))
        return found

    def _cards(self, statement: Select[Any]) -> dict[str, CardRow]:
        return {row.key: card_row(row) for row in self._database.execute(statement)}

    def count(self) -> int:
        """How many cards there are, live or retired."""
        return self._database.execute(select(func.count()).select_from(card)).scalar() or 0

    def keys(self) -> list[str]:
        """The keys of all cards, live or retired."""
        return list(self._database.execute(select(card.c.key).order_by(card.c.key)).scalars())

    def put_cards(self, rows: Iterable[CardRow]) -> None:
        """Write cards, replacing rows of the same keys."""
        self._database.put_rows(card, [card_values(row) for row in rows])

    def put_positions(self, positions: Mapping[str, int]) -> None:
        """Write where cards stand in the introduction, and nothing else of them."""
        self._database.put_values(card, "position", positions)

    def remove_cards(self, keys: Collection[str]) -> None:
        """Forget rows whose card lives on under another key."""
        self._database.execute(delete(card).where(is_among(card.c.key, keys)))

    def guids(self, among: Collection[str] | None = None) -> set[str]:
        """The guids that cards have, of these or of all that there are."""
        statement = select(card.c.guid)
        if among is not None:
            statement = statement.where(is_among(card.c.guid, among))
        return set(self._database.execute(statement).scalars())

    def sharing_a_guid(self) -> list[CardRow]:
        """The cards, live or retired, that have one guid with another card."""
        shared = select(card.c.guid).group_by(card.c.guid).having(func.count() > 1)
        rows = self._database.execute(select(card).where(card.c.guid.in_(shared)))
        return list(map(card_row, rows))

    def without_note(self) -> list[CardRow]:
        """The live cards whose note there is not, in the order of introduction."""
        statement = select(card).where(_IS_LIVE, card.c.note_key.not_in(select(note.c.key)))
        rows = self._database.execute(statement.order_by(card.c.position, card.c.key))
        return list(map(card_row, rows))

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

    def of_note(self, note_key: str, *, retired: bool | None = False) -> list[CardRow]:
        """The live cards of a note in the order of their family, or its retired ones, or with
        None both."""
        statement = select(card).where(card.c.note_key == note_key).order_by(card.c.place)
        rows = self._database.execute(_with_retired(statement, retired))
        return [card_row(row) for row in rows]

    def retired_of(self, note_keys: Collection[str]) -> dict[str, CardRow]:
        """The retired cards of these notes."""
        return self._cards(select(card).where(is_among(card.c.note_key, note_keys), ~_IS_LIVE))

    def mark_exported(self, marks: Mapping[str, tuple[str, int]]) -> None:
        """Keep for cards the digest of their exported fields and the mod Anki is told."""
        digests = {key: digest for key, (digest, _) in marks.items()}
        self._database.put_values(card, "fields_digest", digests)
        mods = {key: mod_s for key, (_, mod_s) in marks.items()}
        self._database.put_values(card, "content_mod_s", mods)


def _with_retired(statement: Select[Any], retired: bool | None) -> Select[Any]:  # noqa: FBT001 - three ways
    """Of the live cards, of the retired ones, or with None of both."""
    if retired is None:
        return statement
    return statement.where(~_IS_LIVE if retired else _IS_LIVE)
