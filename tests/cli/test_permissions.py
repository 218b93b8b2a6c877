"""Files and folders that may not be read or written: one line says which, and nothing is lost.

Root may do everything. Where the tests run as root, the program runs without that right.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.runs import CARDS, PROGRAM, Desk, Result

IS_ROOT = os.geteuid() == 0
HUMBLE = ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if IS_ROOT else ()
pytestmark = pytest.mark.skipif(
    IS_ROOT and shutil.which("setpriv") is None, reason="root may do everything"
)


def run(desk: Desk, *args: str) -> Result:
    """Run flashprep as somebody whom permissions concern."""
    done = subprocess.run(
        [*HUMBLE, *PROGRAM, *args],
        check=False,
        cwd="/",
        env=desk.environment(FLASHPREP_COLLECTION=str(desk.folder)),
        capture_output=True,
        text=True,
    )
    return Result(done.returncode, done.stdout, done.stderr)


@contextmanager
def mode(path: Path, bits: int) -> Iterator[None]:
    """The permissions of a file or folder, other for a while."""
    before = path.stat().st_mode
    path.chmod(bits)
    try:
        yield
    finally:
        path.chmod(before)


@pytest.mark.parametrize("bits", [0o000, 0o600, 0o400], ids=oct)
def test_folder_of_decks(desk: Desk, bits: int) -> None:
    """A sub-folder that cannot be read, or not entered, retires nothing."""
    (desk.decks / "more").mkdir()
    desk.write("decks/more/a.yaml", "notes:\n  - {basic: Q, id: q, answer: A}\n")
    desk.run("due")

    with mode(desk.decks / "more", bits):
        status = run(desk, "status", "--json")
        sync = run(desk, "sync", "--yes")

    assert status.json["cards"] == CARDS + 1
    assert status.err.startswith("decks/more")
    assert "permission denied; change its permissions" in status.err
    assert (sync.code, sync.out, len(sync.err.splitlines())) == (1, "", 1)


def test_deck_file(desk: Desk) -> None:
    """A deck file that cannot be read keeps its cards."""
    desk.run("due")
    with mode(desk.decks / "values.yaml", 0):
        result = run(desk, "status", "--json")

    assert result.json["cards"] == CARDS
    assert result.err == (
        "decks/values.yaml:1:1: cannot be read: permission denied; change its permissions "
        "(still using its last valid version)\n"
    )


@pytest.mark.parametrize(
    ("name", "bits", "said"),
    [
        ("flashprep.toml", 0, "flashprep.toml:1:1: cannot be read (Permission denied)"),
        ("flashprep.db", 0, "this file cannot be opened; check its folder and its permissions"),
        ("flashprep.db", 0o400, "this file is read-only; check its permissions"),
        (".", 0, "cannot be read (Permission denied); name a collection with -C"),
    ],
)
def test_collection(desk: Desk, name: str, bits: int, said: str) -> None:
    """A collection that cannot be used is an error in one line."""
    desk.run("due")
    with mode(desk.folder / name, bits):
        result = run(desk, "answer", "star/cue", "good")

    assert (result.code, result.out, len(result.err.splitlines())) == (1, "", 1)
    assert said in result.err
    assert desk.answers() == []


@pytest.mark.parametrize("is_new", [True, False])
def test_read_only_folder(desk: Desk, *, is_new: bool) -> None:
    """In a folder that may not be written to, each command says that, and what to do: before
    there is a database, and after."""
    if not is_new:
        desk.run("due")
    with mode(desk.folder, 0o555):
        results = [run(desk, *args) for args in (["status"], ["due"], ["add", "Q?", "a"])]

    for result in results:
        assert (result.code, result.out, len(result.err.splitlines())) == (1, "", 1)
        assert result.err == (
            f"{desk.database}: the folder {desk.folder} is read-only, so your reviews cannot "
            "be saved; change its permissions, or copy the collection to a folder that you "
            "can write to\n"
        )


def test_copies(desk: Desk) -> None:
    """Where the copies cannot be looked at, studying and doctor go on without, and say so."""
    desk.copies.mkdir()
    with mode(desk.copies, 0):
        answer = run(desk, "answer", "star/cue", "good")
        doctor = run(desk, "doctor")

    assert answer.code == 0
    assert answer.err.startswith("No backup was made: ")
    assert len(answer.err.splitlines()) == 1
    assert (doctor.code, doctor.err) == (0, "")
    assert "warning  no backups can be made: " in doctor.out
    assert "(Permission denied)" in doctor.out


def test_fix(desk: Desk) -> None:
    """A deck file that may not be written is left alone, and so is one in such a folder."""
    path = desk.write("decks/mine.yaml", "notes:\n  - {basic: Q, answer: A}\n")
    before = path.read_bytes()
    with mode(path, 0o444):
        file = run(desk, "check", "--fix")
    with mode(desk.decks, 0o555):
        folder = run(desk, "check", "--fix")

    assert (file.code, file.err) == (
        1,
        "decks/mine.yaml: this file is read-only; change its permissions\n",
    )
    assert (folder.code, folder.err) == (
        1,
        "decks/mine.yaml: cannot be written (Permission denied)\n",
    )
    assert path.read_bytes() == before


def test_export(desk: Desk) -> None:
    """A folder that may not be written gets no package and no rest of one."""
    target = desk.folder / "out"
    target.mkdir()
    with mode(target, 0o555):
        result = run(desk, "export", "-o", str(target / "prep.apkg"))

    assert (result.code, result.out) == (1, "")
    assert "cannot write the Anki package: Permission denied" in result.err
    assert list(target.iterdir()) == []


def test_init(desk: Desk, tmp_path: Path) -> None:
    """A folder that may not be written does not become half a collection."""
    target = tmp_path / "prep"
    target.mkdir()
    with mode(target, 0o555):
        result = run(desk, "init", str(target))

    assert (result.code, result.out, len(result.err.splitlines())) == (1, "", 1)
    assert result.err.endswith("; choose another folder\n")
    assert list(target.iterdir()) == []
