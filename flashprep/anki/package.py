"""Writes an Anki package; only this module imports genanki.

genanki supplies the database schema and the JSON of the note type and the decks. This module
inserts all notes in one statement and all cards in another, since every note has one card and
all values are known. The same notes always produce the same bytes.
"""

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile

from genanki.deck import Deck as GenankiDeck
from genanki.model import Model as GenankiModel
from genanki.package import Package as GenankiPackage

from flashprep.anki import note_type
from flashprep.anki.fields import SEPARATOR
from flashprep.anki.progress import Place, Progress
from flashprep.anki.progress_writing import write_progress
from flashprep.core.cards import Deck
from flashprep.core.gc_pause import collector_paused
from flashprep.errors import FlashprepError, reason
from flashprep.render.markdown import clean

# Deflate level 1 compresses nearly as well as the higher levels, in a fraction of the time.
_COMPRESSION = 1
_CHUNK = 1 << 18


class PackageNote(NamedTuple):
    """A card to export to Anki.

    `fields` are those of `note_fields`, joined, and `tags` those of `note_tags`. `position`,
    from 1, orders new cards. `mod_s` is the time when the content last changed, in seconds;
    Anki updates its note if this time is later than the time that Anki has stored for the
    note. `created_ms` becomes the note's id, or a larger number if that id is taken."""

    guid: str
    key: str
    deck: str
    fields: str
    tags: tuple[str, ...]
    position: int
    mod_s: int
    created_ms: int


@collector_paused()
def write_package(
    path: Path,
    notes: Sequence[PackageNote],
    decks: Sequence[Deck],
    media: Mapping[str, bytes] = MappingProxyType({}),
    progress: Progress | None = None,
) -> None:
    """Write `notes` to the package `path`. An existing file is replaced.

    `decks` contain the descriptions of decks; other decks get no description. `media` are the
    files that the fields show, by file name. Without `progress` all cards are new. Raises
    `FlashprepError` if the file cannot be written; in this case no temporary file remains, and
    an existing package is unchanged.
    """
    if len({note.guid for note in notes}) != len(notes):
        raise ValueError("two notes of a package have the same guid")
    for note in notes:
        if note.fields.count(SEPARATOR) != len(note_type.FIELDS) - 1:
            raise ValueError(f"the fields of {note.key} are not those of the note type")
    descriptions = {note.deck: "" for note in notes}
    descriptions |= {deck.name: deck.description for deck in decks}
    # If the path is a symbolic link, the link stays and its target is replaced. A device must
    # not be replaced.
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not target.is_file():
            raise FlashprepError(
                f"{path}: cannot write the Anki package: this is not a regular file; choose "
                "another name",
                "exists",
            )
        with (
            TemporaryDirectory(prefix="flashprep-") as scratch,
            TemporaryDirectory(prefix=".flashprep-", dir=target.parent) as nearby,
        ):
            database = Path(scratch, "collection.anki2")
            _write_database(database, notes, descriptions, progress)
            finished = Path(nearby, "package")
            _zip(database, media, finished)
            finished.replace(target)
    except (OSError, sqlite3.Error) as error:
        raise FlashprepError(
            f"{path}: cannot write the Anki package: {reason(error)}; choose a folder that "
            "exists, is writable, and has free space",
            "unwritable",
        ) from error


class _Model(GenankiModel):
    """The note type. Its modification time is `MOD_S` instead of the time of the export."""

    _req = ((0, "any", [note_type.FIELDS.index(name) for name in ("Front", "Spine")]),)

    def to_json(self, timestamp: float, deck_id: int | None) -> dict[str, Any]:
        del timestamp
        return {**super().to_json(note_type.MOD_S, deck_id)}


class _Deck(GenankiDeck):
    """A deck whose description is Markdown."""

    def to_json(self) -> dict[str, Any]:
        return {**super().to_json(), "md": True}  # type: ignore[no-untyped-call]


