"""Backups: copies of the database, made daily, before what changes much, and on request."""

from contextlib import suppress
from pathlib import Path
from typing import Final

from flashprep.app.context import Context
from flashprep.errors import FlashprepError

MANY: Final = 100
"""From so many cards on the database is copied before one act changes them."""


def copy_apart(context: Context, now_ms: int, before: str = "") -> Path:
    """Copy the database before something that changes much at once, called in a word
    such as "merge", or because it was asked for; not inside a transaction.

    Raises FlashprepError where the copy cannot be made.
    """
    from flashprep.store import backup

    return backup.copy_apart(
        context.database,
        context.identity.collection_id,
        context.folder,
        context.calendar.date_of(context.today(now_ms)),
        before or backup.ASKED,
    )


def copy_before_many(context: Context, cards: int, now_ms: int, why: str) -> None:
    """The same before an act on many cards, called in a word."""
    if cards >= MANY:
        copy_apart(context, now_ms, why)


def copy_before_migration(path: Path, folder: Path) -> None:
    """Copy a database before it is migrated. A migration is done whole or not at all; where no
    copy can be made of what was before, that is no reason to keep anybody from studying."""
    from flashprep.store.backup import collection_id_of, copy_file_apart

    with suppress(OSError, FlashprepError):
        copy_file_apart(path, collection_id_of(path) or "unknown", folder, "migration")


def copy_daily(context: Context, now_ms: int, *, renew: bool = False) -> None:
    """Copy the database to the user's data folder, once a day or anew; a large one once a
    day only, and while other things are done.

    A copy that cannot be made must not keep anybody from studying; `doctor` says when
    the last one was made.
    """
    from flashprep.store import backup

    day = context.calendar.date_of(context.today(now_ms))
    collection_id, path = context.identity.collection_id, context.database.path
    with suppress(OSError, FlashprepError):
        if backup.has_copy(collection_id, day) and (not renew or backup.is_large(path)):
            return
        if backup.is_large(path):
            backup.begin_daily_copy(path, collection_id, context.folder, day)
        else:
            backup.copy_daily(context.database, collection_id, context.folder, day)
