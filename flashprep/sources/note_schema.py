"""The parts of the deck file schema that all or several kinds of notes share."""

from typing import Final

from flashprep.sources.schema_dsl import Design, Field, Record, Shape, named, record, text

OWN_IDS: Final = (
    Field("id", Shape.SLUG, "Its id. Default: derived from the name or text."),
    Field("formerly", Shape.SLUGS, "Previous ids, so that it keeps its history."),
)
HINT: Final = text("hint", "A hint, shown on request.")
PRIORITY: Final = Field(
    "priority", Shape.PRIORITY, "Priority of its cards. Default: the note's."
)
CUE: Final = record(
    "cue",
    "text",
    "A question that this answers.",
    named("text", "The question.", Shape.TEXT),
    PRIORITY,
    *OWN_IDS,
)
SITUATION: Final = record(
    "situation",
    "situation",
    "A situation that distinguishes it from something similar.",
    named("situation", "What happens.", Shape.TEXT),
    text(
        "is",
        "The right answer: a part of the note, by name or id. Default: the note.",
        Shape.LINE,
    ),
    text(
        "not",
        "The wrong answer: a part, another note by id or name, or `note/part`.",
        Shape.LINE,
        required=True,
    ),
    text("why", "The reason, shown with the answer."),
    text("source", "Source of the situation. Default: the note's."),
    PRIORITY,
    *OWN_IDS,
)


def list_of(name: str, doc: str, of: Record, *, required: bool = True) -> Field:
    """A field that contains a list; the record `of` describes its items."""
    return Field(name, Shape.LIST, doc, required, of.noun, of)


CUES: Final = list_of("cues", "Questions that this answers.", CUE, required=False)
CALLED: Final = text(
    "called",
    "What to call the note if it structures an answer, such as framework.",
    Shape.LINE,
)
_COMMON: Final = (
    *OWN_IDS,
    Field("tags", Shape.WORDS, "Tags, in addition to the file's."),
    Field("priority", Shape.PRIORITY, "Its importance when time is short."),
    text("source", "Its source."),
    text("date", "Date of the source, shown with it.", Shape.LINE),
    text("extra", "An explanation, shown with the answer."),
    text("hint", "A hint, shown on request."),
    text("image", "An image, shown with the answer.", Shape.IMAGE),
    list_of(
        "tell_apart",
        "Situations that distinguish it from similar things.",
        SITUATION,
        required=False,
    ),
    Field(
        "cards",
        Shape.SWITCHES,
        "Which card types it generates, and their priority, if not the default.",
    ),
    text("advice", "`off`: `check` gives no advice on its cards.", Shape.SWITCH),
)
_TELL_APART: Final = Design("tell-apart", "Which of two similar things fits a situation.")
NOTE: Final = record("note", "", "Fields of every note.", *_COMMON, designs=(_TELL_APART,))


def note_record(
    noun: str,
    doc: str,
    *fields: Field,
    designs: tuple[Design, ...] = (),
    text_over: int | None = None,
) -> Record:
    """The record of a kind of note. Includes the fields that every note has."""
    every = (*designs, _TELL_APART)
    return record(noun, noun, doc, *fields, *_COMMON, designs=every, text_over=text_over)
