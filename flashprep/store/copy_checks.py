"""Checks database files. The results for backups are stored in a file next to the backups.

A new backup is checked before it gets its final name. The result is stored with the file's size
and modification time. So a backup is checked again only if its file has changed since the last
check.
"""

import json
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

from flashprep.errors import FlashprepError, unreadable
from flashprep.files import whole
from flashprep.store.database_errors import DRIVER_ERRORS, explained
from flashprep.store.files import opened_to_read, whole_file
from flashprep.store.tables import APPLICATION_ID, VERSION

RESULTS: Final = "checks.json"
NOT_OURS: Final = "not a flashprep database"

# The size, in bytes, up to which a full check is made. For a larger file, the comparison of the
# indexes with their tables would take seconds.
_FULL_BYTES = 20_000_000
_LOGS = ("fact", "device", "review", "event")
_TABLES = (*_LOGS, "source_file", "note", "card", "card_content", "cache_stamp")
_HAS_TABLE = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
# The query does not use an index, since an index may be complete even if rows of its table can
# no longer be read.
_COUNT = "SELECT count(*) FROM review NOT INDEXED"


class Check(NamedTuple):
    """The result of the check of one backup. `size` and `mtime_ns` are the size and
    modification time of the checked file. `reviews` is the number of reviews, or 0 if the
    backup is damaged. `order` is the number of the backup within its folder, in the order in
    which the backups were made. It is stored because dates may be wrong if a clock was wrong.
    `made_ms` is the time at which the backup was made, if known."""

    size: int
    mtime_ns: int
    is_valid: bool
    reviews: int
    order: int
    made_ms: int | None = None


class CopyChecks:
    """The stored checks of the backups in one folder."""

    def __init__(self, home: Path) -> None:
        self._file = home / RESULTS
        self._checks = _stored(self._file)

    def made_ms(self, path: Path) -> int | None:
        """The time at which the backup was made; None if unknown."""
        check = self._checks.get(path.name)
        return check and check.made_ms

    def put(self, path: Path, reviews: int, made_ms: int | None) -> None:
        """Store the result for a new backup, which was checked before it got its final name."""
        self._checks[path.name] = self._check(path, reviews, made_ms, self._next_order())
        self._save()

    def of(self, paths: list[Path]) -> Mapping[Path, Check]:
        """The checks of these backups. `paths` must contain all backups of the folder. Missing
        or outdated checks are made and stored."""
        kept: dict[str, Check] = {}
        for path in sorted(paths, key=lambda path: path.stat().st_mtime_ns):
            now, known = path.stat(), self._checks.get(path.name)
            if known is None or (known.size, known.mtime_ns) != (now.st_size, now.st_mtime_ns):
                known = self._checks[path.name] = self._checked(path, known)
            kept[path.name] = known
        if kept != _stored(self._file):
            self._checks = kept
            self._save()
        return {path: kept[path.name] for path in paths}

    def _checked(self, path: Path, known: Check | None) -> Check:
        order = known.order if known else self._next_order()
        made_ms = known and known.made_ms
        try:
            reviews = None if damage_in(path) else count_reviews(path)
        except FlashprepError:
            # The cause, such as missing permissions, may disappear although the file does not
            # change. The size -1 ensures that the backup is checked again.
            return self._check(path, None, made_ms, order)._replace(size=-1)
        return self._check(path, reviews, made_ms, order)

    @staticmethod
    def _check(path: Path, reviews: int | None, made_ms: int | None, order: int) -> Check:
        now, is_valid = path.stat(), reviews is not None
        return Check(now.st_size, now.st_mtime_ns, is_valid, reviews or 0, order, made_ms)

    def _next_order(self) -> int:
        return 1 + max((check.order for check in self._checks.values()), default=0)

    def _save(self) -> None:
        values = {name: check._asdict() for name, check in sorted(self._checks.items())}
        # If the results cannot be stored, the next run checks the backups again.
        with suppress(OSError), whole(self._file) as partial:
            partial.write_text(json.dumps(values, indent=1), encoding="utf-8")


