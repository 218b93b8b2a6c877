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
    "The top of a file.",
    text("deck", "The deck's name; without it, it follows from the path.", Shape.DECK_NAME),
    text("description", "What the deck is about."),
    text(
        "company",
        "The company that the notes are about; an interview at another one leaves them out.",
        Shape.LINE,
    ),
    text("source", "Where the notes come from, unless they say it."),
    text("date", "When that was, unless they say it.", Shape.LINE),
    Field("tags", Shape.WORDS, "Tags of all notes."),
    Field("priority", Shape.PRIORITY, "The priority of the notes, unless they say it."),
    Field("notes", Shape.LIST, "The notes.", required=True, item="note"),
)
