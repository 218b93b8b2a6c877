"""Is the collection sound, and where are its copies? What `flashprep doctor` reports."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from flashprep.collection import study
from flashprep.collection.opening import DATABASE_NAME
from flashprep.errors import FlashprepError
from flashprep.store.backup import Copy, copies_of, count_reviews
from flashprep.store.schema import APPLICATION_ID, VERSION

if TYPE_CHECKING:
    from flashprep.collection.collection import Collection

_SYNCED = ("Dropbox", "OneDrive", "Google Drive", "GoogleDrive", "iCloud", "Mobile Documents")
_NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "afs", "9p", "davfs"}
_DAY_MS = 86_400_000


class Grade(StrEnum):
    """How a finding is meant."""

    FINE = "fine"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at, what was found, and what to do if it is not fine."""

    grade: Grade
    message: str


def examine(collection: "Collection", now_ms: int) -> Iterator[Finding]:
    """Look at everything. States that differ from their logs are made again."""
    yield _integrity(collection)
    yield _replay(collection)
    yield from _orphans(collection)
    yield from _clock(collection, now_ms)
    warning = place_warning(collection.folder)
    if warning:
        yield Finding(Grade.WARNING, warning)
    yield _copies(collection)


def place_warning(folder: Path) -> str | None:
    """Why a database in this folder is not safe, if it is not."""
    synced = next((name for name in _SYNCED if name in str(folder)), None)
    if synced:
        return (
            f"{folder} is synced by {synced}, which can damage a database that is open; "
            "keep the collection elsewhere, and sync its deck files only"
        )
    kind = _filesystem(folder)
    if kind in _NETWORK:
        return (
            f"{folder} is on a network drive ({kind}), where SQLite cannot keep a database "
            "safe; keep the collection on this machine's own disk"
        )
    return None


def restore(folder: Path, copy: Path) -> Path | None:
    """Put a copy in the place of the collection's database.

    The present database, if there is one, is moved aside and its new path is returned.
    Raises FlashprepError if the copy is none of ours, is damaged, the database is in use, or
    the folder cannot be written; then nothing is changed.
    """
    target = folder / DATABASE_NAME
    _refuse_if_open(target)
    partial = folder / f".{DATABASE_NAME}.{os.getpid()}.partial"
    try:
        _read_copy(copy, partial)
        with partial.open("rb") as written:
            os.fsync(written.fileno())
        aside = _move_aside(target)
        partial.replace(target)
    except OSError as error:
        raise FlashprepError(f"{copy}: cannot be restored ({error.strerror})") from error
    finally:
        for rest in folder.glob(f"{partial.name}*"):
            rest.unlink(missing_ok=True)
    return aside


def _refuse_if_open(target: Path) -> None:
    """Who has the database open would go on writing answers into the one put aside."""
    if not target.exists():
        return
    try:
        with closing(sqlite3.connect(target, timeout=0)) as present:
            present.execute("PRAGMA locking_mode = EXCLUSIVE")
            present.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        # Any other error is one that restoring is to mend.
        if "locked" in str(error):
            raise FlashprepError(
                f"{target}: is in use; close the other flashprep, then restore"
            ) from error


