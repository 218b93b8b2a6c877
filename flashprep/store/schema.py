"""The tables, as SQLAlchemy Core objects.

`review` and `event` are the source of truth. Rows are only inserted, except that a merge may
change a review's timestamp to keep it unique. `source_file`, `note`, `note_link`,
`card_content` and `card` are the catalog of the deck files. But a card's `guid`, `created_ms`,
`content_mod_s` and `retired_at_ms` cannot be rebuilt from the deck files. The columns of `card`
from `phase` on, and the table `cache_stamp`, are a cache for the results of a replay.
`cache_stamp` also contains the last summaries of notes that now have placeholders. These
summaries are used to recognize the notes later.

All tables are STRICT, and their checks describe the values that flashprep can read. So no
program can store a value of another type.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import (
    REAL,
    CheckConstraint,
    Column,
    Computed,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

metadata = MetaData()

# Ranges of timestamps in ms (years 1900 to 2199), and of days as returned by `date.toordinal`.
_INSTANT = "BETWEEN -2208988800000 AND 7258118400000"
_DAY = "BETWEEN 1 AND 3652059"


def _given(kind: type[Any], *names: str) -> list[Column[Any]]:
    """Columns of one type that are not nullable."""
    return [Column(name, kind, nullable=False) for name in names]


def _open(kind: type[Any], *names: str) -> list[Column[Any]]:
    """Columns of one type that are nullable."""
    return [Column(name, kind) for name in names]


def _table(name: str, *parts: Any) -> Table:  # noqa: ANN401 - columns, checks and indexes
    return Table(name, metadata, *parts, sqlite_strict=True)


def _check(column: str, condition: str) -> CheckConstraint:
    return CheckConstraint(f"{column} {condition}")


def _json(column: str, kind: str) -> CheckConstraint:
    """A check that the value of the column is NULL, or JSON of this kind ("object" or
    "array")."""
    # The condition uses CASE, since SQLite could otherwise evaluate the second part first,
    # which fails for a text that is not JSON.
    return CheckConstraint(
        f"CASE WHEN {column} IS NULL THEN 1 WHEN json_valid({column}) "
        f"THEN json_type({column}) = '{kind}' ELSE 0 END"
    )


# Facts about this database: the collection id, the time zone of the machine that created the
# database, and the current device id.
fact = _table("fact", Column("name", Text, primary_key=True), *_given(Text, "value"))

device = _table("device", Column("id", Text, primary_key=True), *_given(Text, "name"))

# The columns that a replay reads. A single index contains all of them.
REPLAYED = ("card_key", "at_ms", "mode", "rating", "due_day", "duration_ms")

review = _table(
    "review",
    Column("uid", Text, primary_key=True),
    # The sequence number: the order in which this database wrote its rows. It is local and
    # never merged.
    Column("seq", Integer, nullable=False, unique=True),
    *_given(Text, "device", "card_key"),
    Column("at_ms", Integer, nullable=False, unique=True),
    # The original timestamp, if a merge had to change `at_ms` to keep timestamps unique.
    Column("moved_from_ms", Integer),
    # The time since which the key has belonged to this card; see core/renames.py.
    Column("key_since_ms", Integer, nullable=False, server_default="0"),
    *_given(Integer, "rating", "duration_ms"),
    Column("mode", Text, nullable=False),
    Column("due_day", Integer),
    Column("utc_offset_min", Integer, nullable=False),
    Column("origin", Text, nullable=False),
    Column("anki_id", Integer, unique=True),
    # The ticked parts of the answer, as JSON: [part, passed] pairs.
    Column("parts", Text),
    _check("at_ms", _INSTANT),
    _check("moved_from_ms", _INSTANT),
    _check("rating", "BETWEEN 1 AND 4"),
    _check("mode", "IN ('study', 'cram')"),
    _check("due_day", _DAY),
    _json("parts", "array"),
    # The index contains all columns that a replay needs, so that a replay reads only the index.
    Index("review_by_card", *REPLAYED),
)

event = _table(
    "event",
    Column("uid", Text, primary_key=True),
    Column("seq", Integer, nullable=False, unique=True),
    Column("device", Text, nullable=False),
    Column("at_ms", Integer, nullable=False),
    *_given(Text, "kind", "subject"),
    Column("key_since_ms", Integer, nullable=False, server_default="0"),
    # Rows that belong to one action, such as the renames of one sync, have the same group.
    Column("group", Text),
    Column("payload", Text, nullable=False),
    _check("at_ms", _INSTANT),
    _json("payload", "object"),
    Index("event_by_subject", "subject", "kind"),
    Index("event_by_kind", "kind", "seq"),
    Index("event_by_time", "at_ms"),
    Index("event_by_group", "group", sqlite_where=text('"group" IS NOT NULL')),
)

source_file = _table(
    "source_file",
    Column("name", Text, primary_key=True),
    *_given(Text, "digest", "deck", "description"),
)

note = _table(
    "note",
    Column("key", Text, primary_key=True),
    Column("file", Text, nullable=False, index=True),
    # The index of the note within its file.
    *_given(Integer, "place", "line", "column"),
    # The note's summary, which is used to recognize the note after its id has changed; see
    # core/notes/fingerprint.py.
    Column("outline", Text, nullable=False),
    # The prompts or the program of the note, as JSON.
    *_open(Text, "prompts", "programme"),
    # The note's sheet, as JSON; see core/sheets.py.
    Column("sheet", Text),
    _json("outline", "object"),
    Index("program_note", "file", "place", sqlite_where=text("programme IS NOT NULL")),
    Index("prompt_note", "file", "place", sqlite_where=text("prompts IS NOT NULL")),
)

# A link from a note to another note that its cards mention. If the file of the other note
# changes, the cards may also change.
note_link = _table(
    "note_link",
    Column("note", Text, primary_key=True),
    Column("file", Text, primary_key=True),
    Column("to", Text, primary_key=True),
    Index("note_link_by_file", "file"),
)

_LIVE = text("retired_at_ms IS NULL")

card = _table(
    "card",
    Column("key", Text, primary_key=True),
    Column("note_key", Text, nullable=False, index=True),
    *_given(Text, "deck", "kind", "priority", "tags"),
    Column("company", Text),
    # The position in the order of introduction of all cards.
    Column("position", Integer, nullable=False),
    Column("reveals", Text, nullable=False),
    Column("retired_at_ms", Integer),
    Column("file", Text, nullable=False, index=True),
    # The line and column in the file, and the index among the cards of the note.
    *_given(Integer, "line", "column", "place"),
    Column("guid", Text, nullable=False, unique=True),
    Column("created_ms", Integer, nullable=False),
    # The digest of the fields as last exported to Anki, their modification time (s) in Anki,
    # and the digest of what the fields were rendered from.
    Column("fields_digest", Text),
    Column("content_mod_s", Integer),
    Column("rendered_from", Text),
    # The results of a replay.
    Column("phase", Text),
    Column("step", Integer),
    *_open(REAL, "stability", "difficulty"),
    *_open(Integer, "due_day", "due_at_ms"),
    Column("last_day", Integer, index=True),
    Column("last_at_ms", Integer, index=True),
    Column("introduced_day", Integer, index=True),
    *(
        Column(name, Integer, nullable=False, server_default="0")
        for name in ("reps", "lapses", "suspended")
    ),
    Column("buried_until_day", Integer),
    Column("flag", Integer, nullable=False, server_default="0"),
    *_open(Integer, "forgotten_at_ms", "due_set_day", "due_set_at_ms", "known_until_day"),
    Column("preset", Text, nullable=False, server_default="default"),
    # The card's part of the queue. It is a computed column, so that it always matches the
    # columns on which it depends.
    Column(
        "queue",
        Text,
        Computed(
            "CASE WHEN retired_at_ms IS NOT NULL OR suspended THEN 'out' "
            "WHEN phase IS NULL THEN 'new' WHEN phase = 'review' THEN 'review' "
            "ELSE 'learning' END",
            persisted=False,
        ),
    ),
    _check("priority", "IN ('core', 'useful', 'reference')"),
    _json("tags", "array"),
    _json("reveals", "array"),
    _check("phase", "IN ('learning', 'review', 'relearning')"),
    CheckConstraint("phase IS NULL OR (stability > 0 AND difficulty IS NOT NULL)"),
    CheckConstraint("phase IS NULL OR (due_day IS NOT NULL AND last_day IS NOT NULL)"),
    CheckConstraint("phase IS NULL OR last_at_ms IS NOT NULL"),
    _check("due_day", _DAY),
    _check("flag", "BETWEEN 0 AND 7"),
    Index("new_by_position", "position", sqlite_where=text("queue = 'new'")),
    Index(
        "known_by_day",
        *("known_until_day", "position"),
        sqlite_where=text("queue = 'new' AND known_until_day IS NOT NULL"),
    ),
    Index("new_in_order", "deck", "position", sqlite_where=text("queue = 'new'")),
    Index("reviews_by_due", "deck", "due_day", sqlite_where=text("queue = 'review'")),
    Index("learning_by_due", "due_at_ms", sqlite_where=text("queue = 'learning'")),
    Index("load_by_day", "due_day", sqlite_where=text("queue = 'review'")),
    Index("live_by_deck", "deck", "phase", "preset", sqlite_where=_LIVE),
    Index("exported_card", "content_mod_s", sqlite_where=text("fields_digest IS NOT NULL")),
)

# The other fields of a card, as JSON, and the words in which searches look. They are in a
# separate table, since they are needed only to show a card or to search for text.
card_content = _table(
    "card_content",
    Column("key", Text, primary_key=True),
    *_given(Text, "content", "words"),
    _json("content", "object"),
)

cache_stamp = _table(
    "cache_stamp", Column("name", Text, primary_key=True), *_given(Text, "digest")
)

# Complete rows, as JSON, that an older version could store and the present version cannot read.
# Only the command `doctor` reads this table; it reports the rows.
set_aside = _table(
    "set_aside",
    Column("place", Integer, primary_key=True),
    Column("from_table", Text, nullable=False),
    Column("row", Text, nullable=False),
)

DIALECT = sqlite.dialect(paramstyle="named")


def table_statement(table: Table) -> str:
    """The statement that creates a table."""
    return str(CreateTable(table).compile(dialect=DIALECT))


def index_statements(table: Table) -> Iterator[str]:
    """The statements that create the indexes of a table."""
    for index in sorted(table.indexes, key=lambda index: str(index.name)):
        yield str(CreateIndex(index).compile(dialect=DIALECT))


def every_statement() -> Iterator[str]:
    """The statements that create a new database."""
    for table in metadata.sorted_tables:
        yield table_statement(table)
        yield from index_statements(table)
