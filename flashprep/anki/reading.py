"""Reads the collection in an Anki package row by row.

The database is untrusted. It is opened read-only in a private folder, and only rows of plain
tables are read. A database with views, triggers, or virtual tables is rejected. Anki's exports
contain no such objects, and reading them would run foreign code. Rows with values of the wrong
type are skipped and counted.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from flashprep.anki.container import (
    LARGEST,
    Container,
    UnfitPackageError,
    broken,
    opened_container,
)
from flashprep.anki.custom_data import carried
from flashprep.errors import FlashprepError

OLD_SCHEMA, PRESENT_SCHEMA = 11, 18

_ONLY_NOTE = "Please update to the latest Anki version"
_TABLES = {"col", "notes", "cards", "revlog"}
_MORE_TABLES = {"config", "notetypes", "fields", "templates", "decks"}
_LONGEST_VALUE = 128 << 20
_HOURS = range(24)
_DAY_MINUTES = 24 * 60
# The only SQL operations allowed.
_ALLOWED = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION}


def _integers(*columns: str) -> str:
    """The SQL condition that these columns contain integers."""
    return " AND ".join(f"typeof({name}) = 'integer'" for name in columns)


_VALID_CARD = _integers(
    *("c.id", "c.nid", "c.ord", "c.did", "c.due", "c.type", "c.queue"),
    *("c.flags", "c.mod", "c.odue", "c.odid"),
)
_VALID_ROW = _integers("id", "cid", "ease", "ivl", "factor", "time", "type")
# Only the tables are read, since a manipulated index could omit rows.
_CARDS = f"""
    SELECT c.id, n.guid, n.id, c.ord,
        CASE WHEN c.odid THEN c.odid ELSE c.did END,
        CASE WHEN c.odid AND c.odue THEN c.odue ELSE c.due END,
        c.type, c.queue, c.flags & 7, c.mod, c.data
    FROM cards c NOT INDEXED JOIN notes n ON n.id = c.nid
    WHERE {_VALID_CARD} AND c.id > 0 AND typeof(n.guid) = 'text'
    ORDER BY n.id, c.ord, c.id
"""  # noqa: S608 - no input
_REVLOG = f"""
    SELECT cid, id, ease, ivl, factor, time, type FROM revlog NOT INDEXED
    WHERE {_VALID_ROW} ORDER BY cid, id
"""  # noqa: S608 - no input
_FIELDS = """
    SELECT guid, flds FROM notes NOT INDEXED
    WHERE typeof(guid) = 'text' AND typeof(flds) = 'text'
"""
# Some programs write several notes with the same guid, and Anki imports all of these notes.
_REPEATED = """
    SELECT id, guid FROM notes NOT INDEXED WHERE typeof(guid) = 'text' AND guid IN (
        SELECT guid FROM notes NOT INDEXED GROUP BY guid HAVING count(*) > 1
    ) ORDER BY id
"""
_COUNT_DAMAGED = f"""
    SELECT count(*) FROM revlog NOT INDEXED WHERE NOT ({_VALID_ROW})
