"""What is better not said as it is."""

from typing import Final

from flashprep.core.notes.kinds.contrast import Contrast
from flashprep.sources.headers import Draft
from flashprep.sources.identifiers import short_slug
from flashprep.sources.kinds.kind import Kind
from flashprep.sources.note_schema import note_record
from flashprep.sources.schema_dsl import Design, Field, Shape, named, text

_MOST_MISSING: Final = 4


def _read(draft: Draft) -> Contrast:
    words = draft.text("contrast")
    if not draft.given("missing") and not draft.given("say"):
        draft.report("does not say what is better; add 'missing:' or 'say:'")
    missing = draft.checker.lines(draft.mapping, "missing")
    if len(missing) > _MOST_MISSING:
        said = f"'missing' has {len(missing)} things; keep the {_MOST_MISSING} that matter most"
        draft.checker.report(draft.mapping.entries["missing"].key, said)
    if words and not draft.given("id") and CONTRAST.needs_id(words):
        said = f"is too long to make an id of; add 'id: {short_slug(words, ())}'"
        draft.report(said)
    header = draft.header(words)
    return Contrast(header, words, missing, draft.text("say"), draft.text("context"))


CONTRAST: Final = Kind(
    note_record(
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
    ),
    _read,
    """
contrast: <what is said too quickly>
context: <what it is about>
missing: [<one thing it lacks>, <another thing it lacks>]
say: <what to say instead>
id: <a short id>
""",
    long_title=True,
)
