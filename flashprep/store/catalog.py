"""The catalog: files, notes and cards as of the last valid version of the deck files.

The row of a card that leaves the deck files is kept and marked as retired, because its Anki
guid and modification time cannot be recovered from the files.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from flashprep.core.deck_path import level_matcher
from flashprep.store import catalog_statements as sql
from flashprep.store.card_rows import (
    CardStatus,
    CardSummary,
    Exported,
    status_of,
    summary_of,
)
from flashprep.store.catalog_rows import FileRow, NoteRow, note_row, note_values
from flashprep.store.database import Database, Parameters, Row, as_json
from flashprep.store.queue_statements import DECKS, PUT_STAMP, STAMP
from flashprep.text import folded

if TYPE_CHECKING:
    from flashprep.core.search.query import Query
    from flashprep.store.full_cards import CardRow, ExportRow

__all__ = ["Catalog", "FileRow", "NoteRow"]

# The name under which the summaries of notes with placeholders are stored, as one JSON text.
WAITING: Final = "waiting notes"


class Catalog:
    """The catalog of one collection."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def files(self) -> dict[str, FileRow]:
        """All files, by name."""
        return dict(self._database.kept.found("files", self._read_files))

    def _read_files(self) -> dict[str, FileRow]:
        return {row[0]: FileRow(*row) for row in self._database.rows(sql.FILES)}

    def put_file(self, row: FileRow) -> None:
        """Write a file's row, replacing any earlier one."""
        self._database.write(sql.PUT_FILE, row)

    def read_again(self, names: Iterable[str]) -> None:
        """Make the next sync read these files again, if the catalog contains them."""
        self._database.write(sql.READ_AGAIN, (as_json(names),))

    def remove_file(self, name: str) -> None:
        """Delete the rows of a deleted file and its notes, but not of its cards."""
        self._database.write(sql.DELETE_FILE, (name,))
        self._delete_notes_of(name)

    def _delete_notes_of(self, file: str) -> None:
        self._database.write(sql.DELETE_NOTES, (file,))
        self._database.write(sql.DELETE_LINKS, (file,))

    def linking(self, files: Collection[str]) -> set[str]:
        """The other files with a note whose cards mention a note of `files`."""
        return set(self._database.column(sql.LINKING, {"files": as_json(files)}))

    def linking_nowhere(self) -> set[str]:
        """The files with a note whose cards mention a note that does not exist."""
        return set(self._database.column(sql.LINKING_NOWHERE))

    def prompts(self) -> list[str]:
        """The JSON of each note's prompts, in the order of the files."""
        return self._database.column(sql.PROMPTS)

    def programs(self) -> list[str]:
        """The JSON of each program, in the order of the files."""
        kept = self._database.kept
        return list(kept.found("programs", lambda: self._database.column(sql.PROGRAMS)))

    def sheets(self, keys: Collection[str] | None = None) -> dict[str, str]:
        """The JSON of the complete content of these notes, or of all, by key and in the order
        of the files. Notes that generate nothing to study are left out."""
        if keys is None:
            return dict(self._database.rows(sql.SHEETS))
        return dict(self._database.rows(sql.SOME_SHEETS, (as_json(keys),)))

    def notes(self, files: Collection[str] | None = None) -> dict[str, NoteRow]:
        """The notes of these files, or of all files, by key, in the order of the files."""
        if files is None:
            return _by_key(self._database.rows(sql.NOTES))
        return _by_key(self._database.rows(sql.NOTES_OF_FILES, (as_json(files),)))

    def some_notes(self, keys: Collection[str]) -> dict[str, NoteRow]:
        """Notes by key; unknown keys are left out."""
        return _by_key(self._database.rows(sql.SOME_NOTES, (as_json(keys),)))

    def renamed_notes(self) -> dict[str, NoteRow]:
        """The notes that declare former ids, of the note or of a part."""
        return _by_key(self._database.rows(sql.RENAMED_NOTES))

    def program_notes(self) -> dict[str, NoteRow]:
        """The notes that are programs; at most one."""
        return _by_key(self._database.rows(sql.PROGRAM_NOTES))

    def note_keys(self) -> list[str]:
        """The ids of all notes."""
        return self._database.column(sql.NOTE_KEYS)

    def note_names(self) -> dict[str, str]:
        """The names, by id, of the notes that others may refer to by name."""
        return dict(self._database.rows(sql.NOTE_NAMES))

    def waiting(self) -> dict[str, str]:
        """The summaries, as JSON, of notes that were valid once and now have placeholders."""
        found: dict[str, str] = json.loads(self._database.value(STAMP, (WAITING,)) or "{}")
        return found

    def put_waiting(self, outlines: Mapping[str, str]) -> None:
        """Store these summaries, replacing all earlier ones."""
        if outlines != self.waiting():
            self._database.write(PUT_STAMP, (WAITING, json.dumps(dict(outlines))))

    def put_notes(self, file: str, rows: Collection[NoteRow]) -> None:
        """Write the notes of a file, replacing its earlier ones."""
        self._delete_notes_of(file)
        self._database.write_many(
            sql.PUT_LINK, [(row.key, file, to) for row in rows for to in row.links]
        )
        # A note that moved here may still have a row with its previous file.
        self._database.write_many(sql.PUT_NOTE, [note_values(row, file) for row in rows])

    def cards(self, *, retired: bool | None = False) -> "dict[str, CardRow]":
        """Cards by key, in the order of introduction: live ones, retired ones, or both
        (None)."""
        return self._cards(sql.CARDS, {"retired": _flag(retired)})

    def each(self, *, retired: bool | None = False) -> "Iterator[CardRow]":
        """The same cards one by one, in the order of their keys."""
        return self._full(sql.EACH, {"retired": _flag(retired)})

    def exportable(self) -> "Iterator[ExportRow]":
        """The live cards to export to Anki, in the order of introduction."""
        from flashprep.store.full_cards import export_row

        return map(export_row, self._database.stream(sql.EXPORTABLE, {"retired": 0}))

    def search(
        self, query: "Query", today: int, leech_lapses: int, *, retired: bool | None = False
    ) -> "Iterator[tuple[CardRow, CardStatus]]":
        """The cards among those that may match a query, each with its status, in the order of
        introduction. `today` is the study day and `leech_lapses` the setting."""

        def names(column: str, value: str) -> list[str]:
            if column == "deck":
                return list(filter(level_matcher(value), self.decks(retired=retired)))
            if column == "company":
                stored = self._database.column(sql.COMPANIES)
                return [each for each in stored if folded(each) == value]
            matches = level_matcher(value)
            stored = self._database.column(sql.TAGS)
            return [each for each in stored if any(map(matches, json.loads(each)))]

        from flashprep.store.full_cards import card_of
        from flashprep.store.search_conditions import Conditions

        conditions = Conditions(names)
        statement = sql.searching(conditions.of(query).sql)
        values = conditions.values | {"today": today, "leech_lapses": leech_lapses}
        for row in self._database.stream(statement, values | {"retired": _flag(retired)}):
            summary, rest, state = row[:10], row[10:20], row[20:]
            yield card_of((*summary, *rest)), status_of((*summary, *state))

    def decks(self, *, retired: bool | None = False) -> list[str]:
        """The names of the decks of those cards, sorted."""
        if retired is False:
            return self._database.column(DECKS)
        return self._database.column(sql.ALL_DECKS, {"retired": _flag(retired)})

    def kinds(self, *, retired: bool | None = False) -> list[str]:
        """The kinds of the notes of those cards, sorted."""
        return self._database.column(sql.KINDS, {"retired": _flag(retired)})

    def designs(self, *, retired: bool | None = False) -> list[str]:
        """The designs of those cards, sorted."""
        return self._database.column(sql.DESIGNS, {"retired": _flag(retired)})

    def find(self, key: str) -> "CardRow | None":
        """One card, live or retired."""
        return next(self._full(sql.FIND_CARD, (key,)), None)

    def some(self, keys: Collection[str]) -> "dict[str, CardRow]":
        """Cards, live or retired, by key; unknown keys are left out."""
        return self._cards(sql.SOME_CARDS, (as_json(keys),))

    def cards_in(self, files: Collection[str]) -> "dict[str, CardRow]":
        """The live cards of these files."""
        return self._cards(sql.CARDS_OF_FILES, (as_json(files),))

    def summaries(self, keys: Collection[str]) -> dict[str, CardSummary]:
        """The summaries of some cards, live or retired, by key."""
        rows = self._database.rows(sql.SUMMARIES, (as_json(keys),))
        return {row[0]: summary_of(row) for row in rows}

    def every_summary(self) -> Iterator[CardSummary]:
        """The summaries of all cards, live or retired, in the order of their keys."""
        return map(summary_of, self._database.stream(sql.EVERY_SUMMARY))

    def families(self, apart_from: Collection[str]) -> dict[tuple[str, int], list[CardSummary]]:
        """The live cards of all files except `apart_from`: the cards of each note, in order, by
        the note's file and its place there."""
        found: dict[tuple[str, int], list[CardSummary]] = {}
        for file, place, *each in self._database.stream(sql.FAMILIES, (as_json(apart_from),)):
            found.setdefault((file, place), []).append(summary_of(each))
        return found

    def count(self) -> int:
        """The number of cards, live or retired."""
        return int(self._database.value(sql.COUNT_CARDS))

    def keys(self) -> list[str]:
        """The keys of all cards, live or retired."""
        return self._database.column(sql.CARD_KEYS)

    def put_cards(self, rows: "Iterable[CardRow]") -> None:
        """Write cards. Those with a known key keep their state."""
        from flashprep.store.full_cards import card_values, content_values

        rows = list(rows)
        self._database.write_many(sql.PUT_CARD, list(map(card_values, rows)))
        self._database.write_many(sql.PUT_CONTENT, list(map(content_values, rows)))

    def put_positions(self, positions: Mapping[str, int]) -> None:
        """Write the cards' positions in the order of introduction, and nothing else."""
        moved = [(position, key) for key, position in positions.items()]
        self._database.write_many(sql.PUT_POSITION, moved)

    def remove_cards(self, keys: Collection[str]) -> None:
        """Delete the rows of cards that now have another key, with their states."""
        for statement in (sql.DELETE_CARDS, sql.DELETE_CONTENTS):
            self._database.write(statement, (as_json(keys),))

    def guids(self, among: Collection[str] | None = None) -> set[str]:
        """The guids of all cards, or only the ones that are in `among`."""
        if among is None:
            return set(self._database.column(sql.GUIDS))
        return set(self._database.column(sql.SOME_GUIDS, (as_json(among),)))

    def sharing_a_guid(self) -> "list[CardRow]":
        """The cards, live or retired, that share their guid with another card."""
        return list(self._full(sql.SHARING_A_GUID))

    def without_note(self) -> "list[CardRow]":
        """The live cards whose note is missing, in the order of introduction."""
        return list(self._full(sql.WITHOUT_NOTE))

    def was_exported(self) -> bool:
        """Whether any card was ever exported from this database."""
        return self._database.row(sql.EXPORTED_CARD) is not None

    def of_note(self, note_key: str, *, retired: bool | None = False) -> "list[CardRow]":
        """The cards of a note in their order: live ones, retired ones, or both (None)."""
        values = {"note_key": note_key, "retired": _flag(retired)}
        return list(self._full(sql.CARDS_OF_NOTE, values))

    def retired_of(self, note_keys: Collection[str]) -> "dict[str, CardRow]":
        """The retired cards of these notes."""
        return self._cards(sql.RETIRED_OF_NOTES, (as_json(note_keys),))

    def mark_exported(self, exported: Mapping[str, Exported]) -> None:
        """Store what was exported of these cards, by key."""
        marked = [(*each, key) for key, each in exported.items()]
        self._database.write_many(sql.MARK_EXPORTED, marked)

    def _cards(self, statement: str, parameters: Parameters) -> "dict[str, CardRow]":
        return {row.card.key: row for row in self._full(statement, parameters)}

    def _full(self, statement: str, parameters: Parameters = ()) -> "Iterator[CardRow]":
        # Few everyday commands need complete cards, which are slow to import.
        from flashprep.store.full_cards import card_of

        return map(card_of, self._database.stream(statement, parameters))


def _flag(retired: bool | None) -> int | None:  # noqa: FBT001 - three ways
    """The value of `:retired`: 1 for retired cards, 0 for live ones, None for both."""
    return None if retired is None else int(retired)


def _by_key(rows: Iterable[Row]) -> dict[str, NoteRow]:
    return {row[0]: note_row(row) for row in rows}
