"""Files that are whole or not there, and two programs at one file."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from flashprep import files
from flashprep.errors import FlashprepError
from flashprep.files import leftovers, write_new
from flashprep.sources.files import new_files, replace_file
from flashprep.sources.folder import SourceFile

KILLED = """
import os, signal, sys
from pathlib import Path
from flashprep.sources.files import new_files
os.fsync = lambda file: os.kill(os.getpid(), signal.SIGKILL)
with new_files({Path(sys.argv[1]): b"deck: Mine\\n"}):
    pass
"""


def test_killed_before_it_is_on_the_disk(tmp_path: Path) -> None:
    """A new deck file whose writing is cut short is not there at all, so that nothing is ever
    appended to the half of one; what is left is known by its name."""
    path = tmp_path / "mine.yaml"
    done = subprocess.run([sys.executable, "-c", KILLED, path], check=False)
    assert done.returncode < 0
    assert not path.exists()
    (left,) = leftovers(tmp_path)
    assert left.name.startswith(".mine.yaml.")


@pytest.mark.parametrize("with_links", [True, False])
def test_nothing_is_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, with_links: bool
) -> None:
    """A new file takes no other's place, be it a link that leads nowhere, also on a file system
    without links."""
    if not with_links:

        def refuse(*_: object) -> None:
            raise OSError(errno.EPERM, "no links here")

        monkeypatch.setattr(os, "link", refuse)
    path, link = tmp_path / "a.yaml", tmp_path / "b.yaml"
    write_new(path, b"first")
    link.symlink_to(tmp_path / "nowhere")
    for each in (path, link):
        with pytest.raises(FlashprepError, match="already exists"), new_files({each: b"x"}):
            pass
    assert path.read_bytes() == b"first"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.yaml", "b.yaml"]


def test_of_several_all_or_none(tmp_path: Path) -> None:
    """Where one of several files is there already, the others and their folders are gone."""
    there = tmp_path / "there.yaml"
    there.write_bytes(b"old")
    several = {tmp_path / "new" / "a.yaml": b"a", there: b"b"}
    new = new_files(several)
    with pytest.raises(FlashprepError, match=r"there\.yaml: this file"), new:
        pass
    assert list(tmp_path.iterdir()) == [there]


@pytest.mark.parametrize("change", ["edited", "removed"])
def test_an_editor_saves_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    """What another program writes while the new text goes to the disk stays as it is, and is
    said to be the reason."""
    path = tmp_path / "mine.yaml"
    path.write_bytes(b"as read")
    put_on_disk = files._put_on_disk

    def save_meanwhile(partial: Path) -> None:
        put_on_disk(partial)
        if change == "removed":
            path.unlink()
        else:
            path.write_bytes(b"as edited")

    monkeypatch.setattr(files, "_put_on_disk", save_meanwhile)
    said = r"^decks/mine\.yaml: another program changed this file; try again$"
    with pytest.raises(FlashprepError, match=said):
        replace_file(SourceFile(path, "decks/mine.yaml", b"as read", ""), b"ours")
    assert [each.read_bytes() for each in tmp_path.iterdir()] == [b"as edited"] * (
        change == "edited"
    )


def test_long_names(tmp_path: Path) -> None:
    """A name of the greatest length can be written: that of the partial file is shorter."""
    path = tmp_path / f"{'ü' * 125}.yaml"
    write_new(path, b"x")
    replace_file(SourceFile(path, "it", b"x", ""), b"y")
    assert path.read_bytes() == b"y"
