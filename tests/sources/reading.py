"""Deck files from a text, as the tests of reading write them."""

from pathlib import Path

from flashprep.core.notes.model import Note
from flashprep.sources.deck_file import DeckFile, read_deck
from flashprep.sources.folder import SourceFile


def read_bytes(data: bytes, name: str = "decks/test.yaml") -> DeckFile:
    """What the file `name` with these bytes says."""
    return read_deck(SourceFile(Path("/", name), name, data, ""), "decks")


def read_text(text: str, name: str = "decks/test.yaml") -> DeckFile:
    """What the file `name` with this text says."""
    return read_bytes(text.encode(), name)


def sound_notes(text: str) -> tuple[Note, ...]:
    """The notes of a text without a mistake."""
    file = read_text(text)
    assert [str(problem) for problem in file.problems] == []
    return file.notes


def messages(text: str) -> list[str]:
    """The problems of a text: line, column and message."""
    found = read_text(text).problems
    return [f"{p.location.line}:{p.location.column}: {p.message}" for p in found]
