"""The language of deck files: which fields each thing has, what they hold, and the cards.

The one source of truth. Reading checks against these records and takes its suggestions
from them, and the tables of the format's documentation are printed from them. The records
of the parts of notes are in `part_schema`; the words that all are written in, in `schema_dsl`.
"""

from typing import Final

from flashprep.sources.part_schema import (
    ACTIVITY,
    ATTRIBUTE,
    COLUMN,
    CUE,
    INTRODUCTION,
    ITEM,
    LEVEL,
    MESSAGE,
    OWN_IDS,
    PART,
    PHASE,
    QUESTION,
    ROW,
    SITUATION,
    STEP,
    TERM,
)
from flashprep.sources.schema_dsl import (
    Design,
    Field,
    Record,
    Shape,
    design_table,
    field_table,
    named,
    record,
    text,
)

__all__ = [
    "ACTIVITY",
    "ATTRIBUTE",
    "COLUMN",
    "CUE",
    "DECK",
    "INTRODUCTION",
    "ITEM",
    "KINDS",
    "LEVEL",
    "MESSAGE",
    "NOTE",
    "PART",
    "PHASE",
    "QUESTION",
    "ROW",
    "SITUATION",
    "STEP",
    "TERM",
    "Design",
    "Field",
    "Record",
    "Shape",
    "design_table",
    "field_table",
]

