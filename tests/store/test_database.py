import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from flashprep.core.memory import Rating
from flashprep.errors import FlashprepError
from flashprep.store import connections
from flashprep.store.database import Database
from tests.collection.folders import NOON, Folder

QUESTIONS = "\n".join(f"- {{basic: Q{n}?, answer: A, id: q{n}}}" for n in range(40))


def foreign(path: Path) -> None:
    """Somebody else's database."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE note (id INTEGER PRIMARY KEY)")
        connection.execute("INSERT INTO note VALUES (1)")
        connection.commit()


def foreign_and_empty(path: Path) -> None:
    """A database with no table that belongs to another program."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA application_id = 252006673")


def newer(path: Path) -> None:
    """A database of ours, of a version still to come."""
    Database(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")


def text(path: Path) -> None:
    """A text file."""
    path.write_text("not a database, but long enough to be taken for one. " * 50)


def folder(path: Path) -> None:
    """A folder."""
    path.mkdir()


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (foreign, "this database was not made by flashprep; move it away, or choose"),
        (foreign_and_empty, "this database was not made by flashprep; move it away"),
        (newer, "this database was made by a newer flashprep (its version is 99, this one"),
        (text, "this file is not a database; move it away, or restore a backup"),
        (folder, "this file cannot be opened; check its folder and its permissions"),
    ],
)
def test_what_is_not_ours(tmp_path: Path, make: Callable[[Path], None], said: str) -> None:
    """What is no database of ours is refused with one clear message, and left as it was:
    byte for byte, with nothing beside it."""
    path = tmp_path / "flashprep.db"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(FlashprepError) as caught:
        Database(path)
    assert str(caught.value).startswith(f"{path}: {said}")
    assert (path.read_bytes() if path.is_file() else None) == before
    assert os.listdir(tmp_path) == ["flashprep.db"]  # noqa: PTH208 - names alone


@pytest.mark.parametrize("kept", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_truncated(tmp_path: Path, kept: float) -> None:
    """A database whose end was cut off is called damaged and is not written to."""
    folder = Folder(tmp_path, a=QUESTIONS)
    folder.sync()
    folder.answer("q1/basic")
    path = tmp_path / "flashprep.db"
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * kept)])
    before = path.read_bytes()
    with pytest.raises(FlashprepError) as caught:
        folder.answer("q2/basic")
    assert str(caught.value) == f"{path}: this database is damaged; restore a backup"
    assert caught.value.code == "damaged"
    assert path.read_bytes() == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write whatever the permissions say")
def test_read_only(tmp_path: Path) -> None:
    """A file that may not be written is said to be so."""
    folder = Folder(tmp_path, a=QUESTIONS)
    folder.sync()
    path = tmp_path / "flashprep.db"
    path.chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(FlashprepError, match="is read-only"):
            folder.answer("q1/basic")
    finally:
        tmp_path.chmod(0o755)


def test_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that another process keeps locked is waited for, and then called so;
    reading goes on meanwhile."""
    monkeypatch.setattr(connections, "WAIT_MS", 100)
    folder = Folder(tmp_path, a=QUESTIONS)
    folder.sync()
    with closing(sqlite3.connect(tmp_path / "flashprep.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(FlashprepError, match="another flashprep is writing"):
            folder.answer("q1/basic")
        assert len(folder.keys()) == 40
    folder.answer("q1/basic")


def in_child(folder: Path, script: str, **options: object) -> "subprocess.Popen[str]":
    """Python in another process, with the collection in `folder` open as `collection`."""
    opening = (
        "import os, sys, signal, resource\n"
        "from pathlib import Path\n"
        "from flashprep.collection import Collection\n"
        "from flashprep.core.memory import Rating\n"
        f"collection = Collection(Path({str(folder)!r}))\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", opening + script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,  # type: ignore[call-overload]
    )


def test_full_disk(tmp_path: Path) -> None:
    """On a full disk an answer fails with one clear message; earlier ones stay, and with
    room again the next ones are kept."""
    folder = Folder(tmp_path, a=QUESTIONS)
    folder.sync()
    folder.answer("q0/basic")
    child = in_child(
        tmp_path,
        f"""
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
room = 20_000
resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
given = 0
try:
    for number in range(1, 40):
        collection.answer(f"q{{number}}/basic", Rating.GOOD, {NOON} + number * 1000)
        given += 1
except Exception as error:
    print(type(error).__name__, error)
