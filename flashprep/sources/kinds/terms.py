"""Related terms and their meanings."""

from typing import Final

from flashprep.core.notes.kinds.terms import Term, Terms
from flashprep.sources.headers import Draft
from flashprep.sources.kinds.kind import Kind
from flashprep.sources.note_schema import CALLED, HINT, OWN_IDS, PRIORITY, list_of, note_record
from flashprep.sources.part_syntax import common
from flashprep.sources.schema_dsl import Design, Shape, named, record, text

TERM: Final = record(
    "term",
    "term",
    "A term and what it means.",
    named("term", "The term."),
    text("means", "What it means.", required=True),
    HINT,
    PRIORITY,
    *OWN_IDS,
)


def _read(draft: Draft) -> Terms:
    lacks = "has no meaning; write '{}: the meaning'"
    items = tuple(
        Term(*common(each.part), means=each.text("means"), hint=each.text("hint"))
        for each in draft.meanings("items", TERM, "means", "the meaning of {}", lacks)
    )
    name, each = draft.text("terms"), draft.text("each") or "term"
    return Terms(draft.header(name, items), name, items, each, draft.text("called"))


TERMS: Final = Kind(
    note_record(
        "terms",
        "Related terms and their meanings.",
        named("terms", "The name of the group."),
        text("each", "The word for a term, such as ring. Default: term.", Shape.LINE),
        CALLED,
        list_of("items", "The terms.", TERM),
        designs=(
            Design("means", "What a term means."),
            Design("which", "The term, given a meaning that no other term has."),
        ),
    ),
    _read,
    """
terms: <name of the group>
items:
  - <first term>: <what the first term means>
  - <second term>: <what the second term means>
""",
)
