"""The ids by which Anki knows the answers of the log.

In Anki an answer's id is its instant, and two answers with one id are one: of those given in
the same millisecond all but one would be lost. So each answer gets an id of its own, once. It
is kept, so that the answer is known again when it comes back from Anki, and goes by the same
id into every later package.
"""

from sqlalchemy import bindparam, select, update

from flashprep.store.database import Database
from flashprep.store.schema import review


def give_anki_ids(database: Database) -> None:
    """Give every answer without an id its instant (ms), or the first one after it that no
    other has; inside a transaction. Answers taken back get one too: they may count again."""
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
    """The id in Anki of each answer that has one, by the uid of the answer."""
    rows = database.execute(
        select(review.c.uid, review.c.anki_id).where(review.c.anki_id.is_not(None))
    )
    return {row.uid: row.anki_id for row in rows}
