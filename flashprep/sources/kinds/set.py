"""Things that belong together, in no order."""

from typing import Final

from flashprep.core.notes.kinds.set import Item, Set
from flashprep.sources.headers import Draft
from flashprep.sources.kinds.kind import Kind
from flashprep.sources.note_schema import CALLED, HINT, OWN_IDS, PRIORITY, list_of, note_record
from flashprep.sources.part_syntax import common
from flashprep.sources.schema_dsl import Design, Shape, named, record, text
from flashprep.sources.tree import Sequence

ITEM: Final = record(
    "item",
    "name",
    "A member of a set.",
    named("name", "What it is called."),
    text("means", "What it means."),
    text("share", "How much of the whole it is, such as 70 %.", Shape.LINE),
    HINT,
    PRIORITY,
    *OWN_IDS,
)


def _read(draft: Draft) -> Set:
    items = tuple(
        Item(*common(each.part), *map(each.text, ("means", "hint", "share")))
        for each in draft.meanings("items", ITEM, "means", "the meaning of {}")
    )
    node = draft.mapping.entries.get("items")
    if node is not None and isinstance(node.value, Sequence) and len(node.value.items) == 1:
        draft.report("has one item only; a set has two or more", node.key)
    name, each = draft.text("set"), draft.text("each") or "item"
    header = draft.header(name, items)
    return Set(header, name, items, each, draft.text("called"), draft.text("ask"))


SET: Final = Kind(
    note_record(
        "set",
        "Two things or more that belong together, in no order.",
        named("set", "The name of the set."),
        text("each", "What one of them is called; without it, item.", Shape.LINE),
        text("ask", "The question that they answer, in your own words."),
        CALLED,
        list_of("items", "Its members.", ITEM),
        designs=(
            Design("all", "All members, where there are two or three."),
            Design("missing", "One member, the others being shown, where there are more."),
            Design("means", "What a member means."),
            Design("share", "The share of a member."),
            Design("which", "From a meaning to its member, where no other has the same."),
            Design("which-share", "From a share to its member, where no other has the same."),
        ),
    ),
    _read,
    """
set: <name of the set>
each: <what one is called>
items:
  - <first item>
  - <second item>
  - <third item>
""",
)
