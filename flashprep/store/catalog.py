"""The catalog: the files, notes and cards of the last valid version of each deck file.

If a card is no longer in the deck files, its row is kept and marked as retired. The row
contains the card's Anki guid and modification time, which cannot be recovered from the files.
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

# The name of the stamp that stores the summaries of notes with placeholders, as a single JSON
# text.
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
        """Write the row of a file. Replaces an earlier row of the same file."""
        self._database.write(sql.PUT_FILE, row)

    def read_again(self, names: Iterable[str]) -> None:
        """Mark these files so that the next sync reads them again. Files that the catalog does
        not contain are ignored."""
        self._database.write(sql.READ_AGAIN, (as_json(names),))

    def remove_file(self, name: str) -> None:
        """Delete the rows of a file and of its notes. The rows of its cards are kept."""
        self._database.write(sql.DELETE_FILE, (name,))
        self._delete_notes_of(name)

    def _delete_notes_of(self, file: str) -> None:
        self._database.write(sql.DELETE_NOTES, (file,))
        self._database.write(sql.DELETE_LINKS, (file,))

    def linking(self, files: Collection[str]) -> set[str]:
        """The files outside `files` that contain a note whose cards mention a note of
        `files`."""
        return set(self._database.column(sql.LINKING, {"files": as_json(files)}))

    def linking_nowhere(self) -> set[str]:
        """The files that contain a note whose cards mention a note that does not exist."""
        return set(self._database.column(sql.LINKING_NOWHERE))

    def prompts(self) -> list[str]:
        """The JSON texts of the notes' prompts, in file order."""
        return self._database.column(sql.PROMPTS)

    def programs(self) -> list[str]:
        """The JSON texts of the programs, in file order."""
        kept = self._database.kept
        return list(kept.found("programs", lambda: self._database.column(sql.PROGRAMS)))

    def sheets(self, keys: Collection[str] | None = None) -> dict[str, str]:
        """The JSON of the sheets of these notes, by the note's key, in file order. If `keys` is
        None, the result contains the sheets of all notes. Notes without a sheet are left
        out."""
        if keys is None:
            return dict(self._database.rows(sql.SHEETS))
        return dict(self._database.rows(sql.SOME_SHEETS, (as_json(keys),)))

    def notes(self, files: Collection[str] | None = None) -> dict[str, NoteRow]:
        """The notes of these files, by key, in file order. If `files` is None, the result
        contains the notes of all files."""
        if files is None:
            return _by_key(self._database.rows(sql.NOTES))
        return _by_key(self._database.rows(sql.NOTES_OF_FILES, (as_json(files),)))

    def some_notes(self, keys: Collection[str]) -> dict[str, NoteRow]:
        """The notes with these keys, by key. Unknown keys are ignored."""
        return _by_key(self._database.rows(sql.SOME_NOTES, (as_json(keys),)))

    def renamed_notes(self) -> dict[str, NoteRow]:
        """The notes that declare former ids of the note or of one of its parts."""
        return _by_key(self._database.rows(sql.RENAMED_NOTES))

    def program_notes(self) -> dict[str, NoteRow]:
        """The notes that are programs, by key. There is at most one."""
        return _by_key(self._database.rows(sql.PROGRAM_NOTES))

    def note_keys(self) -> list[str]:
        """The ids of all notes."""
        return self._database.column(sql.NOTE_KEYS)

    def note_names(self) -> dict[str, str]:
        """The names of the notes to which other notes may refer by name, by id."""
        return dict(self._database.rows(sql.NOTE_NAMES))

    def waiting(self) -> dict[str, str]:
        """The summaries of notes that were valid once and now have placeholders, as JSON, by
        id."""
        found: dict[str, str] = json.loads(self._database.value(STAMP, (WAITING,)) or "{}")
        return found

    def put_waiting(self, outlines: Mapping[str, str]) -> None:
        """Store these summaries of notes with placeholders. All earlier summaries are
        deleted."""
        if outlines != self.waiting():
            self._database.write(PUT_STAMP, (WAITING, json.dumps(dict(outlines))))

    def put_notes(self, file: str, rows: Collection[NoteRow]) -> None:
        """Write the notes of a file. All earlier notes of the file are deleted."""
        self._delete_notes_of(file)
        self._database.write_many(
            sql.PUT_LINK, [(row.key, file, to) for row in rows for to in row.links]
        )
        # A note that moved to this file may still have a row for its previous file.
        self._database.write_many(sql.PUT_NOTE, [note_values(row, file) for row in rows])

    def cards(self, *, retired: bool | None = False) -> "dict[str, CardRow]":
        """The cards by key, in the order of introduction. `retired` selects live cards (False),
        retired cards (True), or both (None)."""
        return self._cards(sql.CARDS, {"retired": _flag(retired)})

    def each(self, *, retired: bool | None = False) -> "Iterator[CardRow]":
        """Like `cards`, but yields the cards one by one, in the order of their keys."""
        return self._full(sql.EACH, {"retired": _flag(retired)})

    def exportable(self) -> "Iterator[ExportRow]":
        """The live cards to export to Anki, in the order of introduction."""
        from flashprep.store.full_cards import export_row

        return map(export_row, self._database.stream(sql.EXPORTABLE, {"retired": 0}))

    def search(
        self, query: "Query", today: int, leech_lapses: int, *, retired: bool | None = False
    ) -> "Iterator[tuple[CardRow, CardStatus]]":
        """The cards that may match a query, each with its status, in the order of introduction.
        `retired` is as in `cards`. `today` is the study day of the search. `leech_lapses` is
        the value of this setting."""

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
        """The names of the decks that contain cards, sorted. `retired` is as in `cards`."""
        if retired is False:
            return self._database.column(DECKS)
        return self._database.column(sql.ALL_DECKS, {"retired": _flag(retired)})

    def kinds(self, *, retired: bool | None = False) -> list[str]:
        """The kinds of the notes that have cards, sorted. `retired` is as in `cards`."""
        return self._database.column(sql.KINDS, {"retired": _flag(retired)})

    def designs(self, *, retired: bool | None = False) -> list[str]:
        """The designs of the cards, sorted. `retired` is as in `cards`."""
        return self._database.column(sql.DESIGNS, {"retired": _flag(retired)})

    def find(self, key: str) -> "CardRow | None":
        """The live or retired card with this key; None if there is no such card."""
        return next(self._full(sql.FIND_CARD, (key,)), None)

    def some(self, keys: Collection[str]) -> "dict[str, CardRow]":
        """The live and retired cards with these keys, by key. Unknown keys are ignored."""
        return self._cards(sql.SOME_CARDS, (as_json(keys),))

    def cards_in(self, files: Collection[str]) -> "dict[str, CardRow]":
        """The live cards of these files, by key."""
        return self._cards(sql.CARDS_OF_FILES, (as_json(files),))

    def summaries(self, keys: Collection[str]) -> dict[str, CardSummary]:
        """The summaries of the live and retired cards with these keys, by key."""
        rows = self._database.rows(sql.SUMMARIES, (as_json(keys),))
        return {row[0]: summary_of(row) for row in rows}

    def decks_and_tags(self) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """Key, deck and tags of all cards, live or retired, in the order of their keys."""
        rows = self._database.stream(sql.DECKS_AND_TAGS)
        return (
            (key, deck, () if tags == "[]" else tuple(json.loads(tags)))
            for key, deck, tags in rows
        )

    def families(self, apart_from: Collection[str]) -> dict[tuple[str, int], list[CardSummary]]:
        """The live cards of all files except those in `apart_from`, grouped by note. The key of
        each group is the note's file and the note's index within the file. The cards of a note
        are in order."""
        found: dict[tuple[str, int], list[CardSummary]] = {}
        for file, place, *each in self._database.stream(sql.FAMILIES, (as_json(apart_from),)):
            found.setdefault((file, place), []).append(summary_of(each))
        return found

    def count(self) -> int:
        """The number of all live and retired cards."""
        return int(self._database.value(sql.COUNT_CARDS))

    def keys(self) -> list[str]:
        """The keys of all live and retired cards."""
        return self._database.column(sql.CARD_KEYS)

    def put_cards(self, rows: "Iterable[CardRow]") -> None:
        """Write the rows of cards. If the catalog already contains a card, the card's state is
        kept."""
        from flashprep.store.full_cards import card_values, content_values

        rows = list(rows)
        self._database.write_many(sql.PUT_CARD, list(map(card_values, rows)))
        self._database.write_many(sql.PUT_CONTENT, list(map(content_values, rows)))

    def put_positions(self, positions: Mapping[str, int]) -> None:
        """Write only the cards' positions in the order of introduction."""
        moved = [(position, key) for key, position in positions.items()]
        self._database.write_many(sql.PUT_POSITION, moved)

    def remove_cards(self, keys: Collection[str]) -> None:
        """Delete the rows of these cards, including their states. Callers use this method for
        cards that now have another key."""
        for statement in (sql.DELETE_CARDS, sql.DELETE_CONTENTS):
            self._database.write(statement, (as_json(keys),))

    def guids(self, among: Collection[str] | None = None) -> set[str]:
        """The guids of all cards. If `among` is given, the result contains only guids in
        `among`."""
        if among is None:
            return set(self._database.column(sql.GUIDS))
        return set(self._database.column(sql.SOME_GUIDS, (as_json(among),)))

    def sharing_a_guid(self) -> "list[CardRow]":
        """The live and retired cards that have the same guid as another card."""
        return list(self._full(sql.SHARING_A_GUID))

    def without_note(self) -> "list[CardRow]":
        """The live cards whose note is missing, in the order of introduction."""
        return list(self._full(sql.WITHOUT_NOTE))

    def was_exported(self) -> bool:
        """Whether any card was ever exported from this database."""
        return self._database.row(sql.EXPORTED_CARD) is not None

    def of_note(self, note_key: str, *, retired: bool | None = False) -> "list[CardRow]":
        """The cards of a note, in order. `retired` is as in `cards`."""
        values = {"note_key": note_key, "retired": _flag(retired)}
        return list(self._full(sql.CARDS_OF_NOTE, values))

    def retired_of(self, note_keys: Collection[str]) -> "dict[str, CardRow]":
        """The retired cards of these notes, by key."""
        return self._cards(sql.RETIRED_OF_NOTES, (as_json(note_keys),))

    def mark_exported(self, exported: Mapping[str, Exported]) -> None:
        """Store the state of an export. `exported` maps the key of each card to its exported
        values."""
        marked = [(*each, key) for key, each in exported.items()]
        self._database.write_many(sql.MARK_EXPORTED, marked)

    def _cards(self, statement: str, parameters: Parameters) -> "dict[str, CardRow]":
        return {row.card.key: row for row in self._full(statement, parameters)}

    def _full(self, statement: str, parameters: Parameters = ()) -> "Iterator[CardRow]":
        # The module for complete cards is slow to import, and few everyday commands need it.
        from flashprep.store.full_cards import card_of

        return map(card_of, self._database.stream(statement, parameters))


def _flag(retired: bool | None) -> int | None:  # noqa: FBT001 - three ways
    """The value of the SQL parameter `:retired`. It is 1 for retired cards, 0 for live cards,
    and None for both."""
    return None if retired is None else int(retired)


def _by_key(rows: Iterable[Row]) -> dict[str, NoteRow]:
    return {row[0]: note_row(row) for row in rows}