def _read_copy(copy: Path, target: Path) -> None:
    """Read a copy as SQLite does, so that what still stands in its log of changes comes
    along, and see that it is whole and one of ours."""
    try:
        with (
            closing(sqlite3.connect(f"{copy.absolute().as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(target)) as new,
        ):
            (mark,) = source.execute("PRAGMA application_id").fetchone()
            (version,) = source.execute("PRAGMA user_version").fetchone()
            (report,) = source.execute("PRAGMA quick_check").fetchone()
            source.backup(new)
    except sqlite3.Error as error:
        raise FlashprepError(
            f"{copy}: this copy cannot be read ({error}); choose another one"
        ) from error
    if mark != APPLICATION_ID:
        raise FlashprepError(f"{copy}: this is no database of flashprep; choose another one")
    if version > VERSION:
        raise FlashprepError(
            f"{copy}: this copy was made by a newer flashprep; update flashprep to restore it"
        )
    if report != "ok":
        raise FlashprepError(f"{copy}: this copy is damaged; choose another one")


def better_copies(folder: Path, collection_id: str | None = None) -> list[Copy]:
    """Copies of the collection in `folder` with more answers than its database has."""
    present = folder / DATABASE_NAME
    reviews = count_reviews(present) if present.exists() else 0
    return [copy for copy in copies_of(folder, collection_id) if copy.reviews > reviews]


def _integrity(collection: "Collection") -> Finding:
    report = collection.database.pragma("integrity_check")
    if report == "ok":
        reviews = sum(map(len, collection.logs.reviews_by_card().values()))
        return Finding(Grade.FINE, f"the database is whole; answers that count: {reviews}")
    return Finding(Grade.PROBLEM, f"the database is damaged ({report}); restore a copy")


def _replay(collection: "Collection") -> Finding:
    expected = {row.card_key: row for row in study.replayed(collection, None)}
    try:
        cached = collection.states.every()
        misplaced = collection.states.misplaced()
    except ValueError:  # a word that no state has
        cached, misplaced = {}, []
    keys = expected.keys() | cached.keys()
    differing = sorted(
        {*misplaced, *(key for key in keys if expected.get(key) != cached.get(key))}
    )
    if not differing:
        said = f"the states of all cards ({len(cached)}) follow from the log"
        return Finding(Grade.FINE, said)
    collection.rebuild()
    return Finding(
        Grade.PROBLEM,
        f"states that did not follow from the log: {len(differing)} (first: {differing[0]}); "
        "all were made again from it",
    )


def _orphans(collection: "Collection") -> Iterator[Finding]:
    known = set(collection.mirror.keys())
    lost = sorted(collection.logs.reviews_by_card().keys() - known)
    if lost:
        yield Finding(
            Grade.WARNING,
            f"cards in the log that no deck file names: {len(lost)} (first: {lost[0]}); their "
            "history counts again once their notes are back",
        )


def _clock(collection: "Collection", now_ms: int) -> Iterator[Finding]:
    ahead_ms = collection.logs.latest_ms() - now_ms
    if ahead_ms > _DAY_MS:
        yield Finding(
            Grade.WARNING,
            f"the log has an entry that is ahead of this machine's clock (days: "
            f"{ahead_ms // _DAY_MS}); check the clock",
        )


def _copies(collection: "Collection") -> Finding:
    copies = copies_of(collection.folder, collection.facts.collection_id)
    if not copies:
        return Finding(Grade.FINE, "there is no daily copy yet; the next session makes one")
    newest = copies[0]
    better = better_copies(collection.folder, collection.facts.collection_id)
    if better:
        return Finding(
            Grade.WARNING,
            f"a copy of {better[0].made_on} has more answers ({better[0].reviews}) than this "
            f"database; to go back to it: flashprep doctor --restore '{better[0].path}'",
        )
    return Finding(
        Grade.FINE,
        f"daily copies: {len(copies)}; the newest is of {newest.made_on}: {newest.path}",
    )


def _move_aside(target: Path) -> Path | None:
    number = 1
    while (aside := target.with_name(f"{target.name}.before-restore-{number}")).exists():
        number += 1
    # The log of changes goes with its database: without it, the newest answers are missing.
    # Nor must one that lost its database be taken for that of the copy.
    for suffix in ("-wal", "-shm"):
        rest = target.with_name(target.name + suffix)
        if rest.exists():
            rest.replace(aside.with_name(aside.name + suffix))
    return target.replace(aside) if target.exists() else None


def _filesystem(folder: Path) -> str | None:
    """The kind of file system that holds the folder, where the system tells."""
    try:
        mounts = Path("/proc/self/mounts").read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    best, kind = "", None
    for mount in mounts:
        _, point, found, *_ = mount.split(" ")
        point = point.replace("\\040", " ")
        if Path(point) in (folder, *folder.parents) and len(point) >= len(best):
            best, kind = point, found
    return kind
