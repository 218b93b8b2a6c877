"""A weak statement, what it lacks, and what to say instead."""

from typing import Final

from flashprep.core.notes.kinds.contrast import Contrast
from flashprep.sources.headers import Draft
from flashprep.sources.identifiers import LONGEST_WRITTEN
from flashprep.sources.kinds.kind import Kind
from flashprep.sources.note_schema import note_record
from flashprep.sources.schema_dsl import Design, Field, Shape, named, text
from flashprep.text import listed

_MOST_MISSING: Final = 4


def _read(draft: Draft) -> Contrast:
    words = draft.text("contrast")
    if not draft.given("missing") and not draft.given("say"):
        better = listed(map(draft.checker.syntax.field, ("missing", "say")), "or")
        draft.report(f"has no improvement; add {better}")
    missing = draft.checker.lines(draft.mapping, "missing")
    if len(missing) > _MOST_MISSING:
        message = f"'missing' lists {len(missing)} things; keep at most {_MOST_MISSING}"
        draft.checker.report(draft.mapping.entries["missing"].key, message)
    header = draft.header(words)
    return Contrast(header, words, missing, draft.text("say"), draft.text("context"))


CONTRAST: Final = Kind(
    note_record(
        "contrast",
        "A weak statement. Needs `missing` or `say`.",
        named("contrast", "The weak statement.", Shape.TEXT),
        text("context", "The topic, shown above the question."),
        Field("missing", Shape.TEXTS, "What it lacks; at most four things."),
        text("say", "What to say instead."),
        designs=(
            Design("missing", "What is missing."),
            Design("say", "What to say instead."),
        ),
        text_over=LONGEST_WRITTEN,
    ),
    _read,
    """
contrast: <what is said too quickly>
context: <what it is about>
missing: [<one thing it lacks>, <another thing it lacks>]
say: <what to say instead>
id: <a short id>
""",
)
