"""A ladder of levels; every level has the same attributes."""

from typing import Final

from flashprep.core.notes.kinds.levels import Level, Levels
from flashprep.core.notes.parts import Part
from flashprep.sources.checker import Checker
from flashprep.sources.headers import Draft
from flashprep.sources.identifiers import slug
from flashprep.sources.kinds.kind import Kind
from flashprep.sources.note_schema import OWN_IDS, PRIORITY, list_of, note_record
from flashprep.sources.part_syntax import by_name, check_names, common, read_long
from flashprep.sources.schema_dsl import Design, Field, Shape, named, record, text
from flashprep.sources.tree import REFUSED, Mapping, Node
from flashprep.text import nearest, quoted, shown

ATTRIBUTE: Final = record(
    "attribute",
    "name",
    "What levels differ in.",
    named("name", "Its name."),
    *OWN_IDS,
)
LEVEL: Final = record(
    "level",
    "level",
    "A level of a ladder.",
    named("level", "Its name."),
    text("code", "Its code, such as L5.", Shape.LINE),
    Field("expects", Shape.FIELDS, "What the level expects, by attribute.", required=True),
    PRIORITY,
    *OWN_IDS,
)


def _read(draft: Draft) -> Levels:
    """The note. Its attributes are the listed attributes or, by default, those of the first
    level."""
    checker, owner, name = draft.checker, draft.owner, draft.text("levels")
    attributes = draft.parts("attributes", ATTRIBUTE)
    check_names(checker, attributes, ATTRIBUTE.noun, owner)
    place = (draft.mapping, "ladder", LEVEL, owner)
    found: list[Level] = []
    for _, mapping, read in read_long(checker, *place, "'level', 'code' and 'expects'"):
        level = f"{LEVEL.noun} {quoted(read.part.name)} of {owner}"
        node = mapping.entries.get("expects")
        expects: dict[str, str] = {}
        if node is not None and isinstance(node.value, Mapping):
            if not attributes and not found:
                attributes = tuple(
                    Part(slug(name), name, checker.location(entry.key))
                    for name, entry in node.value.entries.items()
                )
                checker.check_unique(attributes, ATTRIBUTE.noun, owner)
            expects = _read_expectations(checker, node, node.value, attributes, level)
        found.append(Level(*common(read.part), code=read.text("code"), expects=expects))
    checker.check_unique(found, LEVEL.noun, owner)
    ladder = tuple(found)
    return Levels(draft.header(name, ladder), name, attributes, ladder)


def _read_expectations(
    checker: Checker, node: Node, mapping: Mapping, attributes: tuple[Part, ...], level: str
) -> dict[str, str]:
    """The expectations of a level: a text for each attribute id, in the order of the
    attributes."""
    ids = by_name(attributes)
    texts: dict[str, str] = {}
    for name, entry in mapping.entries.items():
        known = ids.get(name.strip()) or ids.get(slug(name))
        if known is None:
            meant = nearest(name, [each.name for each in attributes])
            advice = "add it to 'attributes' or remove it"
            if meant is not None:
                advice = f"did you mean {shown(meant)}?"
                texts.setdefault(ids[meant], "")  # not also reported as missing
            checker.report(entry.key, f"unknown attribute {shown(name)} in {level}; {advice}")
        elif known in texts:
            checker.report(
                entry.key, f"attribute {shown(name)} appears twice in {level}; keep one"
            )
        elif entry.value is not None:
            texts[known] = entry.value.strip() if type(entry.value) is str else ""
            if type(entry.value) is not str and entry.value is not REFUSED:
                checker.report(entry.start, f"attribute {shown(name)} of {level} must be text")
            elif not texts[known] and entry.value is not REFUSED:
                checker.report(entry.start, f"{shown(name)} is empty in {level}; fill it in")
    for attribute in attributes:
        if attribute.id not in texts:
            checker.report(
                node.key,
                f"{level} does not mention {shown(attribute.name)}; add it to 'expects'",
            )
    return {each.id: texts[each.id] for each in attributes if each.id in texts}


LEVELS: Final = Kind(
    note_record(
        "levels",
        "A ladder of levels, with the same attributes at each.",
        named("levels", "The name of the ladder."),
        list_of(
            "attributes",
            "What the levels differ in. Default: the first level's attributes.",
            ATTRIBUTE,
            required=False,
        ),
        list_of("ladder", "The levels, lowest first.", LEVEL),
        designs=(
            Design("expects", "What a level expects for an attribute."),
            Design("code", "The code of a level."),
            Design("change", "How an attribute changes from one level to the next."),
            Design("which", "The level, given a text that no other level has."),
        ),
    ),
    _read,
    """
levels: <name of the ladder>
ladder:
  - level: <lower level>
    expects:
      <first attribute>: <what it means at the lower level>
      <second attribute>: <what the second means there>
  - level: <higher level>
    expects:
      <first attribute>: <what it means at the higher level>
      <second attribute>: <what the second means higher up>
""",
)
