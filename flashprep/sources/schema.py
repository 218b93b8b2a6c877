"""The language of deck files: which fields each thing has, what they hold, and the cards.

The one source of truth. Reading checks against these records and takes its suggestions
from them, and the tables of the format's documentation are held to them. The records
of the kinds of notes are in `kinds`, what these have in common in `note_schema`; the words
that all are written in, in `schema_dsl`.
"""

from typing import Final

from flashprep.sources.kinds import BY_NOUN
from flashprep.sources.schema_dsl import Field, Shape, record, text

# By the name that a note of the kind begins with.
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