def _write_database(
    path: Path,
    notes: Sequence[PackageNote],
    descriptions: dict[str, str],
    progress: Progress | None,
) -> None:
    decks = {
        name: _Deck(_deck_id(name), clean(name), clean(text))  # type: ignore[no-untyped-call]
        for name, text in sorted(descriptions.items())
    }
    with closing(sqlite3.connect(path)) as connection:
        # A crash discards the file, so the database needs no journal.
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        cursor = connection.cursor()
        GenankiPackage([]).write_to_db(cursor, 0, None)  # type: ignore[no-untyped-call]
        (default,) = cursor.execute("SELECT decks FROM col").fetchone()
        all_decks = json.loads(default)
        all_decks |= {str(deck.deck_id): deck.to_json() for deck in decks.values()}
        model = _model().to_json(0, None)
        cursor.execute(
            "UPDATE col SET decks = ?, models = ?",
            (json.dumps(all_decks), json.dumps({str(note_type.ID): model})),
        )
        # An index that is built after all inserts takes a fraction of the time.
        indexes = _drop_indexes(cursor)
        numbered = list(_number(notes))
        cursor.executemany(
            "INSERT INTO notes VALUES (?, ?, ?, ?, -1, ?, ?, ?, 0, 0, '')",
            (
                (
                    note_id,
                    note.guid,
                    note_type.ID,
                    note.mod_s,
                    f" {' '.join(note.tags)} ",
                    note.fields,
                    note.fields.split(SEPARATOR, 1 + note_type.SORT_FIELD)[
                        note_type.SORT_FIELD
                    ],
                )
                for note_id, note in numbered
            ),
        )
        places = progress.places if progress else {}
        cursor.executemany(
            "INSERT INTO cards VALUES (?, ?, ?, 0, ?, -1, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?)",
            (
                (
                    note_id,
                    note_id,
                    decks[note.deck].deck_id,
                    note.mod_s,
                    *(places.get(note.guid) or Place(0, 0, note.position)),
                )
                for note_id, note in numbered
            ),
        )
        if progress:
            write_progress(
                cursor,
                progress,
                cards={note.guid: note_id for note_id, note in numbered},
                decks={name: deck.deck_id for name, deck in decks.items()},
            )
        for statement in indexes:
            cursor.execute(statement)
        connection.commit()


def _drop_indexes(cursor: sqlite3.Cursor) -> list[str]:
    """Drop all indexes. Returns the statements that create them again, without the indexes that
    Anki uses only to synchronize collections."""
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql > ''")
    indexes = dict(cursor.fetchall())
    for name in indexes:
        cursor.execute(f"DROP INDEX {name}")
    return [sql for name, sql in indexes.items() if not name.endswith("_usn")]


def _model() -> _Model:
    return _Model(  # type: ignore[no-untyped-call]
        note_type.ID,
        note_type.NAME,
        fields=note_type.fields(),
        templates=[note_type.template()],
        css=note_type.css(),
        sort_field_index=note_type.SORT_FIELD,
    )


def _number(notes: Iterable[PackageNote]) -> Iterator[tuple[int, PackageNote]]:
    """The notes, oldest first, each with a number that is the id of its note and of its
    card."""
    note_id = 0
    for note in sorted(notes, key=lambda note: (note.created_ms, note.position, note.guid)):
        note_id = max(note_id + 1, note.created_ms)
        yield note_id, note


def _deck_id(name: str) -> int:
    """The permanent id of a deck. Anki matches decks by name, but their ids must be unique."""
    return 1 << 48 | int.from_bytes(sha256(clean(name).encode()).digest()[:6], "big")


def _zip(database: Path, media: Mapping[str, bytes], path: Path) -> None:
    """Pack the database and the media into a ZIP, and flush the ZIP to the disk.

    Members are opened by name and so have the date 1980-01-01. The bytes do not depend on the
    time of the export.
    """
    with path.open("xb") as file:
        with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=_COMPRESSION) as package:
            with database.open("rb") as rows, package.open("collection.anki2", "w") as member:
                copyfileobj(rows, member, _CHUNK)
            names = dict(enumerate(sorted(media)))
            with package.open("media", "w") as member:
                member.write(json.dumps(names).encode())
            for number, name in names.items():
                with package.open(str(number), "w") as member:
                    member.write(media[name])
        file.flush()
        os.fsync(file.fileno())