"""  # noqa: S608 - no input


class AnkiCard(NamedTuple):
    """A card of the package. For a card in a filtered deck, `due` and `deck` are the original
    values. `type` and `queue` are Anki's numbers. `mod_s` is the time of the card's last
    change, in seconds. `sent` contains the suspension and the flag that the card had when
    flashprep exported it."""

    id: int
    guid: str
    note_id: int
    ord: int
    deck: int
    due: int
    type: int
    queue: int
    flag: int
    mod_s: int
    sent: tuple[bool, int] = (False, 0)


class AnkiAnswer(NamedTuple):
    """A row of the review log: `id` is its time in ms. `interval` is in days, or negative
    seconds; `type` is the kind of review or other action."""

    id: int
    ease: int
    interval: int
    factor: int
    duration_ms: int
    type: int


@dataclass(frozen=True, slots=True)
class AnkiClock:
    """The day numbering of the package. Day 0 is the day of `created_s`, at which local time
    was `west` minutes behind UTC. `rollover` is the hour at which Anki's day starts, or None
    if the hour is unknown. With `first_scheduler`, the ratings have the numbers that Anki used
    before version 2.1."""

    created_s: int
    west: int | None
    rollover: int | None
    first_scheduler: bool


class AnkiPackage:
    """A package open for reading. All methods raise FlashprepError if the database is
    damaged."""

    def __init__(self, container: Container, connection: sqlite3.Connection) -> None:
        self.container = container
        self._connection = connection
        self._check()
        self.schema, self.clock = self._read_settings()
        self._guids = dict(self._repeated())

    def count_notes(self) -> int:
        """The number of notes."""
        ((count,),) = self.rows("SELECT count(*) FROM notes")
        return int(count)

    def cards(self) -> Iterator[AnkiCard]:
        """The cards, by note and ordinal."""
        for number, guid, note, *rest, data in self.rows(_CARDS):
            known = self.guid_of(note, guid)
            yield AnkiCard._make((number, known, note, *rest, carried(data)))

    def fields(self) -> Iterator[tuple[str, str]]:
        """The guid and the joined fields of each note."""
        return self.rows(_FIELDS)

    def guid_of(self, note: int, guid: str) -> str:
        """A unique guid for a note: its own guid, or a derived guid if an older note has the
        same guid."""
        return self._guids.get(note, guid)

    def answers(self) -> Iterator[tuple[int, AnkiAnswer]]:
        """The rows of the review log, each with the id of its card, ordered by card and
        time."""
        for row in self.rows(_REVLOG):
            yield row[0], AnkiAnswer._make(row[1:])

    def count_damaged(self) -> int:
        """The number of rows in the review log that cannot be read."""
        ((count,),) = self.rows(_COUNT_DAMAGED)
        return int(count)

    def rows(self, query: str) -> Iterator[tuple[Any, ...]]:
        """The rows that a query returns."""
        try:
            for row in self._connection.execute(query):  # noqa: UP028 - would close the cursor
                yield row
        except (sqlite3.Error, ValueError, OverflowError, MemoryError) as error:
            raise broken(self.container.name, error) from error

    def _repeated(self) -> Iterator[tuple[int, str]]:
        count: Counter[str] = Counter()
        for note, guid in self.rows(_REPEATED):
            count[guid] += 1
            if count[guid] > 1:
                yield note, f"{guid}\x1f{count[guid]}"

    def _check(self) -> None:
        """Reject a database that is not an Anki collection, or that contains anything but
        ordinary tables and indexes."""
        objects = list(self.rows("SELECT type, name, sql FROM sqlite_master"))
        found = {name for _, name, _ in objects}
        strange = [
            name
            for kind, name, sql in objects
            if kind not in ("table", "index") or _is_virtual(sql)
        ]
        if strange:
            raise UnfitPackageError(
                f"{self.container.name}: the collection contains '{strange[0]!s:.40}', which "
                "no export of Anki has; it was not imported"
            )
        if not found >= _TABLES:
            raise UnfitPackageError(
                f"{self.container.name}: the database in this package is not an Anki collection"
            )
        generated = [
            name
            for table in sorted(_TABLES | (_MORE_TABLES & found))
            for _, name, *_, hidden in self.rows(f"PRAGMA table_xinfo({table})")
            if hidden
        ]
        ((state,),) = self.rows("PRAGMA quick_check(1)")
        if state != "ok" or generated:
            raise broken(self.container.name, ValueError(state))
        self._refuse_placeholder()
        self._connection.set_authorizer(
            lambda action, *_: sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY
        )

    def _refuse_placeholder(self) -> None:
        notes = list(self.rows("SELECT substr(flds, 1, 200) FROM notes LIMIT 2"))
        if len(notes) == 1 and str(notes[0][0]).startswith(_ONLY_NOTE):
            raise UnfitPackageError(
                f"{self.container.name}: this package contains no cards, only a note that "
                "tells old versions of Anki to update; export it from Anki again"
            )

    def _read_settings(self) -> tuple[int, AnkiClock]:
        found = list(self.rows("SELECT ver, crt, conf FROM col LIMIT 1"))
        if not found:
            raise broken(self.container.name, ValueError("col is empty"))
        schema, created_s, conf = found[0]
        if type(schema) is int and schema > PRESENT_SCHEMA:
            raise FlashprepError(
                f"{self.container.name}: the collection is from a newer Anki than flashprep "
                "supports; in Anki's export, tick 'Support older Anki versions', or update "
                "flashprep",
                "newer-version",
            )
        if schema not in (OLD_SCHEMA, PRESENT_SCHEMA) or type(created_s) is not int:
            raise broken(self.container.name, ValueError("unknown schema"))
        try:
            if schema == OLD_SCHEMA:
                settings = json.loads(conf) if conf else {}
            else:
                settings = {
                    str(key): json.loads(value)
                    for key, value in self.rows("SELECT key, val FROM config")
                    if key in ("creationOffset", "rollover", "schedVer")
                }
        except (ValueError, TypeError, RecursionError) as error:
            raise broken(self.container.name, ValueError("settings")) from error
        settings = settings if isinstance(settings, dict) else {}
        west, rollover = settings.get("creationOffset"), settings.get("rollover")
        return schema, AnkiClock(
            created_s,
            west if type(west) is int and abs(west) <= _DAY_MINUTES else None,
            rollover if type(rollover) is int and rollover in _HOURS else None,
            settings.get("schedVer", 1) == 1,
        )


@contextmanager
def opened_package(path: Path, largest: int = LARGEST) -> Iterator[AnkiPackage]:
    """Open the Anki package at `path` for reading. Temporary files are removed on exit.

    Raises FlashprepError if the file is not a package, is damaged, is from a newer Anki, or
    contains a database of more than `largest` bytes.
    """
    with opened_container(path) as container, TemporaryDirectory(prefix="flashprep-") as folder:
        database = Path(folder, "collection")
        container.extract_database(database, largest)
        try:
            connection = sqlite3.connect(
                f"{database.as_uri()}?mode=ro&immutable=1", uri=True, isolation_level=None
            )
        except sqlite3.Error as error:
            raise broken(container.name, error) from error
        with closing(connection):
            _harden(connection)
            yield AnkiPackage(container, connection)


def _harden(connection: sqlite3.Connection) -> None:
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA query_only = ON")
    connection.execute("PRAGMA cell_size_check = ON")
    connection.create_collation("unicase", _compare)
    connection.text_factory = lambda text: text.decode("utf-8", "replace")


def _compare(one: str, other: str) -> int:
    """Compares two texts as Anki's collation does, without regard to case."""
    one, other = one.casefold(), other.casefold()
    return (one > other) - (one < other)


def _is_virtual(sql: object) -> bool:
    words = str(sql or "").upper().split(maxsplit=2)
    return words[:2] == ["CREATE", "VIRTUAL"]
