"""Writing missing ids into deck files, each file whole or not at all."""

from flashprep.app.context import Context
from flashprep.sources.deck_file import read_deck
from flashprep.sources.files import replace_file
from flashprep.sources.folder import SourceFile, read_folder
from flashprep.sources.yaml.missing_ids import add_missing_ids as with_ids


def add_missing_ids(context: Context) -> list[tuple[str, tuple[str, ...]]]:
    """Give every basic and cloze note an id; the files written, with the ids each got.

    Notes that cannot be given one safely are left as they are, and so are files that are not
    valid YAML; reading them says so.
    """
    # The lock of the database keeps other runs from writing to a file between our reading it
    # and our replacing it.
    with context.database.transaction():
        return _with_ids_written(context)


def _with_ids_written(context: Context) -> list[tuple[str, tuple[str, ...]]]:
    root = context.config.decks
    files, _ = read_folder(context.folder / root, root)
    taken = {note.header.id for file in files for note in read_deck(file, root).notes}
    fixed = []
    for file in files:
        before = set(taken)
        text = _text(file)
        if text is None:
            continue
        fixed_text, _ = with_ids(text, file.name, taken)
        if fixed_text != text:
            replace_file(file, fixed_text.encode("utf-8"))
            fixed.append((file.name, tuple(sorted(taken - before))))
    return fixed


def _text(file: SourceFile) -> str | None:
    try:
        return file.data.decode("utf-8")
    except UnicodeDecodeError:
        return None
