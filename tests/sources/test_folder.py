import hashlib
import os
from pathlib import Path

import pytest

from flashprep import __version__
from flashprep.sources.folder import LARGEST, read_folder


def put(root: Path, *names: str) -> None:
    """Files with their own names in them."""
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {name}\n", encoding="utf-8")


def problems_of(root: Path) -> list[str]:
    """What is wrong in a folder, shown as `decks`."""
    return [str(problem) for problem in read_folder(root, "decks")[1]]


def test_deck_files_are_found_at_any_depth_in_order(tmp_path: Path) -> None:
    """Both endings count, in folders too; hidden ones, backups and others do not."""
    put(tmp_path, "b.yaml", "a/z.yml", "a/b/c.YAML", "a.yaml")
    put(tmp_path, ".hidden.yaml", ".git/x.yaml", "b.yaml~", "old~/x.yaml", "notes.md", "yaml")
    files, problems = read_folder(tmp_path, "decks")
    assert problems == []
    names = [file.name for file in files]
    assert names == ["decks/a.yaml", "decks/a/b/c.YAML", "decks/a/z.yml", "decks/b.yaml"]
    for file in files:
        assert file.path == tmp_path / file.name.removeprefix("decks/")
        assert file.data == file.path.read_bytes()
        said = f"flashprep {__version__}, reader 5\n".encode() + file.data
        assert file.digest == hashlib.sha256(said).hexdigest()


@pytest.mark.parametrize(("shown", "name"), [("decks/", "decks/a.yaml"), (".", "a.yaml")])
def test_names_are_as_the_person_knows_the_folder(
    tmp_path: Path, shown: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names begin with the folder as given; paths are absolute though it be relative."""
    put(tmp_path, "a.yaml")
    monkeypatch.chdir(tmp_path)
    ((file,), _) = read_folder(Path(), shown)
    assert file.name == name
    assert file.path.is_absolute()


def test_a_folder_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    """A missing folder, or a file in its place, is told and nothing is found."""
    missing = "decks:1:1: this folder does not exist; create it, or choose another one"
    assert problems_of(tmp_path / "none") == [missing]
    put(tmp_path, "a.yaml")
    assert problems_of(tmp_path / "a.yaml" / "x") == [missing]
    a_file = "decks:1:1: this is a file, not a folder; choose the decks folder"
    assert problems_of(tmp_path / "a.yaml") == [a_file]


def test_links_are_followed_and_no_folder_is_read_twice(tmp_path: Path) -> None:
    """A link is read as what it leads to; one to nothing, or to what is read, is told."""
    put(tmp_path, "decks/real/a.yaml", "elsewhere/c.yaml")
    root = tmp_path / "decks"
    (root / "real" / "up").symlink_to(root)
    (root / "again").symlink_to(root / "real")
    (root / "far").symlink_to(tmp_path / "elsewhere")
    (root / "b.yaml").symlink_to("real/a.yaml")
    (root / "gone.yaml").symlink_to("nowhere")
    (root / "self").symlink_to("self")
    (root / "other").symlink_to("nowhere")
    files, problems = read_folder(root, "decks")
    names = [file.name for file in files]
    assert names == ["decks/b.yaml", "decks/far/c.yaml", "decks/real/a.yaml"]
    nowhere = "it is a broken link, or was just deleted"
    assert [str(problem) for problem in problems] == [
        "decks/again:1:1: this link leads to decks/real, which is read anyway; remove it",
        f"decks/gone.yaml:1:1: cannot be read: {nowhere}",
        "decks/real/up:1:1: this link leads to decks, which is read anyway; remove it",
        "decks/self:1:1: cannot be read: it is a link to itself; remove it",
    ]


def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    """A pipe with a deck's name is told, and reading does not wait for it."""
    os.mkfifo(tmp_path / "pipe.yaml")
    assert problems_of(tmp_path) == [
        "decks/pipe.yaml:1:1: this is not a regular file; remove or rename it"
    ]


def test_a_file_too_large_is_not_read(tmp_path: Path) -> None:
    """One byte above the limit is told by its size; the limit itself is read."""
    for name, size in (("large.yaml", LARGEST + 1), ("most.yaml", LARGEST)):
        with (tmp_path / name).open("wb") as file:
            file.truncate(size)
    files, problems = read_folder(tmp_path, "decks")
    assert [file.name for file in files] == ["decks/most.yaml"]
    assert [str(problem) for problem in problems] == [
        "decks/large.yaml:1:1: this file exceeds 16 MB; split it into several files"
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_told(tmp_path: Path) -> None:
    """A file or folder without permission is a problem, and the others are read."""
    put(tmp_path, "a.yaml", "b.yaml", "c/d.yaml")
    (tmp_path / "a.yaml").chmod(0)
    (tmp_path / "c").chmod(0)
    files, problems = read_folder(tmp_path, "decks")
    (tmp_path / "c").chmod(0o700)
    assert [file.name for file in files] == ["decks/b.yaml"]
    assert [problem.location.path for problem in problems] == ["decks/a.yaml", "decks/c"]


def test_a_name_that_is_no_text_is_told(tmp_path: Path) -> None:
    """A file name that cannot be shown or stored is a problem that can be printed."""
    (tmp_path / os.fsdecode(b"caf\xe9.yaml")).touch()
    (tmp_path / "two\nlines.yaml").touch()
    files, problems = read_folder(tmp_path, "decks")
    assert files == []
    for problem, name in zip(problems, ["caf\\udce9", "two\\nlines"], strict=True):
        assert str(problem) == (
            f"decks/{name}.yaml:1:1: this file name contains unprintable characters; "
            "rename the file"
        )
