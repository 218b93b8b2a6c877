import json
import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from flashprep.app.upkeep.backups import copy_apart
from flashprep.app.upkeep.card_checks import Grade
from flashprep.app.upkeep.doctor import better_copies, examine
from flashprep.core.memory import Rating
from flashprep.errors import FlashprepError
from flashprep.store.backup import KEPT, copies_of
from flashprep.store.copy_checks import count_reviews
from flashprep.store.database import Database
from flashprep.store.restore import restore
from tests.collection.folders import DAY, NOON, Folder
from tests.store.older import age

QUESTIONS = "\n".join(f"- {{basic: Q{n}?, answer: A, id: q{n}}}" for n in range(5))


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A collection with one answer."""
    folder = Folder(tmp_path / "mine", a=QUESTIONS)
    folder.sync()
    folder.answer("q0/basic")
    return folder


def copy(folder: Folder, at_ms: int = NOON, *, renew: bool = False) -> None:
    """Make the daily copy."""
    with folder.opened() as collection:
        collection.copy_daily(at_ms, renew=renew)


def bring_back(folder: Folder, path: Path) -> Path | None:
    """Restore a copy."""
    return restore(path, folder.path / "flashprep.db")


def names(copies: Path) -> list[str]:
    """The files in the one folder of copies, without the results of their checks."""
    (home,) = copies.iterdir()
    return sorted(path.name for path in home.iterdir() if path.name != "checks.json")


def test_large_one_beside_the_study(
    folder: Folder, copies: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large database is copied while one goes on, whole, and on that day not again."""
    monkeypatch.setattr("flashprep.store.backup.LARGE_BYTES", 1)
    with folder.opened() as collection:
        collection.copy_daily(NOON)
        collection.copy_daily(NOON, renew=True)
        collection.answer("q1/basic", Rating.GOOD, NOON + 1)
        for thread in threading.enumerate():
            if thread is not threading.current_thread():
                thread.join()
        collection.copy_daily(NOON, renew=True)
    assert names(copies) == ["2026-03-02.db", "collection.json"]
    (made,) = copies_of(folder.path)
    assert made.reviews in (1, 2)
    assert bring_back(folder, made.path)


