"""The checks and repairs of `flashprep doctor`, and a list of backups."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from flashprep.app.context import Context
from flashprep.app.folders import DATABASE_NAME
from flashprep.app.replay import differing, rebuild
from flashprep.app.upkeep.card_checks import Finding, Grade, cards_findings
from flashprep.app.upkeep.clock_checks import clock_findings, zone_findings
from flashprep.app.upkeep.damage import check_rows, damaged_copies
from flashprep.app.upkeep.unreadable import CACHE, unreadable_rows
from flashprep.app.upkeep.unsafe_folders import place_warning
from flashprep.errors import VALUE_ERRORS
from flashprep.files import leftovers
from flashprep.store.backup import Copy, copies_of, problem_of_home
from flashprep.store.copy_checks import count_reviews
from flashprep.store.data_folder import copies_folder
from flashprep.store.log_checks import (
    CLEAR_CACHE,
    SET_ASIDE,
    count_counting,
    keys_without_card,
)


def examine(context: Context, now_ms: int) -> Iterator[Finding]:
    """Runs all checks that need an intact database file (see `damage.check_file`). Problems
    that can be repaired without loss are repaired and reported. These are states that differ
    from the log, duplicate Anki ids, cards that differ from their deck files, and temporary
    files of an interrupted run. Raises FlashprepError if a value in the database cannot be
    read."""
    yield _count(context)
    yield from _rows(context)
    yield from cards_findings(context)
    yield _replay(context)
    yield from _circles(context)
    yield from _orphans(context)
    yield from zone_findings(context, now_ms)
    yield from clock_findings(context, now_ms)
    yield from _leftovers(context)
    warning = place_warning(context.folder)
    if warning:
        yield Finding(Grade.WARNING, warning)
    yield from _backups(context)


def better_copies(folder: Path, collection_id: str | None = None) -> list[Copy]:
    """The backups that contain more reviews than the database of the collection in `folder`."""
    present = folder / DATABASE_NAME
    reviews = count_reviews(present) if present.exists() else 0
    return [
        copy
        for copy in copies_of(folder, collection_id)
        if copy.is_valid and copy.reviews > reviews
    ]


def _count(context: Context) -> Finding:
    reviews = count_counting(context.database, context.logs)
    return Finding(Grade.FINE, f"the database is intact; reviews: {reviews}")


def _rows(context: Context) -> Iterator[Finding]:
    """Removes cached values that cannot be read. Raises FlashprepError if any other value
    cannot be read."""
    rows = list(unreadable_rows(context.database.path))
    if any(row.table == CACHE for row in rows):
        with context.database.transaction():
            context.database.write(CLEAR_CACHE)
        message = "cached values that could not be read were removed; they are computed again"
        yield Finding(Grade.PROBLEM, message)
    check_rows(context.database.path, [row for row in rows if row.table != CACHE])
    aside = context.database.rows(SET_ASIDE)
    if aside:
        counted = ", ".join(f"{table} {count}" for table, count in aside)
        yield Finding(
            Grade.WARNING,
            f"rows that an update of flashprep could not read, and kept aside: {counted}; a "
            "backup from before the update has them too",
        )


def _replay(context: Context) -> Finding:
    try:
        found = [values[-1] for values in differing(context)]
    except VALUE_ERRORS:  # an invalid value in a row
        found = context.catalog.keys()
    if not found:
        message = f"the states of all cards ({context.states.count()}) match the log"
        return Finding(Grade.FINE, message)
    rebuild(context)
    return Finding(
        Grade.PROBLEM,
        f"card states that did not match the log: {len(found)} (first: {found[0]}); "
        "all were recomputed",
    )


def _circles(context: Context) -> Iterator[Finding]:
    circular = sorted(context.logs.voids().circular)
    if circular:
        yield Finding(
            Grade.WARNING,
            f"entries of the log that undo each other in a circle: {len(circular)} (first: "
            f"{circular[0]}); they have no effect",
        )


def _orphans(context: Context) -> Iterator[Finding]:
    lost = keys_without_card(context.database, context.logs)
    if lost:
        yield Finding(
            Grade.WARNING,
            f"cards in the log that are in no deck file: {len(lost)} (first: {lost[0]}); their "
            "history is used again when their notes return",
        )


def _leftovers(context: Context) -> Iterator[Finding]:
    folders = (
        context.folder,
        *_folders_from(context.folder / context.config.decks),
        copies_folder() / context.identity.collection_id,
    )
    found = [path for folder in folders for path in leftovers(folder)]
    with suppress(OSError):
        for path in found:
            path.unlink(missing_ok=True)
    if found:
        yield Finding(
            Grade.WARNING,
            f"removed unfinished files of an interrupted run: {len(found)} "
            f"(first: {found[0]}); no data was lost",
        )


def _folders_from(root: Path) -> list[Path]:
    """A folder and all readable folders below the folder. Any of these folders may contain deck
    files."""
    return [Path(folder) for folder, _, _ in os.walk(root)]


def _backups(context: Context) -> Iterator[Finding]:
    collection_id = context.identity.collection_id
    yield from damaged_copies(context.folder)
    problem = problem_of_home(collection_id, context.folder)
    if problem:
        yield Finding(Grade.WARNING, f"no backups can be made: {problem}", problem.code)
    backups = [copy for copy in copies_of(context.folder, collection_id) if copy.is_valid]
    better = better_copies(context.folder, collection_id)
    if better:
        yield Finding(
            Grade.WARNING,
            f"the backup of {better[0].made_on} has more reviews ({better[0].reviews}) than "
            "this database",
            "better-copy",
            {"path": str(better[0].path)},
        )
    elif backups:
        yield Finding(
            Grade.FINE,
            f"backups: {len(backups)}; the newest is from {backups[0].made_on}: "
            f"{backups[0].path}",
        )
    elif not problem:
        yield Finding(Grade.FINE, "there is no backup yet; the next session makes one")
