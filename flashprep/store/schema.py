"""The tables, their version and how an older version becomes the present one.

`review` and `event` are the truth and are only ever inserted into (a merge alone may move the
instant of a review, to keep it unique). `source_file`, `note`, `note_link` and `card` mirror
the deck files (but a card's `guid`, `created_ms`, `content_mod_s` and `retired_at_ms` cannot
be rebuilt from them). `card_state` and `cache_stamp` are a cache; the latter also keeps what
notes that wait to be filled in said last, without which only a question would be missing.

Versions
1   the first
2   flags, cards forgotten and due days set, in `card_state`
3   since when a key means its card, and instants moved by a merge, in the logs
4   the parts of an answer that was ticked step by step; cards without a digest of their own,
    found by their file
5   the preset of a card, in `card_state`
6   an index by which the decks are found, and cards counted, without looking at the cards
7   all that a replay asks, in an index of the answers by card
8   until when a card counts as known, in `card_state`; what a note says as a whole, in `note`
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Column, Connection, Float, Index, Integer, MetaData, Table, Text, text

VERSION = 8
# "flsh", so that `file` and we ourselves can tell our databases from others.
APPLICATION_ID = 0x666C7368

# The device, and the origin, of what comes from Anki.
ANKI = "anki"

metadata = MetaData()


def _given(kind: type[Any], *names: str) -> list[Column[Any]]:
    """Columns of one kind in which each row has a value."""
    return [Column(name, kind, nullable=False) for name in names]


def _open(kind: type[Any], *names: str) -> list[Column[Any]]:
    """Columns of one kind in which a row may have none."""
    return [Column(name, kind) for name in names]


# Settings of this very database: collection id, time zone fixed at its making, this device.
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
    # The instant as written, where a merge had to move it to make it unique.
    Column("moved_from_ms", Integer),
    # Since when the key means this card; see core/renames.py.
    Column("key_since_ms", Integer, nullable=False, server_default="0"),
    *_given(Integer, "rating", "duration_ms"),
    Column("mode", Text, nullable=False),
    Column("due_day", Integer),
    Column("utc_offset_min", Integer, nullable=False),
    Column("origin", Text, nullable=False),
    Column("anki_id", Integer, unique=True),
    # As JSON, what was ticked of an answer given step by step: [part, passed] pairs.
    Column("parts", Text),
    # With all that a replay asks, so that a long one goes through the index alone.
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
    # Rows of one act (the renames of one sync) share a group.
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
    # What identity is matched by when an id changes; see core/notes/fingerprint.py.
    Column("outline", Text, nullable=False),
    # As JSON, what a note gives that is no card: prompts, or a programme.
    *_open(Text, "prompts", "programme"),
    # As JSON, all that a note says, to be read in full; see core/sheets.py.
    Column("sheet", Text),
)

# A note whose cards say what another one is called is read again when that one's file changes.
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
    # Place in the family, and place in the introduction of all cards.
    *_given(Integer, "place", "position"),
    *_given(Text, "content", "reveals"),
    Column("guid", Text, nullable=False, unique=True),
    Column("created_ms", Integer, nullable=False),
    Column("retired_at_ms", Integer),
    # Of the fields as last exported, and the instant (s) that Anki shall see as their mod.
    Column("fields_digest", Text),
    Column("content_mod_s", Integer),
)

card_state = Table(
    "card_state",
    metadata,
    Column("card_key", Text, primary_key=True),
    # new, learning, review, or out (suspended or retired): where the queue finds the card.
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
    """Put empty tables in the place of the cache's; it is filled when it is next opened."""
    tables = [card_state, cache_stamp]
    metadata.drop_all(connection, tables)
    metadata.create_all(connection, tables)


def say_since_when(connection: Connection) -> None:
    """Let the rows of the logs say which card their key means: until then, that followed
    from the order of their instants."""
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
    """Give answers room for their parts, drop the digests of cards, which nobody read, and
    let the cards of a file be found."""
    connection.exec_driver_sql("ALTER TABLE review ADD COLUMN parts TEXT")
    connection.exec_driver_sql("ALTER TABLE card DROP COLUMN digest")
    connection.exec_driver_sql("CREATE INDEX ix_card_file ON card (file)")


def index_decks(connection: Connection) -> None:
    """Let the decks be found; a cache that was just made anew has the index already."""
    connection.exec_driver_sql(
        "CREATE INDEX IF NOT EXISTS live_by_deck ON card_state (deck, phase, preset) "
        "WHERE retired = 0"
    )


def index_what_is_replayed(connection: Connection) -> None:
    """Let a replay find all it asks in an index."""
    connection.exec_driver_sql("DROP INDEX review_by_card")
    connection.exec_driver_sql(f"CREATE INDEX review_by_card ON review ({', '.join(REPLAYED)})")


def give_notes_a_sheet(connection: Connection) -> None:
    """Give notes room for what they say as a whole, which the next sync fills in: it reads
    the files of an older flashprep again. States are made anew, with what is known."""
    connection.exec_driver_sql("ALTER TABLE note ADD COLUMN sheet TEXT")
    make_cache_anew(connection)


# From a version to the next: MIGRATIONS[n] takes a database of version n to n + 1, inside
# the transaction that also raises the version.
MIGRATIONS: Mapping[int, Callable[[Connection], None]] = {
    1: make_cache_anew,
    2: say_since_when,
    3: say_the_parts,
    4: make_cache_anew,
    5: index_decks,
    6: index_what_is_replayed,
    7: give_notes_a_sheet,
}
