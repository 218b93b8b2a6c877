"""The language of deck files: what all notes have, and the parts that several kinds have."""

from typing import Final

from flashprep.sources.schema_dsl import Design, Field, Record, Shape, named, record, text

OWN_IDS: Final = (
    Field("id", Shape.SLUG, "Its identity; without one, it follows from the name or text."),
    Field("formerly", Shape.SLUGS, "Ids it had before, so that its history stays with it."),
)
HINT: Final = text("hint", "A hint, shown on request.")
PRIORITY: Final = Field(
    "priority", Shape.PRIORITY, "The priority of its cards, if not that of the note."
)
CUE: Final = record(
    "cue",
    "text",
    "A question that calls for it.",
    named("text", "The question.", Shape.TEXT),
    PRIORITY,
    *OWN_IDS,
)
SITUATION: Final = record(
    "situation",
    "situation",
    "A situation that tells it from a near neighbor.",
    named("situation", "What happens.", Shape.TEXT),
    text("is", "The part that this is, by name or id; without it, the note.", Shape.LINE),
    text(
        "not",
        "What it is taken for: a part, another note by id or name, or `note/part`.",
        Shape.LINE,
        required=True,
    ),
    text("why", "A line that says why, shown with the answer."),
    text("source", "Where the situation comes from, if not from where the note does."),
    PRIORITY,
    *OWN_IDS,
)


def list_of(name: str, doc: str, of: Record, *, required: bool = True) -> Field:
    """A field that holds a list of such things."""
    return Field(name, Shape.LIST, doc, required, of.noun, of)


CUES: Final = list_of("cues", "Questions that call for it.", CUE, required=False)
CALLED: Final = text(
    "called",
    "What it is as a whole, if you answer questions with it, such as framework.",
    Shape.LINE,
)
_COMMON: Final = (
    *OWN_IDS,
    Field("tags", Shape.WORDS, "Tags, beside those of the file."),
    Field("priority", Shape.PRIORITY, "How much it matters when time is short."),
    text("source", "Where it comes from."),
    text("date", "When that was; shown with the source.", Shape.LINE),
    text("extra", "An explanation, shown with the answer."),
    text("hint", "A hint, shown on request."),
    text("image", "A picture, shown with the answer.", Shape.IMAGE),
    list_of(
        "tell_apart", "Situations that tell it from near neighbors.", SITUATION, required=False
    ),
    Field(
        "cards",
        Shape.SWITCHES,
        "Which card types it generates, and their priority, if not the default.",
    ),
    text("advice", "Without `off`, `check` may give advice on its cards.", Shape.SWITCH),
)
_TELL_APART: Final = Design("tell-apart", "A situation: is it this, or its near neighbor?")
NOTE: Final = record("note", "", "What every note can have.", *_COMMON, designs=(_TELL_APART,))


def note_record(
    noun: str,
    doc: str,
    *fields: Field,
    designs: tuple[Design, ...] = (),
    text_over: int | None = None,
) -> Record:
    """The record of a kind of note, with what all of them have."""
    every = (*designs, _TELL_APART)
    return record(noun, noun, doc, *fields, *_COMMON, designs=every, text_over=text_over)
