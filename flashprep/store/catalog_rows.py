"""Objects for the rows of deck files and notes, and their conversion from and to database
rows."""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from flashprep.errors import Location

_NOTE_TEXTS = attrgetter("outline", "prompts", "programme", "sheet")


class FileRow(NamedTuple):
    """The row of a deck file: its content when it was last read."""

    name: str
    digest: str
    deck: str
    description: str


class NoteRow(NamedTuple):
    """The row of a note: its content when it was last read. `outline` is the note's summary as
    JSON. The module `core.notes.successions` matches notes by these summaries.

    `links` contains the ids of the notes that the note's cards mention. `prompts`, `programme`
    and `sheet` are the JSON of the note's prompts, its program and its sheet. Links and sheets
    are written together with the note, but are read separately.
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
    """The values of a note in the order of the columns of the table `note`."""
    return (
        row.key,
        file,
        row.place,
        row.location.line,
        row.location.column,
        *_NOTE_TEXTS(row),
    )


def note_row(row: Sequence[Any]) -> NoteRow:
    """The note in a database row, without the links and the sheet."""
    key, file, place, line, column, outline, prompts, programme = row
    return NoteRow(key, place, Location(file, line, column), outline, (), prompts, programme)
