"""The language of deck files: which fields each thing has, and what they hold.

The one source of truth. Reading checks against these records and takes its suggestions
from them, and the tables of the format's documentation are printed from them.
"""

from dataclasses import dataclass, field
from enum import Enum
from typing import Final


class Shape(Enum):
    """What a field holds; the value says it to the person who writes the file."""

    LINE = "text on one line"
    TEXT = "text"
    DECK_NAME = "deck name"
    SLUG = "id"
    PRIORITY = "`core`, `useful` or `reference`"
    MINUTES = "whole number of minutes"
    WORDS = "list of words, or one"
    SLUGS = "list of ids, or one"
    LIST = "list"
    FIELDS = "fields"


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its name, what it holds and one line about it. `item` is what one of a
    list's items is called; `record` has the fields of its long form, if it has one."""

    name: str
    shape: Shape
    doc: str
    required: bool = False
    item: str = ""
    record: "Record | None" = None


@dataclass(frozen=True, slots=True)
class Record:
    """A thing with fields. The field `title` names it; `fields` are in the order in which
    they are best written."""

    noun: str
    title: str
    doc: str
    fields: dict[str, Field] = field(default_factory=dict)
    required: tuple[str, ...] = ()


def _record(noun: str, title: str, doc: str, *fields: Field) -> Record:
    return Record(
        noun,
        title,
        doc,
        {each.name: each for each in fields},
        tuple(each.name for each in fields if each.required),
    )


def _text(name: str, doc: str, shape: Shape = Shape.TEXT, *, required: bool = False) -> Field:
    return Field(name, shape, doc, required)


def _name(name: str, doc: str, shape: Shape = Shape.LINE) -> Field:
    return Field(name, shape, doc, required=True)


_OWN_IDS: Final = (
    Field("id", Shape.SLUG, "Its identity; without one, it follows from the name."),
    Field("formerly", Shape.SLUGS, "Ids it had before, so that its history stays with it."),
)

CUE: Final = _record(
    "cue",
    "text",
    "A question that calls for it.",
    _name("text", "The question.", Shape.TEXT),
    *_OWN_IDS,
)
PART: Final = _record(
    "part", "name", "A part of a step.", _name("name", "What it is called."), *_OWN_IDS
)
ATTRIBUTE: Final = _record(
    "attribute",
    "name",
    "What levels differ in.",
    _name("name", "What it is called."),
    *_OWN_IDS,
)
STEP: Final = _record(
    "step",
    "name",
    "A step of a framework or rubric.",
    _name("name", "What it is called."),
    _text("letter", "Its letter in an acronym.", Shape.LINE),
    _text("meaning", "What it stands for, or how it is done."),
    Field("includes", Shape.LIST, "Its parts, or what to look for.", item="part", record=PART),
    Field("minutes", Shape.MINUTES, "How long it takes in an interview."),
    *_OWN_IDS,
)
TERM: Final = _record(
    "term",
    "term",
    "A term and what it means.",
    _name("term", "The term."),
    _text("means", "What it means.", required=True),
    *_OWN_IDS,
)
LEVEL: Final = _record(
    "level",
    "level",
    "A rung of a ladder.",
    _name("level", "What it is called."),
    _text("code", "A short sign for it, such as L5.", Shape.LINE),
    Field("expects", Shape.FIELDS, "What is expected, by attribute.", required=True),
    *_OWN_IDS,
)

_COMMON: Final = (
    *_OWN_IDS,
    Field("tags", Shape.WORDS, "Tags, beside those of the file."),
    Field("priority", Shape.PRIORITY, "How much it matters when time is short."),
    _text("source", "Where it comes from."),
    _text("extra", "An explanation, shown with the answer."),
    _text("hint", "A hint, shown on request."),
)
NOTE: Final = _record("note", "", "What every note can have.", *_COMMON)
_CUES: Final = Field("cues", Shape.LIST, "Questions that call for it.", item="cue", record=CUE)


