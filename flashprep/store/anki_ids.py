"""The ids of reviews in Anki.

Anki uses a review's timestamp as the review's id, so Anki would keep only one of several
reviews with the same millisecond. Each review therefore gets a unique id once. The id is
stored: it identifies the review in every later package and in imports from Anki.
"""

from sqlalchemy import bindparam, select, update

from flashprep.store.database import Database
from flashprep.store.schema import review


def give_anki_ids(database: Database) -> None:
    """Give every review without an id its timestamp (ms) as the id. If that id is taken, the
    review gets the next unused number. Undone reviews get an id too, since they may be redone.
    Must run inside a transaction."""
    ids = select(review.c.anki_id).where(review.c.anki_id.is_not(None))
    database.execute(
        update(review)
        .where(review.c.anki_id.is_(None), review.c.at_ms.not_in(ids))
        .values(anki_id=review.c.at_ms)
    )
    late = database.execute(
        select(review.c.uid, review.c.at_ms)
        .where(review.c.anki_id.is_(None))
        .order_by(review.c.at_ms)
    ).all()
    holder = select(review.c.uid).where(review.c.anki_id == bindparam("id"))
    for row in late:
        free = row.at_ms + 1
        while database.execute(holder, {"id": free}).first():
            free += 1
        database.execute(update(review).where(review.c.uid == row.uid).values(anki_id=free))


def anki_ids(database: Database) -> dict[str, int]:
    """The Anki id of each review that has one, by the review's uid."""
    rows = database.execute(
        select(review.c.uid, review.c.anki_id).where(review.c.anki_id.is_not(None))
    )
    return {row.uid: row.anki_id for row in rows}
