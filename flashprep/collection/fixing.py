"""Writing missing ids into deck files, each file whole or not at all."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

from flashprep.errors import FlashprepError
from flashprep.sources.deck_file import read_deck
from flashprep.sources.folder import SourceFile, read_folder
from flashprep.sources.missing_ids import add_missing_ids as with_ids

if TYPE_CHECKING:
    from flashprep.collection.collection import Collection


def add_missing_ids(collection: "Collection") -> list[tuple[str, tuple[str, ...]]]:
    """Give every basic and cloze note an id; the files written, with the ids each got.

    Notes that cannot be given one safely are left as they are, and so are files that are not
    valid YAML; reading them says so.
    """
    root = collection.config.decks
    files, _ = read_folder(collection.folder / root, root)
    taken = {note.header.id for file in files for note in read_deck(file, root).notes}
    fixed = []
    for file in files:
        before = set(taken)
        text = _text(file)
        if text is None:
            continue
        fixed_text, _ = with_ids(text, file.name, taken)
        if fixed_text != text:
            _replace(file, fixed_text.encode("utf-8"))
            fixed.append((file.name, tuple(sorted(taken - before))))
    return fixed


def _text(file: SourceFile) -> str | None:
    try:
        return file.data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _replace(file: SourceFile, data: bytes) -> None:
    """Put `data` in the place of what was read, unless somebody changed it meanwhile."""
    # An editor's link to the file stays a link.
    path = Path(os.path.realpath(file.path))
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        if not os.access(path, os.W_OK):
            raise FlashprepError(f"{file.name}: may not be written; change its permissions")
        if path.read_bytes() != file.data:
            raise FlashprepError(f"{file.name}: changed while ids were written; try again")
        with partial.open("wb") as output:
            output.write(data)
            output.flush()
            os.fsync(output.fileno())
        partial.chmod(path.stat().st_mode)
        partial.replace(path)
    except OSError as error:
        raise FlashprepError(f"{file.name}: cannot be written ({error.strerror})") from error
    finally:
        partial.unlink(missing_ok=True)
