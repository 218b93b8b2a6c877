"""Is the collection sound, and where are its copies? What `flashprep doctor` reports."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from flashprep.collection import study
from flashprep.collection.opening import DATABASE_NAME
from flashprep.errors import FlashprepError
from flashprep.store.backup import Copy, copies_of, count_reviews

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
    Raises FlashprepError if the copy is none of ours or the folder cannot be written.
    """
    from flashprep.store.database import Database

    target = folder / DATABASE_NAME
    partial = folder / f".{DATABASE_NAME}.{os.getpid()}.partial"
    try:
        shutil.copyfile(copy, partial)
        candidate = Database(partial)
        sound = candidate.pragma("quick_check") == "ok"
        candidate.close()
        if not sound:
            raise FlashprepError(f"{copy}: this copy is damaged; choose another one")
        aside = _move_aside(target)
        partial.replace(target)
    except OSError as error:
        raise FlashprepError(f"{copy}: cannot be restored ({error.strerror})") from error
    finally:
        for rest in folder.glob(f"{partial.name}*"):
            rest.unlink(missing_ok=True)
    return aside


def better_copies(folder: Path, collection_id: str | None = None) -> list[Copy]:
    """Copies of the collection in `folder` with more answers than its database has."""
    present = folder / DATABASE_NAME
    reviews = count_reviews(present) if present.exists() else 0
    return [copy for copy in copies_of(folder, collection_id) if copy.reviews > reviews]


def _integrity(collection: "Collection") -> Finding:
    report = collection.database.pragma("integrity_check")
    if report == "ok":
        reviews = sum(map(len, collection.logs.reviews_by_card().values()))
        return Finding(Grade.FINE, f"the database is whole; {reviews} answers count")
    return Finding(Grade.PROBLEM, f"the database is damaged ({report}); restore a copy")


def _replay(collection: "Collection") -> Finding:
    expected = {row.card_key: row for row in study.replayed(collection, None)}
    cached = collection.states.every()
    differing = sorted(
        key for key in expected.keys() | cached.keys() if expected.get(key) != cached.get(key)
    )
    if not differing:
        return Finding(Grade.FINE, f"the states of {len(cached)} cards follow from the log")
    collection.rebuild()
    return Finding(
        Grade.PROBLEM,
        f"the states of {len(differing)} cards did not follow from the log (the first is "
        f"{differing[0]}); they were made again from it",
    )


def _orphans(collection: "Collection") -> Iterator[Finding]:
    known = set(collection.mirror.keys())
    lost = sorted(collection.logs.reviews_by_card().keys() - known)
    if lost:
        yield Finding(
            Grade.WARNING,
            f"{len(lost)} cards in the log are unknown (the first is {lost[0]}); their "
            "history counts again once their notes are back in the deck files",
        )


def _clock(collection: "Collection", now_ms: int) -> Iterator[Finding]:
    ahead_ms = collection.logs.latest_ms() - now_ms
    if ahead_ms > _DAY_MS:
        yield Finding(
            Grade.WARNING,
            f"the log has an entry {ahead_ms // _DAY_MS} days ahead of this machine's clock; "
            "check the clock",
        )


def _copies(collection: "Collection") -> Finding:
    copies = copies_of(collection.folder, collection.facts.collection_id)
    if not copies:
        return Finding(Grade.FINE, "no daily copy yet; the next session makes one")
    newest = copies[0]
    better = better_copies(collection.folder, collection.facts.collection_id)
    if better:
        return Finding(
            Grade.WARNING,
            f"a copy of {better[0].made_on} has {better[0].reviews} answers, more than this "
            f"database; to go back to it: flashprep doctor --restore '{better[0].path}'",
        )
    return Finding(
        Grade.FINE,
        f"{len(copies)} daily copies; the newest, of {newest.made_on}: {newest.path}",
    )


def _move_aside(target: Path) -> Path | None:
    if not target.exists():
        return None
    number = 1
    while (aside := target.with_name(f"{target.name}.before-restore-{number}")).exists():
        number += 1
    # The log of changes goes with its database: without it, the newest answers are missing.
    for suffix in ("-wal", "-shm"):
        rest = target.with_name(target.name + suffix)
        if rest.exists():
            rest.replace(aside.with_name(aside.name + suffix))
    return target.replace(aside)


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
