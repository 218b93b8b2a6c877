import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator, Draft202012Validator

from flashprep.core.notes.model import Note
from flashprep.sources.json_schema import deck_schema
from flashprep.sources.schema import DECK, KINDS
from flashprep.sources.schema_dsl import Record, Shape
from tests.sources.emitting import emit, notes
from tests.sources.reading import read_text

ROOT = Path(__file__).parents[2]
DECKS = sorted((ROOT / "decks").rglob("*.yaml"))
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
BROKEN = sorted((ROOT / "tests" / "golden" / "problems").glob("*.yaml"))
BLOCK = re.MULTILINE | re.DOTALL
EXAMPLES = [
    example
    for page in PAGES
    for example in re.findall(r"^```yaml\n(.*?)^```$", page.read_text("utf-8"), BLOCK)
    if read_text(example).problems == ()
]
# Problems of structure, which JSON Schema can say too. It cannot say what depends on other
# places (ids, names, a number of columns), nor what is inside a text.
STRUCTURE = re.compile(
    r"unknown (field|kind|priority)|(no kind|two kinds)|has no ('\w+'|id); add|is a list;"
    r"|several fields needs|the text after|must (be|have|contain)"
    r"|is not a valid id|contains a space|is (an )?empty|has an empty (list|level)"
)
NO_YAML = re.compile("': ' is not allowed|not aligned|second document|merge keys|continues the")

PHASE = "program: P\n    phases: [{phase: a, weeks: 2,"

SCHEMA = deck_schema()
READ_AS = [Draft202012Validator(SCHEMA), Draft7Validator(SCHEMA)]


class _Core(yaml.CSafeLoader):
    """YAML 1.2 as editors read it: no dates, and only true and false are truth values."""


_Core.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("bool", "true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", "null|Null|NULL|~|", ["n", "N", "~", ""]),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    _Core.add_implicit_resolver(
        f"tag:yaml.org,2002:{tag}", re.compile(f"(?:{pattern})\\Z"), list(first)
    )


def note_starts(text: str) -> list[int]:
    """The lines on which the notes of a file begin, counted from 1."""
    top = yaml.compose(text, _Core)
    fields = top.value if isinstance(top, yaml.MappingNode) else []
    notes = [value for name, value in fields if name.value == "notes"]
    return [note.start_mark.line + 1 for note in notes[0].value] if notes else []


def loaded(text: str) -> Any:
    """A file as the editor's JSON Schema sees it: with text for the names of fields."""
    return json.loads(json.dumps(yaml.load(text, _Core)))  # noqa: S506 - a safe loader


def mistakes(text: str) -> list[str]:
    """Where and what the schema marks; older editors read it as draft 7 and say the same."""
    document = loaded(text)
    found, older = (
        sorted(f"{error.json_path}: {error.message}" for error in reader.iter_errors(document))
        for reader in READ_AS
    )
    assert found == older
    return found


def test_it_is_a_schema() -> None:
    """It is valid as the draft it says and as draft 7, and claims no address."""
    Draft202012Validator.check_schema(SCHEMA)
    Draft7Validator.check_schema(
        {**SCHEMA, "$schema": "http://json-schema.org/draft-07/schema#"}
    )
    assert "$id" not in SCHEMA


@pytest.mark.parametrize("path", DECKS, ids=lambda path: path.stem)
def test_shipped_decks_are_valid(path: Path) -> None:
    """No shipped deck has anything marked in it."""
    assert mistakes(path.read_text("utf-8")) == []


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: text.split("\n")[0])
def test_examples_are_valid(example: str) -> None:
    """Nothing is marked in what the documentation shows."""
    assert mistakes(example) == []


@given(st.lists(notes(), min_size=1, max_size=3))
def test_what_is_read_is_valid(several: list[Note]) -> None:
    """Any note in its long form is valid."""
    assert (
        mistakes("\n".join(["notes:", *(line for note in several for line in emit(note))]))
        == []
    )


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_what_check_refuses_is_marked(path: Path) -> None:
    """What check refuses for its structure is marked, note by note; a text that is no YAML,
    or not as decks have it, is left to the editor."""
    text = path.read_text("utf-8")
    problems = read_text(text).problems
    if any(NO_YAML.search(problem.message) for problem in problems):
        pytest.skip("no YAML that JSON Schema is asked about")
    starts = note_starts(text)
    refused = {
        sum(start <= problem.location.line for start in starts)
        for problem in problems
        if STRUCTURE.search(
            re.sub('"[^"]*"', "", problem.message)
        )  # what is quoted is not said
    }
    marked = {
        int(number[1]) + 1 if (number := re.match(r"\$\.notes\[(\d+)\]", mistake)) else 0
        for mistake in mistakes(text)
    }
    assert refused
    assert refused <= marked


