"""Packages as Anki writes them, and as it never would, made by hand."""

import json
import sqlite3
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import zstandard

MEMBERS = {1: "collection.anki2", 2: "collection.anki21", 3: "collection.anki21b"}
BASIC, OURS = 1_500_000_000_000, 1_760_000_000_001
CREATED_S = 1_767_240_000  # 2026-01-01, at four in the morning in UTC

_TABLES = """
CREATE TABLE col (id integer PRIMARY KEY, crt integer, ver integer, conf text, models text,
    decks text);
CREATE TABLE notes (id integer PRIMARY KEY, guid text, mid integer, mod integer, usn integer,
    tags text, flds text, sfld integer, csum integer, flags integer, data text);
CREATE TABLE cards (id integer PRIMARY KEY, nid integer, did integer, ord integer, mod integer,
    usn integer, type integer, queue integer, due integer, ivl integer, factor integer,
    reps integer, lapses integer, left integer, odue integer, odid integer, flags integer,
    data text);
CREATE TABLE revlog (id integer PRIMARY KEY, cid integer, usn integer, ease integer,
    ivl integer, lastIvl integer, factor integer, time integer, type integer);
CREATE INDEX ix_revlog_cid ON revlog (cid);
"""
_MORE_TABLES = """
CREATE TABLE config (KEY text PRIMARY KEY, usn integer, mtime_secs integer, val blob);
CREATE TABLE notetypes (id integer PRIMARY KEY, name text COLLATE unicase, config blob);
CREATE TABLE fields (ntid integer, ord integer, name text COLLATE unicase, config blob);
CREATE TABLE templates (ntid integer, ord integer, name text COLLATE unicase, config blob);
CREATE TABLE decks (id integer PRIMARY KEY, name text COLLATE unicase);
"""
_SIDES = ("{{Front}}", "{{FrontSide}}<hr id=answer>{{Back}}")


@dataclass
class AnkiPackage:
    """A package to be: rows of the log are `(id, card, ease, interval, factor, ms, type)`,
    cards `(id, note, type, queue, due, flags, mod)`, notes `(id, guid, note type, fields)`."""

    notes: list[tuple[Any, ...]] = field(default_factory=list)
    cards: list[tuple[Any, ...]] = field(default_factory=list)
    log: Iterable[tuple[Any, ...]] = ()
    form: int = 3
    schema: Any = None
    created_s: Any = CREATED_S
    media: Mapping[str, bytes] = field(default_factory=dict)
    statements: tuple[str, ...] = ()
    settings: Mapping[str, Any] = field(
        default_factory=lambda: {"schedVer": 2, "creationOffset": 0}
    )

    def database(self) -> bytes:
        """The collection."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "collection")
            with closing(sqlite3.connect(path)) as connection:
                connection.create_collation("unicase", lambda a, b: (a > b) - (a < b))
                self._fill(connection)
                connection.commit()
            return path.read_bytes()

    def _fill(self, connection: sqlite3.Connection) -> None:
        connection.executescript(_TABLES)
        old = self.form < 3
        kind = {
            "name": "Basic",
            "type": 0,
            "flds": [{"name": "Front"}, {"name": "Back"}],
            "tmpls": [{"name": "Card 1", "qfmt": _SIDES[0], "afmt": _SIDES[1]}],
        }
        connection.execute(
            "INSERT INTO col VALUES (1, ?, ?, ?, ?, ?)",
            (
                self.created_s,
                self.schema or (11 if old else 18),
                json.dumps(self.settings) if old else "",
                json.dumps({str(BASIC): kind}) if old else "",
                json.dumps({"1": {"name": "Default"}}) if old else "",
            ),
        )
        if not old:
            connection.executescript(_MORE_TABLES)
            connection.executemany(
                "INSERT INTO config VALUES (?, 0, 0, ?)",
                [(name, json.dumps(value).encode()) for name, value in self.settings.items()],
            )
            connection.execute("INSERT INTO notetypes VALUES (?, 'Basic', x'')", (BASIC,))
            connection.execute("INSERT INTO decks VALUES (1, 'Default')")
            for place, name in enumerate(("Front", "Back")):
                connection.execute(
                    "INSERT INTO fields VALUES (?, ?, ?, x'')", (BASIC, place, name)
                )
            sides = b"".join(
                bytes([number << 3 | 2, len(text)]) + text.encode()
                for number, text in enumerate(_SIDES, 1)
            )
            connection.execute(
                "INSERT INTO templates VALUES (?, 0, 'Card 1', ?)", (BASIC, sides)
            )
        connection.executemany(
            "INSERT INTO notes VALUES (?, ?, ?, 0, 0, '', ?, '', 0, 0, '')", self.notes
        )
        connection.executemany(
            "INSERT INTO cards VALUES"
            " (?, ?, 1, 0, ?7, 0, ?3, ?4, ?5, 0, 0, 0, 0, 0, 0, 0, ?6, '')",
            self.cards,
        )
        connection.executemany(
            "INSERT INTO revlog VALUES (?, ?, 0, ?, ?, 0, ?, ?, ?)", self.log
        )
        for statement in self.statements:
            connection.execute(statement)

    def write(self, path: Path) -> Path:
        """The whole package."""
        return pack(path, self.database(), form=self.form, media=self.media)


def pack(
    path: Path, database: bytes, *, form: int = 3, media: Mapping[str, bytes] = {}
) -> Path:
    """A database, packed in one of the forms."""
    squeeze = zstandard.ZstdCompressor(level=1).compress if form == 3 else bytes
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as package:
        if form > 1:
            package.writestr("meta", bytes([8, form]))
            package.writestr(MEMBERS[1], b"old")
        package.writestr(MEMBERS[form], squeeze(database))
        package.writestr("media", squeeze(_media_list(list(media), form)))
        for number, data in enumerate(media.values()):
            package.writestr(str(number), squeeze(data))
    return path


def rewritten(source: Path, target: Path, **members: bytes | None) -> Path:
    """The package with these members in place of its own, or without them."""
    with ZipFile(source) as old, ZipFile(target, "w") as new:
        names = {name.replace(".", "_"): name for name in old.namelist()}
        for name in names.values():
            if name.replace(".", "_") not in members:
                new.writestr(name, old.read(name))
        for name, data in members.items():
            if data is not None:
                new.writestr(names.get(name, name), data)
    return target


def bytes_of(names: Mapping[str, bytes]) -> bytes:
    """A ZIP file of these members."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as package:
        for name, data in names.items():
            package.writestr(name, data)
    return file.getvalue()


def _media_list(names: list[str], form: int) -> bytes:
    if form < 3:
        return json.dumps(dict(enumerate(names))).encode()
    entries = b""
    for name in names:
        entry = bytes([10, len(name.encode())]) + name.encode()
        entries += bytes([10, len(entry)]) + entry
    return entries