print(given)
""",
    )
    out, err = child.communicate(timeout=60)
    assert err == ""
    said, given = out.splitlines()
    assert said.startswith(f"FlashprepError {tmp_path}/flashprep.db: the disk")
    with folder.opened() as collection:
        assert len(collection.logs.reviews_by_card()) == 1 + int(given)
        assert collection.database.pragma("integrity_check") == "ok"
    folder.answer("q39/basic")
    assert folder.reps("q39/basic") == 1


def test_two_processes(tmp_path: Path) -> None:
    """Two processes that answer at once, in the same milliseconds, lose nothing: every
    answer is in the log with an instant of its own, and the states follow from it."""
    folder = Folder(tmp_path, a=QUESTIONS)
    folder.sync()
    script = f"""
for number in range(40):
    collection.answer(f"q{{number}}/basic", Rating.GOOD, {NOON} + number)
print("done")
"""
    children = [in_child(tmp_path, script) for _ in range(2)]
    assert [child.communicate(timeout=60) for child in children] == [("done\n", "")] * 2
    with folder.opened() as collection:
        reviews = collection.logs.reviews_by_card()
        instants = {review.at_ms for card in reviews.values() for review in card}
        assert [len(card) for card in reviews.values()] == [2] * 40
        assert len(instants) == 80
    assert folder.reps("q7/basic") == 2


def test_two_processes_make_it(tmp_path: Path) -> None:
    """Two processes that open a new collection at once make one database."""
    Folder(tmp_path, a=QUESTIONS)
    script = f"collection.sync({NOON})\nprint(collection.identity.collection_id)"
    children = [in_child(tmp_path, script) for _ in range(2)]
    said = [child.communicate(timeout=60) for child in children]
    assert said[0] == said[1]
    assert said[0][1] == ""


@pytest.mark.parametrize("how", ["os._exit(9)", "os.kill(os.getpid(), signal.SIGKILL)"])
@pytest.mark.parametrize("statement", range(1, 9))
def test_killed(tmp_path: Path, how: str, statement: int) -> None:
    """A process that dies before any statement of an answer leaves all of the answer or
    nothing of it."""
    folder = Folder(tmp_path, a=QUESTIONS)
    folder.sync()
    child = in_child(
        tmp_path,
        f"""
collection.answer("q0/basic", Rating.GOOD, {NOON})
count = 0
def die(statement):
    global count
    count += 1
    if count == {statement}:
        {how}
collection.database.connection.set_trace_callback(die)
collection.answer("q1/basic", Rating.GOOD, {NOON})
os._exit(9 if count < {statement} else 0)
""",
    )
    child.communicate(timeout=60)
    assert child.returncode in {9, -9}
    reps = [folder.reps(f"q{number}/basic") for number in (0, 1)]
    assert reps in ([1, 0], [1, 1])


def test_killed_while_syncing(tmp_path: Path) -> None:
    """A process that dies in the middle of a sync leaves the cards as they were."""
    folder = Folder(tmp_path, a=QUESTIONS)
    folder.sync()
    folder.answer("q1/basic")
    folder.write("a", QUESTIONS.replace("id: q1}", "id: first}").replace("A,", "B,"))
    for statement in (1, 3, 6, 9, 15, 30, 60, 10_000):
        child = in_child(
            tmp_path,
            f"""
count = 0
def die(statement):
    global count
    count += statement.startswith(("INSERT", "DELETE", "UPDATE"))
    if count == {statement}:
        os._exit(9)
collection.database.connection.set_trace_callback(die)
collection.sync({NOON}, retire=True)
os._exit(0)
""",
        )
        child.communicate(timeout=60)
        if child.returncode == 9:
            assert folder.reps("q1/basic") == 1
    assert child.returncode == 0


def test_rolled_back(tmp_path: Path) -> None:
    """What fails inside a transaction leaves nothing behind, nested ones included."""
    folder = Folder(tmp_path, a=QUESTIONS)
    folder.sync()
    with folder.opened() as collection:
        with pytest.raises(FlashprepError), collection.database.transaction():  # noqa: PT012
            collection.answer("q1/basic", Rating.GOOD, NOON)
            collection.answer("nobody", Rating.GOOD, NOON)
        assert collection.logs.reviews_by_card() == {}
        collection.answer("q1/basic", Rating.GOOD, NOON)
        assert list(collection.logs.reviews_by_card()) == ["q1/basic"]


def test_every_commit_is_on_the_disk(tmp_path: Path) -> None:
    """A commit is synced to the disk before it returns, in a log that readers do not wait
    for."""
    with closing(Database(tmp_path / "flashprep.db")) as opened:
        assert opened.pragma("journal_mode") == "wal"
        assert opened.pragma("synchronous") == 2
        assert opened.pragma("foreign_keys") == 1