def test_mistakes_are_marked_where_they_are() -> None:
    """A mistake in one step is marked in that step alone, with its own reason."""
    text = "notes:\n  - framework: STAR\n    steps:\n      - a\n      - {name: b, mean: x}\n"
    assert mistakes(text) == [
        "$.notes[0].steps[1]: Additional properties are not allowed ('mean' was unexpected)"
    ]


@pytest.mark.parametrize(
    ("line", "is_valid"),
    [
        ("tags: 5", True),
        ("tags: [a, 5, true]", True),
        ("tags: [two words]", False),
        ("tags: {a: b}", False),
        ("priority: core", True),
        ("priority: high", False),
        ("extra:", True),
        ("extra: ''", False),
        ("extra: [x]", False),
        ("extra: 2026-01-01", True),
        ("extra: 1.10", True),
        ("formerly: [a-b, c]", True),
        ("formerly: A b", False),
        ("color: blue", False),
        ("advice: off", True),
        ("advice: no", False),
        ("cards: {basic: on}", True),
        ("cards: {basic: maybe}", False),
        ("cards: {cloze: off}", False),
        ("tell_apart: [{situation: x, not: y}]", True),
        ("tell_apart: [{situation: x}]", False),
        ("tell_apart: [x]", False),
    ],
)
def test_values_are_those_of_check(line: str, *, is_valid: bool) -> None:
    """The schema and check agree on what a field may hold."""
    text = f"notes:\n  - basic: x\n    answer: y\n    id: z\n    {line}\n"
    assert (mistakes(text) == []) is is_valid
    assert (read_text(text).problems == ()) is is_valid


@pytest.mark.parametrize(
    ("note", "is_valid"),
    [
        ("framework: F\n    steps: a → b", True),
        ("framework: F\n    steps: a, b", False),
        ("framework: F\n    steps: [a, bb: c, dd: [e], {name: f, minutes: 5}, S: T — u]", True),
        ("framework: F\n    steps: [[a]]", False),
        ("framework: F\n    steps: [a: {b: c}]", False),
        ("framework: F\n    steps: [{name: f, minutes: five}]", False),
        ("framework: F\n    steps: [{name: f, minutes: '5'}]", True),
        ("terms: T\n    items: [a — b, c: d, {term: e, means: f}]", True),
        ("terms: T\n    items: [a: ]", False),
        ("terms: T\n    items: [{term: e}]", False),
        (
            "table: T\n    columns: [c]\n    rows: [a: [b], d: {c: e}, {row: f, cells: [~]}]",
            True,
        ),
        ("table: T\n    columns: [c]\n    rows: [a]", False),
        ("messages: M\n    to: [CEO: a, {audience: CFO, text: b}]", True),
        ("questions: Q\n    ask: [a, {ask: b, follow_ups: [c], card: off}]", True),
        ("questions: Q\n    ask: [{ask: b, probes: A b}]", True),
        ("program: P\n    phases: [{phase: a, weeks: 2, introduces: {tags: b}}]", True),
        ("program: P\n    phases: [{phase: a, weeks: 0}]", False),
        ("program: P\n    phases: [{phase: a, weeks: 2, introduces: {tag: b}}]", False),
        (f"{PHASE} activities: [b, {{do: c, times: 6-8, every: week}}]}}]", True),
        (f"{PHASE} activities: [{{do: c, times: many}}]}}]", False),
    ],
)
def test_forms_are_those_of_check(note: str, *, is_valid: bool) -> None:
    """The schema and check agree on the long and short forms of a note's parts."""
    text = f"notes:\n  - {note}\n"
    assert (mistakes(text) == []) is is_valid
    assert (read_text(text).problems == ()) is is_valid


def test_every_shape_is_known() -> None:
    """What each kind of field may hold is said, and not let through unseen."""
    held = {
        field.shape: written["properties"][name]
        for record, written in records()
        for name, field in record.fields.items()
    }
    assert held.keys() == set(Shape)
    assert all(said.keys() > {"description"} for said in held.values())


def records() -> list[tuple[Record, dict[str, Any]]]:
    """All records of the language, each with its place in the schema."""
    found = [(DECK, SCHEMA), *((kind, SCHEMA["$defs"][kind.noun]) for kind in KINDS.values())]
    for record, written in found:  # which grows meanwhile
        for name, field in record.fields.items():
            if field.record is None or any(field.record is known for known, _ in found):
                continue
            if field.shape is Shape.FIELDS:
                found.append((field.record, written["properties"][name]))
            else:
                definition = SCHEMA["$defs"][field.record.noun]
                found.append((field.record, definition.get("else", definition)))
    return found


def test_every_field_has_its_doc() -> None:
    """Editors show the line about a field that the documentation has; kinds are offered."""
    for record, written in records():
        docs = {name: each["description"] for name, each in written["properties"].items()}
        assert docs == {name: field.doc for name, field in record.fields.items()}
    note = SCHEMA["properties"]["notes"]["items"]
    assert list(note["else"]["properties"]) == list(KINDS)
