"""A bank of questions to answer aloud."""

from typing import Final

from flashprep.core.notes.kinds.questions import Question, Questions
from flashprep.core.notes.parts import Reference
from flashprep.sources.headers import Draft
from flashprep.sources.kinds.kind import Kind
from flashprep.sources.note_schema import OWN_IDS, PRIORITY, list_of, note_record
from flashprep.sources.part_syntax import common
from flashprep.sources.schema_dsl import Design, Field, Shape, named, record, text
from flashprep.sources.tree import Mapping

QUESTION: Final = record(
    "question",
    "ask",
    "A question to practice.",
    named("ask", "The question.", Shape.TEXT),
    text("probes", "What it tests. Default: the note's `probes`.", Shape.REFERENCE),
    Field("follow_ups", Shape.TEXTS, "Possible follow-up questions."),
    text("card", "`off`: no card asks what it tests.", Shape.SWITCH),
    PRIORITY,
    *OWN_IDS,
)


def _read(draft: Draft) -> Questions:
    """The note. Questions without `probes` inherit the `probes` of the note."""
    checker, probes = draft.checker, _probed(draft, draft.mapping, draft.texts)
    found = tuple(
        Question(
            *common(part),
            probes=(_probed(draft, fields, texts) if fields else None) or probes,
            follow_ups=checker.lines(fields, "follow_ups") if fields else (),
            card=texts.get("card") != "off",
        )
        for part, texts, fields, _ in draft.plain("ask", QUESTION)
    )
    name = draft.text("questions")
    return Questions(draft.header(name, found), name, found)


def _probed(draft: Draft, mapping: Mapping, texts: dict[str, str]) -> Reference | None:
    if "probes" not in texts:
        return None
    location = draft.checker.location(mapping.entries["probes"].start)
    return Reference(texts["probes"], location)


QUESTIONS: Final = Kind(
    note_record(
        "questions",
        "A bank of questions to answer aloud.",
        named("questions", "The name of the bank."),
        text("probes", "What its questions test, by default.", Shape.REFERENCE),
        list_of("ask", "The questions.", QUESTION),
        designs=(Design("cue", "What a question tests, if it has `probes`."),),
    ),
    _read,
    """
questions: <name of the bank>
ask:
  - <a question to answer aloud>
  - ask: <another question>
    follow_ups: <what they ask next>
""",
)