def test_large_one_that_is_damaged(
    folder: Folder, copies: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy made in the background is checked as well: a damaged one gets no name, and the
    problem is there when the thread has ended."""
    monkeypatch.setattr("flashprep.store.backup.LARGE_BYTES", 1)
    with folder.opened() as collection:
        with collection.database.transaction():
            collection.database.write("PRAGMA ignore_check_constraints = 1")
            collection.database.write("UPDATE review SET rating = 9")
        collection.copy_daily(NOON)
        assert collection.daily_copy
        problem = collection.daily_copy.problem()
    assert problem
    assert problem.code == "damaged"
    assert names(copies) == ["collection.json"]


def test_checked_once(folder: Folder, copies: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The results of the checks are kept: only a copy that changed, or without a result, is
    read again. The order of making survives."""
    for day in (3, 1, 2):
        copy(folder, NOON + day * DAY)
    looked: list[str] = []

    def look(path: Path) -> None:
        looked.append(path.name)

    monkeypatch.setattr("flashprep.store.copy_checks.damage_in", look)
    days = [each.made_on.day for each in copies_of(folder.path)]
    assert (days, looked) == ([4, 3, 5], [])
    (changed,) = copies.glob("*/2026-03-04.db")
    os.utime(changed, ns=(1, 1))
    assert [each.made_on.day for each in copies_of(folder.path)] == days
    assert [each.made_on.day for each in copies_of(folder.path)] == days
    assert looked == [changed.name]
    (results,) = copies.glob("*/checks.json")
    results.write_text("[")
    assert {each.reviews for each in copies_of(folder.path)} == {1}
    assert len(looked) == 1 + 3


def test_large_ones_are_fewer(
    folder: Folder, copies: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No more daily copies are kept than there is room for, but the last two are."""
    monkeypatch.setattr("flashprep.store.backup.KEPT_BYTES", 1)
    for number in range(4):
        copy(folder, NOON + number * DAY)
    assert names(copies) == ["2026-03-04.db", "2026-03-05.db", "collection.json"]


def test_once_a_day(folder: Folder, copies: Path) -> None:
    """A copy is made on each study day, by the day's first session; on request it is made
    anew. It is one file, and reading it leaves none beside it."""
    copy(folder)
    folder.answer("q1/basic")
    copy(folder)
    assert names(copies) == ["2026-03-02.db", "collection.json"]
    assert [each.reviews for each in copies_of(folder.path)] == [1]
    copy(folder, renew=True)
    assert [each.reviews for each in copies_of(folder.path)] == [2]
    copy(folder, NOON + 15 * 3_600_000)  # three at night: still the same study day
    assert names(copies) == ["2026-03-02.db", "collection.json"]
    copy(folder, NOON + DAY)
    assert names(copies) == ["2026-03-02.db", "2026-03-03.db", "collection.json"]


def test_oldest_go(folder: Folder, copies: Path) -> None:
    """Two weeks of copies are kept."""
    for day in range(KEPT + 3):
        copy(folder, NOON + day * DAY)
    found = copies_of(folder.path)
    assert len(found) == KEPT == 14
    assert found[0].made_on == date(2026, 3, 18)
    assert found[-1].made_on == date(2026, 3, 5)
    assert len(names(copies)) == KEPT + 1


def test_clock_that_ran_ahead(folder: Folder, copies: Path) -> None:
    """Copies made while the clock ran ahead do not push out those of the days since."""
    for day in range(100, 100 + KEPT):
        copy(folder, NOON + day * DAY)
    for day in range(KEPT + 1):
        copy(folder, NOON + day * DAY)
    assert names(copies)[:KEPT] == [f"2026-03-{day:02}.db" for day in range(3, 3 + KEPT)]


def test_what_fails_does_not_hinder(
    folder: Folder, copies: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy that cannot be made keeps nobody from studying, and leaves no part of it."""
    (copies / "file").write_text("no folder")
    monkeypatch.setenv("FLASHPREP_BACKUPS", str(copies / "file"))
    copy(folder)
    deep = copies.joinpath(*["deeper" * 20] * 6)  # too long a path for SQLite
    monkeypatch.setenv("FLASHPREP_BACKUPS", str(deep))
    copy(folder)
    assert {path.name for path in deep.rglob("*") if path.is_file()} == {"collection.json"}
    folder.answer("q1/basic")
    assert folder.reps("q1/basic") == 1


def test_copy_during_a_session(folder: Folder) -> None:
    """A copy made while another process writes is whole, without what is not committed."""
    with folder.opened() as session, folder.opened() as other:
        with session.database.transaction():
            session.answer("q1/basic", Rating.GOOD, NOON)
            other.copy_daily(NOON)
        other.copy_daily(NOON + DAY)
    newest, older = copies_of(folder.path)
    assert (older.reviews, newest.reviews) == (1, 2)


def test_found_after_the_database_was_deleted(folder: Folder) -> None:
    """When the database is gone, doctor finds the copy by the folder, and it can be put
    back."""
    copy(folder)
    (folder.path / "flashprep.db").unlink()
    with folder.opened() as collection:
        assert collection.is_new
        collection.sync(NOON)
        findings = [
            finding for finding in examine(collection, NOON) if "backup" in finding.message
        ]
    assert [finding.grade for finding in findings] == [Grade.WARNING]
    (found,) = better_copies(folder.path)
    assert findings[0].data == {"path": str(found.path)}
    aside = bring_back(folder, found.path)
    assert aside is not None
    assert count_reviews(aside) == 0
    assert folder.reps("q0/basic") == 1


def test_a_new_database_takes_no_old_copy_away(folder: Folder) -> None:
    """The copies of a new database stand beside those of the lost one."""
    copy(folder)
    (folder.path / "flashprep.db").unlink()
    folder.sync()
    for day in range(KEPT + 1):
        copy(folder, NOON + day * DAY, renew=True)
    assert [each.reviews for each in better_copies(folder.path)] == [1]


def test_restore_keeps_the_present_one(folder: Folder) -> None:
    """Restoring puts the present database aside, with its newest answers, each time under
    another name; that one can be restored in its turn."""
    copy(folder)
    folder.answer("q1/basic", "q2/basic")
    (earlier,) = copies_of(folder.path)
    aside = bring_back(folder, earlier.path)
    assert aside is not None
    assert aside.name == "flashprep.db.before-restore-1"
    assert (folder.reps("q0/basic"), folder.reps("q1/basic")) == (1, 0)
    second = bring_back(folder, aside)
    assert second is not None
    assert second.name == "flashprep.db.before-restore-2"
    assert folder.reps("q2/basic") == 1
    leftovers = [path.name for path in folder.path.iterdir() if "partial" in path.name]
    assert leftovers == []


def test_restore_after_a_crash(folder: Folder) -> None:
    """A database that was not closed keeps its newest answers when it is put aside and
    restored, though they still stand in its log of changes."""
    copy(folder)
    (earlier,) = copies_of(folder.path)
    script = (
        "import os\n"
        "from pathlib import Path\n"
        "from flashprep.collection import Collection\n"
        "from flashprep.core.memory import Rating\n"
        f"collection = Collection(Path({str(folder.path)!r}))\n"
        f"collection.answer('q1/basic', Rating.GOOD, {NOON})\n"
        "os._exit(0)\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
    assert (folder.path / "flashprep.db-wal").stat().st_size
    aside = bring_back(folder, earlier.path)
    assert aside is not None
    assert folder.reps("q1/basic") == 0
    bring_back(folder, aside)
    assert folder.reps("q1/basic") == 1


def test_restore_during_a_session(folder: Folder) -> None:
    """While somebody studies, nothing is restored: the answers given from then on would go
    into the database that was put aside."""
    copy(folder)
    (earlier,) = copies_of(folder.path)
    with folder.opened() as session:
        session.queue(NOON)
        with pytest.raises(FlashprepError, match="is in use; close"):
            bring_back(folder, earlier.path)
        session.answer("q1/basic", Rating.GOOD, NOON)
    assert folder.reps("q1/basic") == 1
    assert bring_back(folder, earlier.path) is not None


def foreign(path: Path) -> None:
    """Somebody else's database."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE review (id INTEGER)")


def empty(path: Path) -> None:
    """A file with nothing in it."""
    path.touch()


def text(path: Path) -> None:
    """A text."""
    path.write_text("a text, and a long one. " * 1000)


def newer(path: Path) -> None:
    """A database of a version still to come."""
    Database(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")


def missing(path: Path) -> None:
    """Nothing."""


@pytest.mark.parametrize("make", [foreign, empty, text, newer, missing])
def test_what_is_no_copy(folder: Folder, tmp_path: Path, make: object) -> None:
    """What is no copy of ours is refused by its name, and the database stays as it was."""
    assert callable(make)
    path = tmp_path / "copy.db"
    make(path)
    before = (folder.path / "flashprep.db").read_bytes()
    with pytest.raises(FlashprepError) as caught:
        bring_back(folder, path)
    assert str(caught.value).startswith(f"{path}: ")
    assert (folder.path / "flashprep.db").read_bytes() == before
    assert sorted(each.name for each in folder.path.iterdir()) == [
        "decks",
        "flashprep.db",
        "flashprep.toml",
    ]


def test_damaged_copy(folder: Folder, tmp_path: Path) -> None:
    """A copy whose end was cut off is refused."""
    copy(folder)
    (found,) = copies_of(folder.path)
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(found.path.read_bytes()[:40_000])
    with pytest.raises(FlashprepError, match="damaged"):
        bring_back(folder, damaged)
    assert folder.reps("q0/basic") == 1


def test_strange_files_among_copies(folder: Folder, copies: Path) -> None:
    """What else stands among the copies is passed over."""
    copy(folder)
    (home,) = copies.iterdir()
    (home / "2026-99-99.db").write_text("no date")
    (home / "2026-01-01.db").write_text("no database")
    (copies / "other").mkdir()
    (copies / "other" / "collection.json").write_text("{")
    (copies / "note.txt").write_text("a note")
    found = copies_of(folder.path)
    assert [(each.made_on.isoformat(), each.reviews) for each in found] == [
        ("2026-03-02", 1),
        ("2026-01-01", 0),
    ]


def test_copies_of_a_moved_collection(folder: Folder, tmp_path: Path) -> None:
    """A collection that was moved finds its copies by its id, and tells them where it is."""
    copy(folder)
    folder.path.rename(tmp_path / "moved")
    moved = Folder.__new__(Folder)
    moved.path = tmp_path / "moved"
    with moved.opened() as collection:
        identity = collection.identity.collection_id
        assert len(copies_of(moved.path, identity)) == 1
        assert copies_of(moved.path) == []
        collection.copy_daily(NOON + DAY)
    (newest, _) = copies_of(moved.path)
    place = json.loads((newest.path.parent / "collection.json").read_text())
    assert place == {"folder": str(moved.path)}


def test_kinds_of_copies(folder: Folder, copies: Path) -> None:
    """Copies from before something, and those asked for, are kept apart from the daily ones
    and from each other, the newest five of each."""
    copy(folder)
    with folder.opened() as collection:
        for day in range(3):
            for _ in range(4):
                copy_apart(collection, NOON + day * DAY, "merge")
        copy_apart(collection, NOON)
        collection.copy_daily(NOON + 3 * DAY)
    assert names(copies) == [
        "2026-03-02-asked-1.db",
        "2026-03-02.db",
        "2026-03-03-merge-4.db",
        *(f"2026-03-04-merge-{number}.db" for number in range(1, 5)),
        "2026-03-05.db",
        "collection.json",
    ]
    found = copies_of(folder.path)
    assert [each.why for each in found] == ["daily", "asked", *["merge"] * 5, "daily"]


def test_the_newest_copy_stays(folder: Folder) -> None:
    """However many copies a day brings, and though a clock ran ahead before, the one just made
    is there."""
    with folder.opened() as collection:
        for at_ms in [NOON + 9 * DAY] * 7 + [NOON] * 7:
            assert copy_apart(collection, at_ms)[0].exists()
    assert [each.path.stem[-1] for each in copies_of(folder.path)] == list("76543")


def test_copy_before_a_migration(folder: Folder) -> None:
    """A database of an older version is copied as it was, before it is brought up to date;
    the copy can be restored."""
    age(folder.path / "flashprep.db", 2)
    folder.answer("q1/basic")
    (found,) = copies_of(folder.path)
    assert (found.why, found.reviews) == ("migration", 1)
    with closing(sqlite3.connect(found.path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (2,)
    bring_back(folder, found.path)
    assert (folder.reps("q0/basic"), folder.reps("q1/basic")) == (1, 0)


def test_answers_from_before_keys_said_since_when(folder: Folder) -> None:
    """In a database of an older version, each answer stays with the card that its key meant
    at its instant."""
    folder.write("a", QUESTIONS.replace("id: q0", "id: first"))
    folder.sync(NOON + DAY)
    folder.write(
        "a", QUESTIONS.replace("id: q0", "id: first") + "\n- {basic: New?, answer: A, id: q0}"
    )
    folder.sync(NOON + DAY)
    folder.answer("q0/basic", "q0/basic", at_ms=NOON + 2 * DAY)
    age(folder.path / "flashprep.db", 2)
    with folder.opened() as collection:
        collection.rebuild()
    assert (folder.reps("first/basic"), folder.reps("q0/basic")) == (1, 2)


def test_restored_is_another_device(folder: Folder) -> None:
    """Undo and redo in a restored database leave alone what was done before the copy."""
    copy(folder)
    (found,) = copies_of(folder.path)
    bring_back(folder, found.path)
    with folder.opened() as collection:
        assert collection.undo(NOON) is None
        collection.answer("q1/basic", Rating.EASY, NOON)
        undone = collection.undo(NOON)
        assert undone
        assert undone.card_key == "q1/basic"
        assert collection.redo(NOON) == undone
    assert (folder.reps("q0/basic"), folder.reps("q1/basic")) == (1, 1)
