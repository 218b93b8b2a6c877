"""Handles notes whose ids are derived from a text: writes these ids into the deck files, or
advises the user to do so. Each file is replaced completely or not at all."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from flashprep.app.context import Context
from flashprep.app.decks.text_ids import with_text_ids
from flashprep.core.advice import Advice
from flashprep.core.cards import Card
from flashprep.core.notes.summary import NoteSummary
from flashprep.sources.deck_file import has_id_from_text, read_deck
from flashprep.sources.files import replace_file
from flashprep.sources.folder import SourceFile, read_folder
from flashprep.sources.identifiers import is_text
from flashprep.sources.schema import KINDS
from flashprep.sources.yaml.missing_ids import add_missing_ids as with_ids
from flashprep.store.catalog import NoteRow
from flashprep.text import amount


def add_missing_ids(context: Context) -> list[tuple[str, tuple[str, ...]]]:
    """Writes the ids of notes that have a text instead of a declared id. Returns the changed
    files, each with the added ids.

    Skips notes to which no id can be added safely, notes with the same text, and files that are
    not valid YAML. A sync or check reports these notes and files.
    """
    # The database lock keeps other runs from changing a file after this run has read it and
    # before it replaces the file.
    with context.database.transaction():
        return _with_ids_written(context)


def _with_ids_written(context: Context) -> list[tuple[str, tuple[str, ...]]]:
    root = context.config.decks
    files, _ = read_folder(context.folder / root, root)
    decks = with_text_ids([read_deck(file, root) for file in files], context.catalog)
    ids = [note.header.id for deck in decks for note in deck.notes]
    times = Counter((*ids, *(each for deck in decks for each in deck.invalid_ids)))
    twice = {each for each, number in times.items() if number > 1}
    fixed = []
    for file, deck in zip(files, decks, strict=True):
        text = _text(file)
        if text is None:
            continue
        places = {
            (each.location.line, each.location.column): each.id
            for each in (note.header for note in deck.notes if has_id_from_text(note))
        }
        fixed_text, written = with_ids(text, twice, places)
        if written:
            replace_file(file, fixed_text.encode("utf-8"))
            fixed.append((file.name, tuple(written)))
    return fixed


def advise_ids(notes: Iterable[NoteRow], cards: Iterable[Card]) -> list[Advice]:
    """Advice to write the ids that are derived from texts into the deck files. There is one
    piece of advice per file."""
    advised = {card.note_key for card in cards if card.advice}
    files: dict[str, list[NoteRow]] = defaultdict(list)
    for row in notes:
        note = NoteSummary.from_json(row.outline)
        by_text = is_text(note.name, KINDS[note.kind].text_over)
        if by_text and not note.declared and row.key in advised:
            files[row.location.path].append(row)
    return [
        Advice(
            min(row.location for row in rows),
            f"{amount(len(rows), 'note')} in this file, the first here, "
            f"{'have' if len(rows) != 1 else 'has'} no id; add one to keep the history even if "
            "both question and answer are reworded (or add 'advice: off')",
        )
        for rows in files.values()
    ]


def _text(file: SourceFile) -> str | None:
    try:
        return file.data.decode("utf-8")
    except UnicodeDecodeError:
        return None
