from pathlib import Path

import pytest

from flashprep.app.decks.assign_ids import add_missing_ids
from flashprep.app.folders import check_collection, find_collection
from flashprep.app.new_collection import make_collection
from flashprep.config import FILE_NAME
from flashprep.errors import FlashprepError
from tests.collection.folders import NOON, Folder


def test_find(tmp_path: Path) -> None:
    """A collection is found from any folder inside it, the innermost one first."""
    outer = Folder(tmp_path / "outer")
    inner = Folder(outer.path / "decks" / "inner")
    deep = inner.path / "a" / "b"
    deep.mkdir(parents=True)
    assert find_collection(deep) == inner.path
    assert find_collection(outer.path / "decks") == outer.path
    assert check_collection(inner.path) == inner.path


def test_none_to_find(tmp_path: Path) -> None:
    """Where there is none, both ways of naming one say so."""
    with pytest.raises(FlashprepError, match="no collection in this folder"):
        find_collection(tmp_path)
    with pytest.raises(FlashprepError, match="not a collection"):
        check_collection(tmp_path)


def test_make(tmp_path: Path) -> None:
    """A new collection has the starter decks, all in order, and is not there before it is
    whole."""
    folder = make_collection(tmp_path / "new" / "one")
    assert find_collection(folder / "decks") == folder
    assert "flashprep.db" in (folder / ".gitignore").read_text()
    made = Folder.__new__(Folder)
    made.path = folder
    assert made.sync(NOON).report.new


@pytest.mark.parametrize("there", [FILE_NAME, "decks"])
def test_make_where_something_is(tmp_path: Path, there: str) -> None:
    """What is there already is not changed: neither a collection nor a folder of decks."""
    (tmp_path / there).mkdir()
    with pytest.raises(FlashprepError, match="already exists; choose another folder"):
        make_collection(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [there]


def test_make_in_a_folder_in_use(tmp_path: Path) -> None:
    """Other files in the folder stay, a .gitignore among them."""
    (tmp_path / ".gitignore").write_text("mine\n")
    (tmp_path / "notes.txt").write_text("mine")
    make_collection(tmp_path)
    assert (tmp_path / ".gitignore").read_text() == "mine\n"
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_missing_ids(tmp_path: Path) -> None:
    """Missing ids are written into the files, whose permissions and links stay; a second
    time there is nothing to do."""
    folder = Folder(
        tmp_path, a="- basic: What is it?\n  answer: A\n- basic: What is that?\n  answer: B"
    )
    path = tmp_path / "decks" / "a.yaml"
    real = tmp_path / "real.yaml"
    path.rename(real)
    path.symlink_to(real)
    real.chmod(0o640)
    with folder.opened() as collection:
        assert add_missing_ids(collection) == [("decks/a.yaml", ("what-is-it", "what-is-that"))]
        assert add_missing_ids(collection) == []
        assert len(collection.sync(NOON).report.new) == 2
    assert path.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert sorted(each.name for each in (tmp_path / "decks").iterdir()) == ["a.yaml"]
