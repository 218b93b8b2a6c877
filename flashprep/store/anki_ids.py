"""The ids of reviews in Anki.

Anki uses a review's timestamp as the review's id, so Anki would keep only one of several
reviews with the same millisecond. Each review therefore gets a unique id once. The id is
stored: it identifies the review in every later package and in imports from Anki.
"""

from typing import Final

from flashprep.store.database import Database

TAKE_TIMESTAMPS: Final = (
    "UPDATE review SET anki_id = at_ms WHERE anki_id IS NULL AND at_ms NOT IN "
    "(SELECT anki_id FROM review WHERE anki_id IS NOT NULL)"
)
WITHOUT_ID: Final = "SELECT uid, at_ms FROM review WHERE anki_id IS NULL ORDER BY at_ms"
HOLDER: Final = "SELECT uid FROM review WHERE anki_id = ?"
TAKE_ID: Final = "UPDATE review SET anki_id = ? WHERE uid = ?"
IDS: Final = "SELECT uid, anki_id FROM review WHERE anki_id IS NOT NULL"


def give_anki_ids(database: Database) -> None:
    """Give every review without an id its timestamp (ms) as id, or the next unused number. Must
    run inside a transaction. Undone reviews get an id too, since they may be redone."""
    database.write(TAKE_TIMESTAMPS)
    for uid, at_ms in database.rows(WITHOUT_ID):
        free = at_ms + 1
        while database.row(HOLDER, (free,)):
            free += 1
        database.write(TAKE_ID, (free, uid))


def anki_ids(database: Database) -> dict[str, int]:
    """The Anki id of each review that has one, by the review's uid."""
    return dict(database.rows(IDS))
