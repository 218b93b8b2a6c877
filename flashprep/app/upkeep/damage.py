"""Describes the damage of a database, and the backups to restore instead."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from flashprep.app.folders import DATABASE_NAME
from flashprep.app.upkeep.card_checks import Finding, Grade
from flashprep.app.upkeep.copies import known_copies
from flashprep.app.upkeep.unreadable import unreadable_rows
from flashprep.errors import FlashprepError
from flashprep.store.copy_checks import NOT_OURS, damage_in
from flashprep.store.gate_json import BadCell
from flashprep.text import amount, first_of

# The error codes for which a backup would not help.
_NO_DAMAGE = {"busy", "disk-full", "read-only"}


def check_file(folder: Path) -> None:
    """Raises FlashprepError if the database of a collection is damaged. Must be called before
    the collection is opened, since opening can write to the database."""
    path = folder / DATABASE_NAME
    if not path.is_file() or path.stat().st_size == 0:
        return
    found = damage_in(path, is_full=True)
    if found and found != NOT_OURS:
        message = f"{path}: this database is damaged ({found}); restore a backup"
        raise FlashprepError(message, "damage-found")


def check_rows(path: Path, rows: Sequence[BadCell]) -> None:
    """Raises FlashprepError if `rows` is not empty. `rows` contains the rows with a value that
    cannot be read."""
    if rows:
        raise FlashprepError(
            f"{path}: rows with a value that cannot be read: {len(rows)} "
            f"({first_of([str(row) for row in rows], 3)}); restore a backup",
            "damage-found",
        )


def bad_value(folder: Path, error: Exception) -> FlashprepError:
    """The error for a collection that cannot be checked, because `error` occurred at an
    unreadable value."""
    path = folder / DATABASE_NAME
    try:
        check_rows(path, list(unreadable_rows(path)))
    except FlashprepError as found:
        return found
    reason = f"{type(error).__name__}: {error}"
    message = f"{path}: a value cannot be read ({reason}); restore a backup"
    return FlashprepError(message, "damage-found")


def findings(folder: Path, error: FlashprepError) -> Iterator[Finding]:
    """Yields the problem of a database, then the possible remedies: its backups, newest
    first."""
    yield Finding(Grade.PROBLEM, str(error), error.code, error.data)
    if error.code in _NO_DAMAGE:
        return
    copies = known_copies(folder).copies
    valid = [copy for copy in copies if copy.is_valid]
    for copy in valid:
        text = f"a backup from {copy.made_on} has {amount(copy.reviews, 'review')}"
        yield Finding(Grade.WARNING, text, "better-copy", {"path": str(copy.path)})
    yield from damaged_copies(folder)
    if not valid:
        yield Finding(
            Grade.WARNING,
            "there is no valid backup; to start from scratch, move the database away, but keep "
            "it: parts of it may still be readable",
        )


def damaged_copies(folder: Path) -> Iterator[Finding]:
    """Yields a warning if there are damaged backups."""
    damaged = [str(copy.path) for copy in known_copies(folder).copies if not copy.is_valid]
    if damaged:
        yield Finding(
            Grade.WARNING,
            f"damaged backups, which cannot be restored: {len(damaged)} (first: {damaged[0]})",
        )
