"""The file of a package: its bytes, and what happens when it cannot be written."""

import os
import subprocess
import sys
from itertools import permutations
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from flashprep.anki.package import write_package
from flashprep.core.cards import Deck
from flashprep.core.notes.successions import guid_of
from flashprep.errors import FlashprepError
from tests.anki.samples import REALISTIC, make_card, pack

DECKS = (Deck("Frameworks", "All of them"), Deck("Code"))


def test_guid_is_ten_lasting_characters() -> None:
    """A guid depends on the first key alone, and has not changed since the first release."""
    assert guid_of("star/action/oc") == "S_qRZgCJPK"
    assert len({guid_of(f"note/{number}") for number in range(5_000)}) == 5_000


def test_same_notes_same_bytes(tmp_path: Path) -> None:
    """The same notes and decks make the same file, in whatever order they are given."""
    packages = []
    for number, order in enumerate(permutations(pack(REALISTIC))):
        path = tmp_path / f"{number}.apkg"
        write_package(path, order, DECKS[:: 1 if number % 2 else -1])
        packages.append(path.read_bytes())
    assert len(set(packages)) == 1


def test_package_is_compressed_and_tells_no_time(tmp_path: Path) -> None:
    """Members are deflated and bear the first date that a zip file can."""
    path = tmp_path / "a.apkg"
    write_package(path, pack(REALISTIC), DECKS)
    with ZipFile(path) as package:
        assert package.namelist() == ["collection.anki2", "media"]
        assert package.read("media") == b"{}"
        for member in package.infolist():
            assert member.compress_type == ZIP_DEFLATED
            assert member.date_time == (1980, 1, 1, 0, 0, 0)


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a package is written, there is the package and nothing else."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    (tmp_path / "out").mkdir()
    write_package(tmp_path / "out" / "a.apkg", pack(REALISTIC), DECKS)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["a.apkg"]
    assert list(scratch.iterdir()) == []


def test_package_can_be_read_by_whom_files_can_be_read(tmp_path: Path) -> None:
    """The package has the permissions of any new file, not those of a temporary one."""
    write_package(tmp_path / "a.apkg", pack(REALISTIC), DECKS)
    (tmp_path / "b").touch()
    assert (tmp_path / "a.apkg").stat().st_mode == (tmp_path / "b").stat().st_mode


def test_link_is_followed(tmp_path: Path) -> None:
    """A package written to a link replaces the file it leads to; the link stays."""
    (tmp_path / "real").mkdir()
    link = tmp_path / "link.apkg"
    link.symlink_to(tmp_path / "real" / "a.apkg")
    write_package(link, pack(REALISTIC), DECKS)
    assert link.is_symlink()
    assert (tmp_path / "real" / "a.apkg").stat().st_size > 0


def test_missing_folder(tmp_path: Path) -> None:
    """A folder that does not exist is named, with what to do."""
    path = tmp_path / "nowhere" / "a.apkg"
    with pytest.raises(FlashprepError, match="No such file or directory; choose a folder") as e:
        write_package(path, pack(REALISTIC), DECKS)
    assert str(e.value).startswith(f"{path}: ")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_unwritable_folder(tmp_path: Path) -> None:
    """A folder that may not be written to leaves the older package as it was."""
    path = tmp_path / "a.apkg"
    path.write_text("older")
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(FlashprepError, match="Permission denied"):
            write_package(path, pack(REALISTIC), DECKS)
    finally:
        tmp_path.chmod(0o700)
    assert path.read_text() == "older"


@pytest.mark.parametrize("kind", ["folder", "fifo", "device"])
def test_what_is_not_a_file_is_not_replaced(tmp_path: Path, kind: str) -> None:
    """A folder, a pipe or a device stays what it is."""
    path = tmp_path / "a.apkg"
    if kind == "folder":
        path.mkdir()
    elif kind == "fifo":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/full")
    before = path.stat().st_mode
    with pytest.raises(FlashprepError, match="this is not a regular file"):
        write_package(path, pack(REALISTIC), DECKS)
    assert path.stat().st_mode == before
    assert list(tmp_path.iterdir()) == [path]


FULL_DISK = """
import resource, sys
from pathlib import Path
from flashprep.anki import package
from flashprep.errors import FlashprepError
from tests.anki.samples import make_card, pack

def fill_disk():
    resource.setrlimit(resource.RLIMIT_FSIZE, (8192, resource.RLIM_INFINITY))

def zip_on_full_disk(*paths, pack_database=package._zip):
    fill_disk()
    pack_database(*paths)

notes = pack(make_card(f"note-{number}") for number in range(3000))
if sys.argv[2] == "database":
    fill_disk()
else:
    package._zip = zip_on_full_disk
try:
    package.write_package(Path(sys.argv[1]), notes, [])
except FlashprepError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
@pytest.mark.parametrize("stage", ["database", "zip"])
def test_full_disk(tmp_path: Path, stage: str) -> None:
    """When the disk is full, at whatever stage, the older package stays and nothing else."""
    (tmp_path / "scratch").mkdir()
    (tmp_path / "out").mkdir()
    path = tmp_path / "out" / "a.apkg"
    path.write_text("older")
    run = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(path), stage],
        env={**os.environ, "TMPDIR": str(tmp_path / "scratch")},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.startswith(f"{path}: cannot write the Anki package: ")
    assert "free space" in run.stdout
    assert run.stderr == ""
    assert path.read_text() == "older"
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["a.apkg"]
    assert list((tmp_path / "scratch").iterdir()) == []


def test_wrong_fields_are_refused(tmp_path: Path) -> None:
    """A note with too few fields, or with the separator in one, is not written."""
    (note,) = pack([make_card()])
    for fields in (note.fields.replace("\x1f", "", 1), f"x\x1f{note.fields}"):
        with pytest.raises(ValueError, match="star/action/oc"):
            write_package(tmp_path / "a.apkg", [note._replace(fields=fields)], [])
    assert list(tmp_path.iterdir()) == []


def test_two_notes_with_one_guid_are_refused(tmp_path: Path) -> None:
    """Anki would drop one of two notes with the same guid, so they are not written."""
    notes = pack([make_card()]) * 2
    with pytest.raises(ValueError, match="same guid"):
        write_package(tmp_path / "a.apkg", notes, [])
    assert list(tmp_path.iterdir()) == []
