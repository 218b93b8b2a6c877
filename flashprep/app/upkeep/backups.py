"""Backups of the database: daily, before large changes, and on request."""

from contextlib import suppress
from pathlib import Path
from typing import Final

from flashprep.app.context import Context
from flashprep.errors import FlashprepError

MANY: Final = 100
"""An action on at least this many cards is preceded by a backup."""


def copy_apart(context: Context, now_ms: int, before: str = "") -> Path:
    """Backs up the database on request, or before a large change. `before` names the change by
    one word such as "merge". Must not be called inside a transaction.

    Raises FlashprepError if the backup cannot be made.
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
    """Backs up the database before an action on many cards. The word `why` names the action."""
    if cards >= MANY:
        copy_apart(context, now_ms, why)


def copy_before_migration(path: Path, folder: Path) -> None:
    """Backs up a database before it is migrated. A failed backup does not prevent the
    migration, because a migration is applied completely or not at all."""
    from flashprep.store.backup import collection_id_of, copy_file_apart

    with suppress(OSError, FlashprepError):
        copy_file_apart(path, collection_id_of(path) or "unknown", folder, "migration")


def copy_daily(context: Context, now_ms: int, *, renew: bool = False) -> None:
    """Backs up the database to the user's data folder once a day. With `renew`, today's backup
    is replaced, unless the database is large. A large database is backed up in the background.

    A failed backup must not prevent studying. `doctor` reports when the last backup was made.
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
