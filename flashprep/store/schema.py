"""The tables, their version, and the migrations from older versions.

`review` and `event` are the source of truth. Rows are only inserted, except that a merge may
change a review's timestamp to keep it unique. `source_file`, `note`, `note_link` and `card` are
the catalog of the deck files. However, a card's `guid`, `created_ms`, `content_mod_s` and
`retired_at_ms` cannot be rebuilt from the deck files. `card_state` and `cache_stamp` are a
cache. `cache_stamp` also contains the last valid summaries of notes that now have placeholders.
A later sync recognizes these notes by their summaries.

Versions
1   the first version
2   flags, forgotten cards and due dates set by the user, in `card_state`
3   the time from which a key refers to its card, and timestamps moved by a merge, in the logs
4   the parts of a review that was ticked off step by step; cards without a digest, indexed by
    file
5   the preset of a card, in `card_state`
6   an index to list decks and count cards without reading the cards
7   an index of reviews by card that covers a replay
8   until when a card counts as known, in `card_state`; the complete content of notes, in `note`
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Column, Connection, Float, Index, Integer, MetaData, Table, Text, text

VERSION = 8
# "flsh" in ASCII. It identifies the database to flashprep and to the Unix command `file`.
APPLICATION_ID = 0x666C7368

# The device and the origin of rows imported from Anki.
ANKI = "anki"

metadata = MetaData()


def _given(kind: type[Any], *names: str) -> list[Column[Any]]:
    """Columns of one type that are not nullable."""
    return [Column(name, kind, nullable=False) for name in names]


def _open(kind: type[Any], *names: str) -> list[Column[Any]]:
    """Columns of one type that are nullable."""
    return [Column(name, kind) for name in names]


# Facts about this database: collection id, time zone at its creation, its current device.
fact = Table(
    "fact",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

device = Table(
    "device",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
)

REPLAYED = ("card_key", "at_ms", "mode", "rating", "due_day", "duration_ms")

review = Table(
    "review",
    metadata,
    Column("uid", Text, primary_key=True),
    # The order in which this database wrote its rows; local, never merged.
    Column("seq", Integer, nullable=False, unique=True),
    *_given(Text, "device", "card_key"),
    Column("at_ms", Integer, nullable=False, unique=True),
    # The original timestamp, if a merge had to change it to keep it unique.
    Column("moved_from_ms", Integer),
    # The time from which the key refers to this card; see core/renames.py.
    Column("key_since_ms", Integer, nullable=False, server_default="0"),
    *_given(Integer, "rating", "duration_ms"),
    Column("mode", Text, nullable=False),
    Column("due_day", Integer),
    Column("utc_offset_min", Integer, nullable=False),
    Column("origin", Text, nullable=False),
    Column("anki_id", Integer, unique=True),
    # As JSON, the parts of a review that was ticked off step by step: [part, passed] pairs.
    Column("parts", Text),
    # Covers all columns that a replay needs, so that a replay reads only the index.
    Index("review_by_card", *REPLAYED),
)

event = Table(
    "event",
    metadata,
    Column("uid", Text, primary_key=True),
    Column("seq", Integer, nullable=False, unique=True),
    Column("device", Text, nullable=False),
    Column("at_ms", Integer, nullable=False),
    *_given(Text, "kind", "subject"),
    Column("key_since_ms", Integer, nullable=False, server_default="0"),
    # Rows of one action (such as the renames of one sync) share a group.
    Column("group", Text),
    Column("payload", Text, nullable=False),
    Index("event_by_subject", "subject", "kind"),
    Index("event_by_kind", "kind"),
)

source_file = Table(
    "source_file",
    metadata,
    Column("name", Text, primary_key=True),
    *_given(Text, "digest", "deck", "description"),
)

note = Table(
    "note",
    metadata,
    Column("key", Text, primary_key=True),
    Column("file", Text, nullable=False, index=True),
    # Place among the notes of its file.
    *_given(Integer, "place", "line", "column"),
    # The summary by which a note is recognized after its id changes; see
    # core/notes/fingerprint.py.
    Column("outline", Text, nullable=False),
    # As JSON, the prompts or the program that a note generates in addition to cards.
    *_open(Text, "prompts", "programme"),
    # As JSON, the complete content of a note; see core/sheets.py.
    Column("sheet", Text),
)

# A note whose cards mention another note depends on the file of that other note.
note_link = Table(
    "note_link",
    metadata,
    Column("note", Text, primary_key=True),
    Column("file", Text, primary_key=True),
    Column("to", Text, primary_key=True),
    Index("note_link_by_file", "file"),
)

card = Table(
    "card",
    metadata,
    Column("key", Text, primary_key=True),
    Column("note_key", Text, nullable=False, index=True),
    Column("file", Text, nullable=False, index=True),
    *_given(Integer, "line", "column"),
    # Place among the cards of its note, and position in the introduction of all cards.
    *_given(Integer, "place", "position"),
    *_given(Text, "content", "reveals"),
    Column("guid", Text, nullable=False, unique=True),
    Column("created_ms", Integer, nullable=False),
    Column("retired_at_ms", Integer),
    # Digest of the fields as last exported, and their modification time (s) in Anki.
    Column("fields_digest", Text),
    Column("content_mod_s", Integer),
)

card_state = Table(
    "card_state",
    metadata,
    Column("card_key", Text, primary_key=True),
    # The card's part of the queue: new, learning, review, or out (suspended or retired).
    Column("standing", Text, nullable=False),
    Column("deck", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("phase", Text),
    Column("step", Integer),
    *_open(Float, "stability", "difficulty"),
    *_open(Integer, "due_day", "due_at_ms"),
    Column("last_day", Integer, index=True),
    Column("last_at_ms", Integer),
    Column("introduced_day", Integer, index=True),
    *_given(Integer, "reps", "lapses", "retired", "suspended"),
    Column("buried_until_day", Integer),
    Column("flag", Integer, nullable=False),
    *_open(Integer, "forgotten_at_ms", "due_set_day", "due_set_at_ms", "known_until_day"),
    Column("preset", Text, nullable=False),
    Index("new_by_position", "position", sqlite_where=text("standing = 'new'")),
    Index(
        "known_by_day",
        "known_until_day",
        sqlite_where=text("standing = 'new' AND known_until_day IS NOT NULL"),
    ),
    Index("new_in_order", "deck", "position", sqlite_where=text("standing = 'new'")),
    Index("reviews_by_due", "deck", "due_day", sqlite_where=text("standing = 'review'")),
    Index("learning_by_due", "due_at_ms", sqlite_where=text("standing = 'learning'")),
    Index("load_by_day", "due_day", sqlite_where=text("standing = 'review'")),
    Index("live_by_deck", "deck", "phase", "preset", sqlite_where=text("retired = 0")),
)

cache_stamp = Table(
    "cache_stamp",
    metadata,
    Column("name", Text, primary_key=True),
    Column("digest", Text, nullable=False),
)


def make_cache_anew(connection: Connection) -> None:
    """Replace the cache's tables with empty tables. They are filled when the collection is next
    opened."""
    tables = [card_state, cache_stamp]
    metadata.drop_all(connection, tables)
    metadata.create_all(connection, tables)


def say_since_when(connection: Connection) -> None:
    """Store in the logs the time from which a key refers to its card. Older versions derived
    this time from the order of the timestamps."""
    connection.exec_driver_sql("ALTER TABLE review ADD COLUMN moved_from_ms INTEGER")
    for table, key in (("review", "card_key"), ("event", "subject")):
        connection.exec_driver_sql(
            f"ALTER TABLE {table} ADD COLUMN key_since_ms INTEGER NOT NULL DEFAULT 0"
        )
        connection.exec_driver_sql(
            f"UPDATE {table} AS log SET key_since_ms = coalesce((SELECT max(at_ms) + 1 "  # noqa: S608 - no input
            f"FROM event WHERE kind = 'rename' AND subject = log.{key} "
            "AND at_ms < log.at_ms), 0)"
        )


def say_the_parts(connection: Connection) -> None:
    """Add a column for the parts of a review, drop the unused digests of cards, and index cards
    by file."""
    connection.exec_driver_sql("ALTER TABLE review ADD COLUMN parts TEXT")
    connection.exec_driver_sql("ALTER TABLE card DROP COLUMN digest")
    connection.exec_driver_sql("CREATE INDEX ix_card_file ON card (file)")


def index_decks(connection: Connection) -> None:
    """Add an index of decks, unless the cache was just recreated with it."""
    connection.exec_driver_sql(
        "CREATE INDEX IF NOT EXISTS live_by_deck ON card_state (deck, phase, preset) "
        "WHERE retired = 0"
    )


def index_what_is_replayed(connection: Connection) -> None:
    """Make the index of reviews cover all columns that a replay needs."""
    connection.exec_driver_sql("DROP INDEX review_by_card")
    connection.exec_driver_sql(f"CREATE INDEX review_by_card ON review ({', '.join(REPLAYED)})")


def give_notes_a_sheet(connection: Connection) -> None:
    """Add a column for the complete content of notes. The next sync fills the column, because a
    sync after an update reads all files again. Also recreate the cache, which now stores until
    when cards count as known."""
    connection.exec_driver_sql("ALTER TABLE note ADD COLUMN sheet TEXT")
    make_cache_anew(connection)


# MIGRATIONS[n] migrates a database from version n to n + 1, inside the transaction that also
# sets the version.
MIGRATIONS: Mapping[int, Callable[[Connection], None]] = {
    1: make_cache_anew,
    2: say_since_when,
    3: say_the_parts,
    4: make_cache_anew,
    5: index_decks,
    6: index_what_is_replayed,
    7: give_notes_a_sheet,
}
