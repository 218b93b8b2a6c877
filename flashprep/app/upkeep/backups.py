"""Backups of the database: daily, before large changes, and on request."""

from pathlib import Path
from typing import Final

from flashprep.app.context import Context
from flashprep.errors import FlashprepError
from flashprep.text import amount

MANY: Final = 100
"""The number of cards from which an action on cards is preceded by a backup."""
RENEWED_AFTER_MS: Final = 1_800_000
"""The interval, in ms, at which today's backup is replaced while a script records reviews."""


def copy_apart(context: Context, now_ms: int, before: str = "") -> tuple[Path, int]:
    """Backs up the database on request, or before a large change. `before` is a word that names
    the change, such as "merge". Must not be called inside a transaction.

    Returns the path of the backup and its number of reviews. Raises FlashprepError if the
    backup cannot be made.
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
    """Backs up the database before an action on many cards. `cards` is the number of cards, and
    `why` is a word that names the action. If there are few cards, no backup is made."""
    if cards >= MANY:
        copy_apart(context, now_ms, why)


def copy_before_migration(path: Path, folder: Path) -> None:
    """Backs up a database before its migration. Raises FlashprepError if the database is
    damaged. Any other failure does not prevent the migration, because a migration is applied
    completely or not at all."""
    from flashprep.store.backup import collection_id_of, copy_file_apart

    try:
        copy_file_apart(path, collection_id_of(path) or "unknown", folder, "migration")
    except FlashprepError as error:
        if error.code == "damaged":
            raise


def copy_daily(
    context: Context, now_ms: int, *, renew: bool = False, within_ms: int = 0
) -> None:
    """Backs up the database to the user's data folder once a day. With `renew`, today's backup
    is replaced. It is not replaced if it is younger than `within_ms`, or if the database is
    large. A large database is backed up in the background.

    A failed backup must not prevent study, so no error is raised. `context.daily_copy` contains
    the problem.
    """
    from flashprep.store import backup

    day = context.calendar.date_of(context.today(now_ms))
    collection_id, path = context.identity.collection_id, context.database.path
    in_background = backup.is_large(path)
    age_ms = within_ms if renew and not in_background else None
    is_running = context.daily_copy is not None and context.daily_copy.is_alive()
    if is_running or backup.is_made(collection_id, day, now_ms, age_ms):
        return
    copy = backup.DailyCopy(context.database, collection_id, context.folder, day, now_ms)
    context.daily_copy = copy
    if in_background:
        copy.start()
    else:
        copy.run()


def refuse_empty(path: Path, folder: Path) -> None:
    """Raises FlashprepError if the database is empty although it has backups. Such a database
    had content before, and a new database must not replace it unnoticed."""
    from flashprep.store.backup import copies_of
    from flashprep.store.files import wait_for_writer

    copies = [copy for copy in copies_of(folder) if copy.is_valid]
    if not copies:
        return
    wait_for_writer(path)  # another process may be creating it
    if path.stat().st_size == 0:
        raise FlashprepError(
            f"{path}: this database is empty (0 bytes), but there are backups; the newest is "
            f"from {copies[0].made_on}, with {amount(copies[0].reviews, 'review')}; restore "
            "one, or delete the empty file to start from scratch",
            "better-copy",
            path=str(copies[0].path),
        )
