"""The catalog: files, notes and cards as of the last valid version of the deck files.

The row of a card that leaves the deck files is kept and marked as retired, because its Anki
guid and modification time cannot be recovered from the files.
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

# The JSON text before the former ids of a note or part, if it declares any.
_FORMERLY = '"formerly": ["'
# The name under which the summaries of notes with placeholders are stored, as one JSON text.
_WAITING = "waiting notes"
_IS_LIVE = card.c.retired_at_ms.is_(None)
_FAMILIES = text(
    f"SELECT note.file, note.place, {PLACED} FROM card JOIN note ON note.key = note_key "  # noqa: S608 - no input
    "WHERE retired_at_ms IS NULL AND note.file NOT IN (SELECT value FROM json_each(:files)) "
    "ORDER BY note.file, note.place, card.place"
)
# Sheets are long and rarely needed.
_NOTE = [column for column in note.c if column.name != "sheet"]


class Catalog:
    """The catalog of one collection."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def files(self) -> dict[str, FileRow]:
        """All files, by name."""
        return dict(self._database.kept.found("files", self._read_files))

    def _read_files(self) -> dict[str, FileRow]:
        rows = self._database.execute(select(source_file)).mappings()
        return {row["name"]: FileRow(**row) for row in rows}

    def put_file(self, row: FileRow) -> None:
        """Write a file's row, replacing any earlier one."""
        self._database.put_rows(source_file, [astuple(row)])

    def read_again(self, names: Iterable[str]) -> None:
        """Make the next sync read these files again, if the catalog contains them."""
        known = source_file.c.name.in_(sorted(names))
        self._database.execute(update(source_file).where(known).values(digest=""))

    def remove_file(self, name: str) -> None:
        """Delete the rows of a deleted file and of its notes. Keeps the rows of its cards."""
        self._database.execute(delete(source_file).where(source_file.c.name == name))
        self._database.execute(delete(note).where(note.c.file == name))
        self._database.execute(delete(note_link).where(note_link.c.file == name))

    def linking(self, files: Collection[str]) -> set[str]:
        """The other files with a note whose cards mention a note of `files`."""
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
        """The files with a note whose cards mention a note that does not exist."""
        known = select(note.c.key)
        broken = select(note_link.c.file).where(note_link.c.to.not_in(known)).distinct()
        return set(self._database.execute(broken).scalars())

    def prompts(self) -> list[str]:
        """The JSON of each note's prompts, in the order of the files."""
        return self._given(note.c.prompts)

    def programs(self) -> list[str]:
        """The JSON of each program, in the order of the files."""
        return list(
            self._database.kept.found("programmes", lambda: self._given(note.c.programme))
        )

    def sheets(self, keys: Collection[str] | None = None) -> dict[str, str]:
        """The complete content of these notes, or of all notes, as JSON by key, in the order of
        the files. Notes that generate nothing to study are left out."""
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
        """The notes of these files, or of all files, by key, in the order of the files."""
        condition = None if files is None else is_among(note.c.file, files)
        return self._notes(condition)

    def some_notes(self, keys: Collection[str]) -> dict[str, NoteRow]:
        """Notes by key; unknown keys are left out."""
        return self._notes(is_among(note.c.key, keys))

    def renamed_notes(self) -> dict[str, NoteRow]:
        """The notes that declare a former id of the note or of one of its parts."""
        return self._notes(func.instr(note.c.outline, _FORMERLY) > 0)

    def program_notes(self) -> dict[str, NoteRow]:
        """The notes that are programs; at most one."""
        return self._notes(note.c.programme.is_not(None))

    def note_keys(self) -> list[str]:
        """The ids of all notes."""
        return list(self._database.execute(select(note.c.key)).scalars())

    def note_names(self) -> dict[str, str]:
        """The names, by id, of the notes that others may refer to by name."""
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
        """The summaries, as JSON, of notes that were valid once and now have placeholders."""
        stored = select(cache_stamp.c.digest).where(cache_stamp.c.name == _WAITING)
        found: dict[str, str] = json.loads(self._database.execute(stored).scalar() or "{}")
        return found

    def put_waiting(self, outlines: Mapping[str, str]) -> None:
        """Store these summaries, replacing all earlier ones."""
        if outlines != self.waiting():
            self._database.put_rows(cache_stamp, [(_WAITING, json.dumps(dict(outlines)))])

    def put_notes(self, file: str, rows: Collection[NoteRow]) -> None:
        """Write the notes of a file, replacing its earlier ones."""
        self._database.execute(delete(note).where(note.c.file == file))
        self._database.execute(delete(note_link).where(note_link.c.file == file))
        self._database.put_rows(
            note_link, [(row.key, file, to) for row in rows for to in row.links]
        )
        # A note that moved here may still have a row with its previous file.
        self._database.put_rows(note, [note_values(row, file) for row in rows])

    def cards(self, *, retired: bool | None = False) -> dict[str, CardRow]:
        """Cards by key, in the order of introduction: live ones, retired ones, or both
        (None)."""
        return self._cards(
            _with_retired(select(card), retired).order_by(card.c.position, card.c.key)
        )

    def each(self, *, retired: bool | None = False) -> Iterator[CardRow]:
        """The cards that `cards` returns, one by one, in the order of their keys."""
        rows = self._database.execute(_with_retired(select(card), retired).order_by(card.c.key))
        return map(card_row, rows)

    def said(self, name: str, *, retired: bool | None = False) -> list[str]:
        """The distinct values of a field such as "kind" in live cards, retired cards, or both
        (None); sorted."""
        value = func.json_extract(card.c.content, f"$.{name}")
        rows = self._database.execute(_with_retired(select(value), retired).distinct())
        return sorted(rows.scalars())

    def find(self, key: str) -> CardRow | None:
        """One card, live or retired."""
        row = self._database.execute(select(card).where(card.c.key == key)).first()
        return None if row is None else card_row(row)

    def some(self, keys: Collection[str]) -> dict[str, CardRow]:
        """Cards, live or retired, by key; unknown keys are left out."""
        return self._cards(select(card).where(is_among(card.c.key, keys)))

    def cards_in(self, files: Collection[str]) -> dict[str, CardRow]:
        """The live cards of these files."""
        return self._cards(select(card).where(is_among(card.c.file, files), _IS_LIVE))

    def families(self, apart_from: Collection[str]) -> dict[tuple[str, int], list[Placed]]:
        """The live cards of all files except `apart_from`, grouped by note. Each group is in
        order, under the note's file and the note's place in that file."""
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
        """The number of cards, live or retired."""
        return self._database.execute(select(func.count()).select_from(card)).scalar() or 0

    def keys(self) -> list[str]:
        """The keys of all cards, live or retired."""
        return list(self._database.execute(select(card.c.key).order_by(card.c.key)).scalars())

    def put_cards(self, rows: Iterable[CardRow]) -> None:
        """Write cards, replacing rows with the same keys."""
        self._database.put_rows(card, [card_values(row) for row in rows])

    def put_positions(self, positions: Mapping[str, int]) -> None:
        """Write the cards' positions in the order of introduction. Changes no other column."""
        self._database.put_values(card, "position", positions)

    def remove_cards(self, keys: Collection[str]) -> None:
        """Delete the rows of cards that now have another key."""
        self._database.execute(delete(card).where(is_among(card.c.key, keys)))

    def guids(self, among: Collection[str] | None = None) -> set[str]:
        """The guids of all cards, or only the guids that are also in `among`."""
        statement = select(card.c.guid)
        if among is not None:
            statement = statement.where(is_among(card.c.guid, among))
        return set(self._database.execute(statement).scalars())

    def sharing_a_guid(self) -> list[CardRow]:
        """The cards, live or retired, that share their guid with another card."""
        shared = select(card.c.guid).group_by(card.c.guid).having(func.count() > 1)
        rows = self._database.execute(select(card).where(card.c.guid.in_(shared)))
        return list(map(card_row, rows))

    def without_note(self) -> list[CardRow]:
        """The live cards whose note is missing, in the order of introduction."""
        statement = select(card).where(_IS_LIVE, card.c.note_key.not_in(select(note.c.key)))
        rows = self._database.execute(statement.order_by(card.c.position, card.c.key))
        return list(map(card_row, rows))

    def reveals(self, keys: Collection[str]) -> dict[str, frozenset[str]]:
        """The keys of the cards that each of these cards reveals."""
        rows = self._database.execute(
            select(card.c.key, card.c.reveals).where(card.c.key.in_(sorted(keys)))
        )
        return {row.key: frozenset(json.loads(row.reveals)) for row in rows}

    def was_exported(self) -> bool:
        """Whether any card was ever exported from this database."""
        statement = select(card.c.key).where(card.c.fields_digest.is_not(None)).limit(1)
        return self._database.execute(statement).first() is not None

    def of_note(self, note_key: str, *, retired: bool | None = False) -> list[CardRow]:
        """The cards of a note in their order: live ones, retired ones, or both (None)."""
        statement = select(card).where(card.c.note_key == note_key).order_by(card.c.place)
        rows = self._database.execute(_with_retired(statement, retired))
        return [card_row(row) for row in rows]

    def retired_of(self, note_keys: Collection[str]) -> dict[str, CardRow]:
        """The retired cards of these notes."""
        return self._cards(select(card).where(is_among(card.c.note_key, note_keys), ~_IS_LIVE))

    def mark_exported(self, exported: Mapping[str, tuple[str, int]]) -> None:
        """Store two values of each exported card: the digest of the card's fields, and the
        card's modification time (s) for Anki."""
        digests = {key: digest for key, (digest, _) in exported.items()}
        self._database.put_values(card, "fields_digest", digests)
        mods = {key: mod_s for key, (_, mod_s) in exported.items()}
        self._database.put_values(card, "content_mod_s", mods)


def _with_retired(statement: Select[Any], retired: bool | None) -> Select[Any]:  # noqa: FBT001 - three ways
    """Restrict a statement to live cards, to retired ones, or (None) not at all."""
    if retired is None:
        return statement
    return statement.where(~_IS_LIVE if retired else _IS_LIVE)