def damage_in(path: Path, *, is_full: bool | None = None) -> str | None:
    """A description of the first damage found in a database file; None if the file is intact.
    Raises FlashprepError if the file cannot be read for another reason, such as its
    permissions.

    A full check compares the indexes with their tables, and reads the texts in all rows. If
    `is_full` is None, small files get a full check.
    """
    try:
        is_full = path.stat().st_size <= _FULL_BYTES if is_full is None else is_full
        with closing(opened_to_read(path)) as opened:
            if opened.execute("PRAGMA application_id").fetchone() != (APPLICATION_ID,):
                return NOT_OURS
            check = "integrity_check" if is_full else "quick_check"
            (report,) = opened.execute(f"PRAGMA {check}(1)").fetchone()
            if report != "ok":
                return str(report).splitlines()[-1]
            missing = [name for name in _LOGS if not _has(opened, name)]
            if missing:
                return f"no table {missing[0]}"
            (version,) = opened.execute("PRAGMA user_version").fetchone()
            if version < VERSION:
                # The texts are not checked, since a migration sets aside rows with damaged
                # texts. But a migration needs the old tables.
                is_wrong = _has(opened, "card_content")
                return f"its version cannot be {version}" if is_wrong else None
            for name in _TABLES if is_full else ():
                for _ in opened.execute(f"SELECT * FROM {name}"):
                    pass
    except OSError as error:
        raise unreadable(path, error) from error
    except DRIVER_ERRORS as error:
        problem = explained(path, error)
        if problem.code != "damaged":
            raise problem from error
        return str(error)
    return None


def write_checked(source: Path, target: Path, write: Callable[[Path], None]) -> int:
    """Copy the database `source` to `target`, and return the number of reviews in the copy.
    `write` creates the copy at the temporary path that it gets. If the copy is damaged or
    cannot be written, raises FlashprepError and leaves `target` unchanged."""
    with whole_file(target) as partial:
        try:
            write(partial)
        except sqlite3.Error as error:
            if explained(source, error).code == "damaged":
                raise _damaged(source, str(error)) from error
            raise
        damage = damage_in(partial)
        if damage:
            in_source = damage_in(source)
            raise _damaged(source, in_source) if in_source else _unreliable(target, damage)
        return count_reviews(partial)


def _damaged(source: Path, damage: str) -> FlashprepError:
    message = (
        f"{source}: this database is damaged ({damage}), so it was not backed up; the earlier "
        "backups are kept; restore one of them"
    )
    return FlashprepError(message, "damaged")


def _unreliable(target: Path, damage: str) -> FlashprepError:
    message = (
        f"{target}: this backup was damaged when it was written ({damage}); check the disk"
    )
    return FlashprepError(message, "disk-error")


def count_reviews(path: Path) -> int:
    """The number of reviews in a database file; 0 if the file cannot be read."""
    found = first_value(path, _COUNT)
    return found if isinstance(found, int) else 0


def first_value(path: Path, query: str) -> int | str | None:
    """The first value that a query finds in a database file; None if the file cannot be
    read."""
    try:
        with closing(opened_to_read(path)) as copy:
            row: tuple[int | str] | None = copy.execute(query).fetchone()
    except DRIVER_ERRORS:
        return None
    return row[0] if row else None


def _has(opened: sqlite3.Connection, table: str) -> bool:
    return opened.execute(_HAS_TABLE, (table,)).fetchone() is not None


def _stored(file: Path) -> dict[str, Check]:
    """The stored checks. The result is empty if the file with the checks is missing or
    damaged."""
    try:
        values: dict[str, dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
        checks = {name: Check(**each) for name, each in values.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
    is_readable = all(type(check.order) is int for check in checks.values())
    return checks if is_readable else {}
