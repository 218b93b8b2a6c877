"""Creates collections."""

import shutil
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from flashprep.config import FILE_NAME
from flashprep.errors import FlashprepError

_IGNORED = "flashprep.db*\n"


def make_collection(folder: Path, *, empty: bool = False) -> Path:
    """Creates a collection in `folder`, which may already exist. Unless `empty` is true, the
    collection gets the starter decks.

    Existing files are never changed. Raises FlashprepError, before anything is written, if the
    folder already contains a settings file or a decks folder.
    """
    folder = folder.absolute()
    for name in (FILE_NAME, "decks"):
        if (folder / name).exists():
            raise FlashprepError(
                f"{folder / name}: already exists; choose another folder for the new "
                f"collection. To turn a folder with your own decks into a collection, add "
                f"a file {FILE_NAME}, which may be empty",
                "exists",
            )
    starter = _starter()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if empty:
            (folder / "decks").mkdir()
        else:
            _copy(starter / "decks", folder / "decks")
        if not (folder / ".gitignore").exists():
            (folder / ".gitignore").write_text(_IGNORED, encoding="utf-8")
        # The settings file is created last, because its existence makes the folder a
        # collection.
        (folder / FILE_NAME).write_bytes((starter / FILE_NAME).read_bytes())
    except OSError as error:
        shutil.rmtree(folder / "decks", ignore_errors=True)  # the folder did not exist before
        reason = error.strerror or "some starter decks could not be copied"
        raise FlashprepError(
            f"{error.filename or folder}: cannot be written ({reason}); choose another folder",
            "unwritable",
        ) from error
    return folder


def _starter() -> Traversable:
    """The folder with the starter decks, in the installed package or in the source checkout."""
    packaged = resources.files("flashprep") / "starter"
    if packaged.is_dir():
        return packaged
    return Path(__file__).parents[2]


def _copy(source: Traversable, target: Path) -> None:
    if isinstance(source, Path):
        shutil.copytree(source, target)
        return
    target.mkdir()
    for entry in source.iterdir():
        if entry.is_dir():
            _copy(entry, target / entry.name)
        else:
            (target / entry.name).write_bytes(entry.read_bytes())
