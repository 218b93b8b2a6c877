"""Things that belong together, in any order."""

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
    named("name", "Its name."),
    text("means", "What it means."),
    text("share", "Its share of the total, such as 70%.", Shape.LINE),
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
        draft.report("has only one item; a set needs at least two", node.key)
    name, each = draft.text("set"), draft.text("each") or "item"
    header = draft.header(name, items)
    return Set(header, name, items, each, draft.text("called"), draft.text("ask"))


SET: Final = Kind(
    note_record(
        "set",
        "Two or more things that belong together, in any order.",
        named("set", "The name of the set."),
        text("each", "The word for a member. Default: item.", Shape.LINE),
        text("ask", "The question that the members answer."),
        CALLED,
        list_of("items", "Its members.", ITEM),
        designs=(
            Design("all", "All members of a set of two or three."),
            Design("missing", "The missing member of a larger set, with the others shown."),
            Design("means", "What a member means."),
            Design("share", "The share of a member."),
            Design("which", "The member, given a meaning that no other has."),
            Design("which-share", "The member, given a share that no other has."),
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
