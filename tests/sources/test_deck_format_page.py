import os
import re
from pathlib import Path

import pytest

from flashprep.sources import schema
from flashprep.sources.schema import DECK, KINDS, LEVEL, NOTE, STEP, TERM, field_table
from tests.sources.reading import read_text

PAGE = Path(__file__).parents[2] / "docs" / "deck-format.md"
TEXT = PAGE.read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
RECORDS = {each.noun: each for each in (DECK, NOTE, *KINDS.values(), STEP, LEVEL, TERM)}
TABLES = re.compile(r"(<!-- fields: ([a-z ]+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.split("\n")[0])
def test_every_example_is_read(example: str) -> None:
    """What the page shows can be copied into a file as it is."""
    file = read_text(example)
    assert [str(problem) for problem in file.problems] == []
    assert file.notes


def test_the_tables_of_fields_are_those_of_the_schema() -> None:
    """The page tells the fields that reading checks, in the same words."""
    printed = TABLES.sub(
        lambda found: f"{found[1]}{field_table(RECORDS[found[2]], NOTE)}\n{found[4]}", TEXT
    )
    if os.environ.get("FLASHPREP_GOLDEN") == "write":
        PAGE.write_text(printed, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == printed


def test_every_kind_has_a_section_and_every_table_is_there() -> None:
    """No kind is left out of the page, nor of its examples; a rubric is like a framework."""
    for kind in KINDS:
        assert f"\n## {kind}\n" in TEXT
        assert any(f"- {kind}: " in example for example in EXAMPLES)
    assert {name for _, name, _, _ in TABLES.findall(TEXT)} == RECORDS.keys() - {"rubric"}


def test_every_field_is_documented() -> None:
    """Each field of each record has a line about it, and says what it holds."""
    records = [each for each in vars(schema).values() if isinstance(each, schema.Record)]
    assert len(records) > len(KINDS)
    for record in records:
        for field in record.fields.values():
            assert field.doc.endswith("."), f"{record.noun}.{field.name}"
            assert (field.shape is schema.Shape.LIST) == bool(field.item)