_COMMON: Final = (
    *OWN_IDS,
    Field("tags", Shape.WORDS, "Tags, beside those of the file."),
    Field("priority", Shape.PRIORITY, "How much it matters when time is short."),
    text("source", "Where it comes from."),
    text("date", "When that was; shown with the source.", Shape.LINE),
    text("extra", "An explanation, shown with the answer."),
    text("hint", "A hint, shown on request."),
    text("image", "A picture, shown with the answer.", Shape.IMAGE),
    Field(
        "tell_apart",
        Shape.LIST,
        "Situations that tell it from near neighbors.",
        item="situation",
        record=SITUATION,
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


def _kind(noun: str, doc: str, *fields: Field, designs: tuple[Design, ...] = ()) -> Record:
    """A kind of note, with what all of them have."""
    return record(noun, noun, doc, *fields, *_COMMON, designs=(*designs, _TELL_APART))


def _list(name: str, doc: str, of: Record, *, required: bool = True) -> Field:
    return Field(name, Shape.LIST, doc, required, of.noun, of)


_CALLED: Final = text(
    "called",
    "What it is as a whole, if you answer questions with it, such as framework.",
    Shape.LINE,
)
_CUES: Final = _list("cues", "Questions that call for it.", CUE, required=False)
_ORDER: Final = (
    Design("step", "The step in each place, the ones before it being shown (three and more)."),
    Design("letter", "What each letter of an acronym stands for, in place of `step`."),
    Design("meaning", "What belongs in a step."),
    Design(
        "includes", "What you cover in a step, or look for, where that is up to three things."
    ),
    Design("missing", "One part of a step, the others being shown, where it has more."),
    Design("minutes", "How long a step takes."),
    Design("time", "How long a step takes or when it is, where it says so in words."),
    Design("total", "How long all steps take together."),
    Design("next", "What comes right after a joint."),
    Design("cue", "From its use, or from what an interviewer asks, to its name."),
)
_COUNT: Final = Design("count", "How many steps there are.", on=False)


def _ordered(noun: str, doc: str, steps: str, *designs: Design) -> Record:
    return _kind(
        noun,
        doc,
        named(noun, "Its name."),
        text("use", f"What it is for; completes “the {noun} for …”."),
        _CUES,
        Field(
            "joints",
            Shape.LIST,
            "Names or ids of steps after which “what comes next?” is asked.",
            item="step's name or id",
        ),
        text("each", "What one of its steps is called; without it, step.", Shape.LINE),
        text("ask", "The question that the meanings of its steps answer, in your own words."),
        Field("steps", Shape.CHAIN, steps, required=True, item="step", record=STEP),
        designs=(*_ORDER, *designs, _COUNT),
    )


_WHICH_STEP: Final = Design("which", "From what a step includes to the step.")
FRAMEWORK: Final = _ordered(
    "framework",
    "Steps in order, to structure an answer by.",
    "Its steps, in order.",
    _WHICH_STEP,
)
SEQUENCE: Final = _ordered(
    "sequence",
    "Steps in order that nobody would call a framework.",
    "Its steps, in order.",
    _WHICH_STEP,
)
RUBRIC: Final = _ordered(
    "rubric",
    "Steps in order, each with what to look for.",
    "Its steps, in order; what to look for stands in their `includes`.",
)
VALUE: Final = _kind(
    "value",
    "A value of a company. It needs at least one of `means`, `shows` and `prepare`.",
    named("value", "Its name."),
    text("company", "Whose value it is; needed where the file does not say it.", Shape.LINE),
    text("means", "What it means."),
    text("shows", "What living it shows; completes “it shows that you …”."),
    text("prepare", "Which stories to prepare for it."),
    _CUES,
    designs=(
        Design("means", "What it means."),
        Design("shows", "What it shows about you."),
        Design("prepare", "From the stories to prepare to the value."),
        Design("cue", "From a cue to the value."),
        Design("which-means", "From what it means to the value."),
        Design("which-shows", "From what it shows to the value."),
    ),
)
LEVELS: Final = _kind(
    "levels",
    "A ladder of levels, with the same attributes at each.",
    named("levels", "The name of the ladder."),
    Field(
        "attributes",
        Shape.LIST,
        "What levels differ in; without it, as the first level has them.",
        item="attribute",
        record=ATTRIBUTE,
    ),
    _list("ladder", "The levels, lowest first.", LEVEL),
    designs=(
        Design("expects", "What a level expects for an attribute."),
        Design("code", "The code of a level."),
        Design("change", "How an attribute changes from a level to the next."),
        Design("which", "From a text to its level, where no other level has the same."),
    ),
)
TERMS: Final = _kind(
    "terms",
    "Terms that belong together, and what they mean.",
    named("terms", "The name of the group."),
    text("each", "What one of them is called, such as ring; without it, term.", Shape.LINE),
    _CALLED,
    _list("items", "The terms.", TERM),
    designs=(
        Design("means", "What a term means."),
        Design("which", "From a meaning to its term, where no other term has the same."),
    ),
)
SET: Final = _kind(
    "set",
    "Two things or more that belong together, in no order.",
    named("set", "The name of the set."),
    text("each", "What one of them is called; without it, item.", Shape.LINE),
    text("ask", "The question that they answer, in your own words."),
    _CALLED,
    _list("items", "Its members.", ITEM),
    designs=(
        Design("all", "All members, where there are two or three."),
        Design("missing", "One member, the others being shown, where there are more."),
        Design("means", "What a member means."),
        Design("share", "The share of a member."),
        Design("which", "From a meaning to its member, where no other has the same."),
        Design("which-share", "From a share to its member, where no other has the same."),
    ),
)
TABLE: Final = _kind(
    "table",
    "Rows with a cell in each column.",
    named("table", "The name of the table."),
    text("each", "What a row is called, such as dimension; without it, row.", Shape.LINE),
    _CALLED,
    _list("columns", "What stands above the cells; not above the names of the rows.", COLUMN),
    _list("rows", "The rows.", ROW),
    designs=(
        Design("cell", "What stands in a row under a column."),
        Design("which", "From a cell to its row, where no other row has the same there."),
        Design("missing", "One row's name, the others being shown.", on=False),
    ),
)
MESSAGES: Final = _kind(
    "messages",
    "One thing, as it is said to several audiences.",
    named("messages", "What is explained."),
    _list("to", "The audiences, and what is said to each.", MESSAGE),
    designs=(Design("audience", "From what is said to its audience."),),
)
CONTRAST: Final = _kind(
    "contrast",
    "What is better not said as it is. It needs `missing` or `say`.",
    named("contrast", "What is said too quickly.", Shape.TEXT),
    text("context", "What it is about; stands above the question."),
    Field("missing", Shape.TEXTS, "What it lacks: four things at most."),
    text("say", "What to say instead."),
    designs=(
        Design("missing", "What is missing."),
        Design("say", "What to say instead."),
    ),
)
QUESTIONS: Final = _kind(
    "questions",
    "A bank of questions, to be answered aloud.",
    named("questions", "The name of the bank."),
    text("probes", "What its questions probe, unless they say it.", Shape.REFERENCE),
    _list("ask", "The questions.", QUESTION),
    designs=(Design("cue", "From a question to what it probes, where that is said."),),
)
PROGRAMME: Final = _kind(
    "programme",
    "The phases of preparing, in order. It gives no cards; a collection has only one.",
    named("programme", "Its name."),
    _list("phases", "The phases, in order.", PHASE),
)
BASIC: Final = _kind(
    "basic",
    "A question and its answer.",
    named("basic", "The question.", Shape.TEXT),
    text("answer", "The answer.", required=True),
    text("context", "What it is about; stands above the question."),
    designs=(Design("basic", "The question."),),
)
CLOZE: Final = _kind(
    "cloze",
    "A text with gaps, `{{c1::text}}` or `{{c1::text::hint}}`.",
    named("cloze", "The text with its gaps.", Shape.TEXT),
    text("context", "What it is about; stands above the text."),
    designs=(Design("cloze", "The text with the gaps of one number."),),
)

# By the name that a note of the kind begins with.
KINDS: Final = {
    kind.noun: kind
    for kind in (
        *(FRAMEWORK, SEQUENCE, RUBRIC, VALUE, LEVELS, TERMS, SET, TABLE),
        *(MESSAGES, CONTRAST, QUESTIONS, PROGRAMME, BASIC, CLOZE),
    )
}
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
