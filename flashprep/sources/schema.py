"""The schema of deck files: all records, with the shapes of their fields and the card types.

The reader checks deck files with these records, and tests compare the tables of the format's
documentation with them. `kinds` contains the records of the kinds of notes, `note_schema`
contains the records and fields that they share, and `schema_dsl` contains the classes.
"""

from typing import Final

from flashprep.sources.kinds import BY_NOUN
from flashprep.sources.schema_dsl import Field, Shape, record, text

# The records of the kinds, by the first field of their notes.
KINDS: Final = {noun: kind.record for noun, kind in BY_NOUN.items()}
DECK: Final = record(
    "deck file",
    "deck",
    "The fields of a file.",
    text("deck", "The deck's name. Default: derived from the path.", Shape.DECK_NAME),
    text("description", "What the deck is about."),
    text(
        "company",
        "The company of the notes; interviews at other companies leave them out.",
        Shape.LINE,
    ),
    text("source", "Default source of the notes."),
    text("date", "Default date of the source.", Shape.LINE),
    Field("tags", Shape.WORDS, "Tags for all notes."),
    Field("priority", Shape.PRIORITY, "Default priority of the notes."),
    Field("notes", Shape.LIST, "The notes.", required=True, item="note"),
)
