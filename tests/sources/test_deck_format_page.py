import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from flashprep.sources.kinds.levels import LEVEL
from flashprep.sources.kinds.messages import MESSAGE
from flashprep.sources.kinds.ordered import STEP
from flashprep.sources.kinds.program import ACTIVITY, INTRODUCTION, PHASE
from flashprep.sources.kinds.questions import QUESTION
from flashprep.sources.kinds.set import ITEM
from flashprep.sources.kinds.table import ROW
from flashprep.sources.kinds.terms import TERM
from flashprep.sources.note_schema import NOTE, SITUATION
from flashprep.sources.schema import DECK, KINDS
from flashprep.sources.schema_dsl import Record, Shape
from tests.sources.reading import read_text
from tests.sources.schema_tables import design_table, field_table

PAGE = Path(__file__).parents[2] / "docs" / "deck-format.md"
TEXT = PAGE.read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
PARTS = [STEP, LEVEL, TERM, ITEM, ROW, MESSAGE, QUESTION, SITUATION]
PARTS += [PHASE, INTRODUCTION, ACTIVITY]
RECORDS = {each.noun: each for each in (DECK, NOTE, *KINDS.values(), *PARTS)}
TABLES = re.compile(r"(<!-- (fields|cards): ([a-z ]+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)
PRINTED = {"fields": field_table, "cards": design_table}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.split("\n")[0])
def test_every_example_is_read(example: str) -> None:
    """What the page shows can be copied into a file as it is."""
    file = read_text(example)
    assert [str(problem) for problem in file.problems] == []
    assert file.notes


def test_the_tables_are_those_of_the_schema() -> None:
    """The page tells the fields that reading checks, and the cards, in the same words."""
    printed = TABLES.sub(
        lambda found: f"{found[1]}{PRINTED[found[2]](RECORDS[found[3]], NOTE)}\n{found[5]}",
        TEXT,
    )
    if os.environ.get("FLASHPREP_GOLDEN") == "write":
        PAGE.write_text(printed, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == printed


def test_every_kind_has_a_section_and_every_table_is_there() -> None:
    """No kind is left out of the page, nor of its examples; a sequence and a rubric are like
    a framework."""
    for kind in KINDS:
        assert f"\n## {kind}\n" in TEXT
        assert any(f"- {kind}: " in example for example in EXAMPLES)
    alike = {"rubric", "sequence"}
    tables = {(what, name) for _, what, name, _, _ in TABLES.findall(TEXT)}
    assert {name for what, name in tables if what == "fields"} == RECORDS.keys() - alike
    kinds = {kind for kind, record in KINDS.items() if record.designs.keys() - NOTE.designs}
    assert {name for what, name in tables if what == "cards"} == {"note"} | kinds - alike


def with_inner(record: Record) -> Iterator[Record]:
    """A record, and those of what its fields hold."""
    yield record
    for field in record.fields.values():
        if field.record:
            yield from with_inner(field.record)


def test_every_field_is_documented() -> None:
    """Each field of each record has a line about it, and says what it holds."""
    records = [each for top in (DECK, *KINDS.values()) for each in with_inner(top)]
    assert all(each in records for each in RECORDS.values() if each is not NOTE)
    for record in records:
        for field in record.fields.values():
            assert field.doc.endswith("."), f"{record.noun}.{field.name}"
            lists = (Shape.LIST, Shape.CHAIN)
            assert (field.shape in lists) == bool(field.item)
        for design in record.designs.values():
            assert design.doc.endswith((".", "?")), f"{record.noun}.{design.name}"
