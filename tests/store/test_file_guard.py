"""What happens when the file of an open database is deleted, replaced or overwritten."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from flashprep.collection import Collection
from flashprep.core.memory import Rating
from flashprep.errors import FlashprepError
from tests.collection.folders import DAY, NOON, Folder

QUESTIONS = "\n".join(f"- {{basic: Q{n}?, answer: A, id: q{n}}}" for n in range(9))


def delete(path: Path, _other: Path) -> None:
    """Delete the database and the files next to it."""
    for each in path.parent.glob(f"{path.name}*"):
        each.unlink()


def move_away(path: Path, _other: Path) -> None:
    """Give the file another name."""
    path.rename(path.with_name("elsewhere.db"))


def replace(path: Path, other: Path) -> None:
    """Put another database in its place."""
    shutil.copy(other, path.with_name("new.db"))
    path.with_name("new.db").replace(path)


def overwrite(path: Path, other: Path) -> None:
    """Write another database into the file."""
    path.write_bytes(other.read_bytes())


def cut_off(path: Path, _other: Path) -> None:
    """Cut off half of the file."""
    os.truncate(path, path.stat().st_size // 2)


def empty(path: Path, _other: Path) -> None:
    """Leave nothing in the file."""
    os.truncate(path, 0)


def fill(path: Path, _other: Path) -> None:
    """Write what is no database into the file."""
    path.write_bytes(b"no database" * 50_000)


LOSSES = (delete, move_away, replace, overwrite, cut_off, empty, fill)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A collection with a few answers."""
    folder = Folder(tmp_path / "mine", a=QUESTIONS)
    folder.sync()
    folder.answer("q0/basic")
    return folder


@pytest.fixture
def other(tmp_path: Path, folder: Folder) -> Path:
    """An older state of the same database."""
    path = tmp_path / "older.db"
    with closing(sqlite3.connect(folder.path / "flashprep.db")) as source:
        source.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(folder.path / "flashprep.db", path)
    folder.answer("q1/basic", "q2/basic", at_ms=NOON + 1000)
    return path


def reviews_in(path: Path) -> int:
    """The number of reviews in a database."""
    with closing(sqlite3.connect(path)) as opened:
        found: int = opened.execute("SELECT count(*) FROM review").fetchone()[0]
    return found


@pytest.mark.parametrize("lose", LOSSES)
def test_an_answer_is_not_lost_silently(
    folder: Folder, other: Path, lose: Callable[[Path, Path], None]
) -> None:
    """An answer given after the file was lost raises an error that says so. If the content can
    still be read, a complete database is saved, that answer included."""
    path = folder.path / "flashprep.db"
    collection = Collection(folder.path)
    collection.answer("q3/basic", Rating.GOOD, NOON + DAY)
    lose(path, other)
    caught = None
    try:
        collection.answer("q4/basic", Rating.GOOD, NOON + DAY + 1000)
    except FlashprepError as error:
        caught = error
    with suppress(FlashprepError):
        collection.close()
    if caught is None:  # all that was overwritten was also in the WAL
        assert lose is overwrite
        assert reviews_in(path) == 5
        return
    assert str(path) in str(caught)
    assert caught.code in {"file-replaced", "file-lost", "damaged"}
    if lose in (delete, move_away, replace):
        assert caught.code == "file-replaced"
        assert reviews_in(Path(str(caught.data["saved"]))) == 5


@pytest.mark.parametrize("lose", [delete, move_away, replace, empty])
def test_a_loss_is_noticed_at_the_end(
    folder: Folder, other: Path, lose: Callable[[Path, Path], None]
) -> None:
    """A session whose file is lost after its last answer says so when it ends."""
    collection = Collection(folder.path)
    collection.answer("q3/basic", Rating.GOOD, NOON + DAY)
    lose(folder.path / "flashprep.db", other)
    with pytest.raises(FlashprepError):
        collection.close()


def test_a_look_alone_needs_no_file(folder: Folder, other: Path) -> None:
    """A program that has written nothing loses nothing, and ends without a word."""
    collection = Collection(folder.path)
    assert collection.catalog.count() == 9
    replace(folder.path / "flashprep.db", other)
    collection.close()


def test_another_program_may_write(folder: Folder) -> None:
    """What another flashprep writes into the file meanwhile is no loss, and neither is a file
    whose time was changed."""
    path = folder.path / "flashprep.db"
    with folder.opened() as one, folder.opened() as two:
        for number in range(9):
            one.answer(f"q{number}/basic", Rating.GOOD, NOON + DAY + number)
            two.answer(f"q{number}/basic", Rating.GOOD, NOON + DAY + 10 + number)
            with closing(sqlite3.connect(path)) as third:
                third.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
            os.utime(path)
    assert reviews_in(path) == 19
