"""The rows of deck files and notes as objects, and their conversion to and from them."""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from flashprep.errors import Location

_NOTE_TEXTS = attrgetter("outline", "prompts", "programme", "sheet")


class FileRow(NamedTuple):
    """A deck file as last read."""

    name: str
    digest: str
    deck: str
    description: str


class NoteRow(NamedTuple):
    """A note as last read. `outline` is the note's summary as JSON; `core.notes.successions`
    matches notes by their summaries.

    `links` are the ids of the notes that the note's cards mention. `prompts`, `programme` and
    `sheet` are the JSON of the note's prompts, program and complete content. Links and sheets
    are written with the note but read separately.
    """

    key: str
    place: int
    location: Location
    outline: str
    links: tuple[str, ...] = ()
    prompts: str | None = None
    programme: str | None = None
    sheet: str | None = None


def note_values(row: NoteRow, file: str) -> tuple[str | int | None, ...]:
    """The values of a note, in the order of its table's columns."""
    return (
        row.key,
        file,
        row.place,
        row.location.line,
        row.location.column,
        *_NOTE_TEXTS(row),
    )


def note_row(row: Sequence[Any]) -> NoteRow:
    """The note in a database row, without its links and its sheet."""
    key, file, place, line, column, outline, prompts, programme = row
    return NoteRow(key, place, Location(file, line, column), outline, (), prompts, programme)