def _sequence(noun: str, doc: str, steps: str) -> Record:
    return _record(
        noun,
        noun,
        doc,
        _name(noun, "Its name."),
        _text("use", "What it is for; completes “the framework for …”."),
        _CUES,
        Field(
            "joints",
            Shape.LIST,
            "Names or ids of steps after which “what comes next?” is asked.",
            item="step's name or id",
        ),
        _text("each", "What one of its steps is called; without it, step.", Shape.LINE),
        Field("steps", Shape.LIST, steps, required=True, item="step", record=STEP),
        *_COMMON,
    )


def _declared(noun: str, doc: str, *fields: Field) -> Record:
    """A note with no name to make an id from, so that it must declare one."""
    identity = Field(
        "id", Shape.SLUG, "Its identity; it has no name to follow from.", required=True
    )
    return _record(noun, noun, doc, *fields, identity, *_COMMON[1:])


FRAMEWORK: Final = _sequence(
    "framework", "Steps in order, to structure an answer by.", "Its steps, in order."
)
RUBRIC: Final = _sequence(
    "rubric",
    "Steps in order, each with what to look for.",
    "Its steps, in order; what to look for stands in their `includes`.",
)
VALUE: Final = _record(
    "value",
    "value",
    "A value of a company. It needs at least one of `means`, `shows` and `prepare`.",
    _name("value", "Its name."),
    _text("company", "Whose value it is; needed where the file does not say it.", Shape.LINE),
    _text("means", "What it means."),
    _text("shows", "What living it shows; completes “it shows that you …”."),
    _text("prepare", "Which stories to prepare for it."),
    _CUES,
    *_COMMON,
)
LEVELS: Final = _record(
    "levels",
    "levels",
    "A ladder of levels, with the same attributes at each.",
    _name("levels", "The name of the ladder."),
    Field(
        "attributes",
        Shape.LIST,
        "What levels differ in; without it, as the first level has them.",
        item="attribute",
        record=ATTRIBUTE,
    ),
    Field(
        "ladder",
        Shape.LIST,
        "The levels, lowest first.",
        required=True,
        item="level",
        record=LEVEL,
    ),
    *_COMMON,
)
TERMS: Final = _record(
    "terms",
    "terms",
    "Terms that belong together, and what they mean.",
    _name("terms", "The name of the group."),
    _text("each", "What one of them is called, such as ring; without it, term.", Shape.LINE),
    Field("items", Shape.LIST, "The terms.", required=True, item="term", record=TERM),
    *_COMMON,
)
BASIC: Final = _declared(
    "basic",
    "A question and its answer.",
    _name("basic", "The question.", Shape.TEXT),
    _text("answer", "The answer.", required=True),
    _text("context", "What it is about; stands above the question."),
)
CLOZE: Final = _declared(
    "cloze",
    "A text with gaps, `{{c1::text}}` or `{{c1::text::hint}}`.",
    _name("cloze", "The text with its gaps.", Shape.TEXT),
    _text("context", "What it is about; stands above the text."),
)

# By the name that a note of the kind begins with.
KINDS: Final = {
    kind.noun: kind for kind in (FRAMEWORK, RUBRIC, VALUE, LEVELS, TERMS, BASIC, CLOZE)
}
DECK: Final = _record(
    "deck file",
    "deck",
    "The top of a file.",
    _text("deck", "The deck's name; without it, it follows from the path.", Shape.DECK_NAME),
    _text("description", "What the deck is about."),
    _text("company", "Whose values these are, for all notes that do not say it.", Shape.LINE),
    _text("source", "Where the notes come from, unless they say it."),
    Field("tags", Shape.WORDS, "Tags of all notes."),
    Field("priority", Shape.PRIORITY, "The priority of the notes, unless they say it."),
    Field("notes", Shape.LIST, "The notes.", required=True, item="note"),
)


def field_table(record: Record) -> str:
    """The fields of `record` as a table in Markdown, without those that all notes have."""
    rows = ["| field | holds | |", "|---|---|---|"]
    for name, each in record.fields.items():
        if record is not NOTE and NOTE.fields.get(name) is each:
            continue
        holds = each.shape.value
        if each.item:
            article = "an" if each.item[0] in "aeiou" else "a"
            holds = f"list; each item is {article} {each.item}"
        needed = " **Needed.**" if each.required else ""
        rows.append(f"| `{name}` | {holds} | {each.doc}{needed} |")
    return "\n".join(rows)
