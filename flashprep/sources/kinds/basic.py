"""A question and its answer."""

from typing import Final

from flashprep.core.notes.kinds.basic import Basic
from flashprep.sources.headers import Draft
from flashprep.sources.kinds.kind import Kind
from flashprep.sources.note_schema import note_record
from flashprep.sources.schema_dsl import Design, Shape, named, text


def _read(draft: Draft) -> Basic:
    question = draft.text("basic")
    return Basic(draft.header(question), question, draft.text("answer"), draft.text("context"))


BASIC: Final = Kind(
    note_record(
        "basic",
        "A question and its answer.",
        named("basic", "The question.", Shape.TEXT),
        text("answer", "The answer.", required=True),
        text("context", "The topic, shown above the question."),
        designs=(Design("basic", "The question."),),
        text_over=0,
    ),
    _read,
    """
basic: <your question>
answer: <the answer in few words>
context: <what it is about>
id: <a short id>
""",
)
