"""The ids of reviews in Anki.

Anki uses a review's timestamp in ms as the review's id. If several reviews had the same
timestamp, Anki would keep only one of them. Therefore each review gets a unique id, which is
stored. It identifies the review in every later package and in imports from Anki.
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
    """Give an id to every review that has none. The id is the review's timestamp in ms or, if
    another review has this id, the next unused number. Must be called inside a transaction.
    Undone reviews also get an id, since they may be redone."""
    database.write(TAKE_TIMESTAMPS)
    for uid, at_ms in database.rows(WITHOUT_ID):
        free = at_ms + 1
        while database.row(HOLDER, (free,)):
            free += 1
        database.write(TAKE_ID, (free, uid))


def anki_ids(database: Database) -> dict[str, int]:
    """Maps the uid of each review that has an Anki id to this id."""
    return dict(database.rows(IDS))
