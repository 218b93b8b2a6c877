"""The language of deck files, first half: the fields of the parts of notes."""

from typing import Final

from flashprep.sources.schema_dsl import Field, Shape, named, record, text

OWN_IDS: Final = (
    Field("id", Shape.SLUG, "Its identity; without one, it follows from the name or text."),
    Field("formerly", Shape.SLUGS, "Ids it had before, so that its history stays with it."),
)
_HINT: Final = text("hint", "A hint, shown on request.")
_PRIORITY: Final = Field(
    "priority", Shape.PRIORITY, "The priority of its cards, if not that of the note."
)

CUE: Final = record(
    "cue",
    "text",
    "A question that calls for it.",
    named("text", "The question.", Shape.TEXT),
    _PRIORITY,
    *OWN_IDS,
)
PART: Final = record(
    "part",
    "name",
    "A part of a step.",
    named("name", "What it is called."),
    _PRIORITY,
    *OWN_IDS,
)
ATTRIBUTE: Final = record(
    "attribute",
    "name",
    "What levels differ in.",
    named("name", "What it is called."),
    *OWN_IDS,
)
STEP: Final = record(
    "step",
    "name",
    "A step of a framework, sequence or rubric.",
    named("name", "What it is called."),
    text("letter", "Its letter in an acronym.", Shape.LINE),
    text("meaning", "What it stands for, or how it is done."),
    Field("includes", Shape.LIST, "Its parts, or what to look for.", item="part", record=PART),
    Field("minutes", Shape.MINUTES, "How long it takes in an interview."),
    text("time", "How long it takes or when it is, in words, such as 1–24 hours.", Shape.LINE),
    _HINT,
    _PRIORITY,
    *OWN_IDS,
)
TERM: Final = record(
    "term",
    "term",
    "A term and what it means.",
    named("term", "The term."),
    text("means", "What it means.", required=True),
    _HINT,
    _PRIORITY,
    *OWN_IDS,
)
ITEM: Final = record(
    "item",
    "name",
    "A member of a set.",
    named("name", "What it is called."),
    text("means", "What it means."),
    text("share", "How much of the whole it is, such as 70 %.", Shape.LINE),
    _HINT,
    _PRIORITY,
    *OWN_IDS,
)
LEVEL: Final = record(
    "level",
    "level",
    "A rung of a ladder.",
    named("level", "What it is called."),
    text("code", "A short sign for it, such as L5.", Shape.LINE),
    Field("expects", Shape.FIELDS, "What is expected, by attribute.", required=True),
    _PRIORITY,
    *OWN_IDS,
)
COLUMN: Final = record(
    "column",
    "name",
    "What stands above the cells of a table.",
    named("name", "What it is called."),
    text("ask", "The question that its cells answer; without it, the name."),
    *OWN_IDS,
)
ROW: Final = record(
    "row",
    "row",
    "A row of a table.",
    named("row", "What it is called."),
    Field("cells", Shape.CELLS, "What stands in its columns.", required=True),
    _HINT,
    _PRIORITY,
    *OWN_IDS,
)
MESSAGE: Final = record(
    "message",
    "audience",
    "What is said to an audience.",
    named("audience", "To whom it is said."),
    text("text", "What is said.", required=True),
    _HINT,
    _PRIORITY,
    *OWN_IDS,
)
QUESTION: Final = record(
    "question",
    "ask",
    "A question to practise.",
    named("ask", "The question.", Shape.TEXT),
    text("probes", "What it probes; without it, what the note says.", Shape.REFERENCE),
    Field("follow_ups", Shape.TEXTS, "What may be asked next."),
    text("card", "Without `off`, a card asks what it probes.", Shape.SWITCH),
    _PRIORITY,
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
    _PRIORITY,
    *OWN_IDS,
)
INTRODUCTION: Final = record(
    "introduction",
    "",
    "Of which cards the new ones are; with several fields, those that fit all of them.",
    Field("decks", Shape.TEXTS, "Cards of these decks, and of the decks in them."),
    Field("tags", Shape.WORDS, "Cards with one of these tags."),
    Field("priority", Shape.PRIORITIES, "Cards of these priorities."),
)
ACTIVITY: Final = record(
    "activity",
    "do",
    "Something to do apart from cards.",
    named("do", "What to do."),
    text("times", "How often; without it, once.", Shape.TIMES),
    text("every", "In each week, or in the phase as a whole; without it, phase.", Shape.EVERY),
    *OWN_IDS,
)
PHASE: Final = record(
    "phase",
    "phase",
    "A stretch of a programme.",
    named("phase", "What it is called."),
    text("weeks", "How long it takes.", Shape.WEEKS, required=True),
    Field(
        "introduces",
        Shape.FIELDS,
        "Which new cards come; without it, none.",
        record=INTRODUCTION,
    ),
    Field(
        "activities",
        Shape.LIST,
        "What else there is to do.",
        item="activity",
        record=ACTIVITY,
    ),
    *OWN_IDS,
)
