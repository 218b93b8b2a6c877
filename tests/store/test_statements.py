"""The SQL constants: each uses an index, unless it is meant to read everything."""

import importlib
import pkgutil
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

import pytest

import flashprep.store
from flashprep.store import schema, tables

# Statements that read a complete table, since their callers need all of it, or since the table
# has a row for each file or device.
COMPLETE = {
    "catalog_statements": {
        *("FILES", "NOTES", "RENAMED_NOTES", "NOTE_KEYS", "NOTE_NAMES", "SHEETS"),
        *("LINKING", "CARDS", "EACH", "EXPORTABLE", "SHARING_A_GUID", "CARD_KEYS"),
        *("COUNT_CARDS", "GUIDS", "DECKS_AND_TAGS", "LINKING_NOWHERE"),
        *("ALL_DECKS", "KINDS", "DESIGNS", "TAGS", "COMPANIES"),
    },
    "queue_statements": {"WAITING", "COUNT", "EVERY", "EVERY_VALUES", "RECALLS"},
    "log_statements": {"REVIEWS.all"},
    "log_checks": {"COUNT_STUDIED", "SET_ASIDE", "WITHOUT_CARD", "OUT_OF_ORDER"},
    "queries": {"HISTORIES", "COURSES", "MANY_REVIEWS"},
    "anki_ids": {"IDS"},
    "identity": {"FACTS"},
}
# Indexes of a part of their table, such as new cards.
PARTIAL = {
    str(index.name)
    for table in schema.metadata.tables.values()
    for index in table.indexes
    if index.dialect_options["sqlite"]["where"] is not None
}
# Parameters whose value is JSON.
JSON = {"chosen", "keys", "decks", "files", "kinds", "uids", "curves", "apart_from"}
STATEMENT = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b")


def constants() -> Iterator[tuple[str, str, object]]:
    """Every statement of the store: its module, its name and its text."""
    for info in pkgutil.iter_modules(flashprep.store.__path__):
        module = importlib.import_module(f"flashprep.store.{info.name}")
        for name, value in vars(module).items():
            if not name.isupper():
                continue
            if hasattr(value, "_asdict"):
                value = value._asdict()  # noqa: PLW2901
            values = value.items() if isinstance(value, Mapping) else [("", value)]
            yield from ((info.name, f"{name}.{each}".rstrip("."), it) for each, it in values)


STATEMENTS = {
    (module, name): text
    for module, name, text in constants()
    if isinstance(text, str) and STATEMENT.match(text) and not name.startswith("_")
}


@pytest.fixture(scope="module")
def empty() -> Iterator[sqlite3.Connection]:
    """A database made by the schema."""
    with closing(sqlite3.connect(":memory:")) as made:
        for statement in schema.every_statement():
            made.execute(statement)
        yield made


def plan_of(connection: sqlite3.Connection, statement: str) -> list[str]:
    """How SQLite would run a statement: the steps that read a table of ours."""
    names = set(re.findall(r"(?<!:):(\w+)", statement))
    values: Any = {name: "[]" if name in JSON else 0 for name in names}
    places = {int(place) for place in re.findall(r"\?(\d+)", statement)}
    values = values or (0,) * max(places, default=statement.count("?"))
    steps = connection.execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall()
    return [step[3] for step in steps]


@pytest.mark.parametrize(("module", "name"), STATEMENTS, ids=".".join)
def test_each_uses_an_index(empty: sqlite3.Connection, module: str, name: str) -> None:
    """A statement fits the schema. It reads no table of ours from end to end, unless it is
    listed as one that does; all listed ones do."""
    statement = STATEMENTS[module, name]
    scans = [
        step
        for step in plan_of(empty, statement)
        if (found := re.match(r"SCAN (\w+)(?: USING (?:COVERING )?INDEX (\w+))?$", step))
        and found[1] in schema.metadata.tables
        and found[2] not in PARTIAL
        # Read in the order of writing, from the newest on, until one is found.
        and not (found[2] and "seq DESC" in statement)
    ]
    assert bool(scans) == (name in COMPLETE.get(module, ())), scans


@pytest.mark.parametrize(
    ("module", "name", "index"),
    [
        ("log_statements", "LATE_REVIEW", "(seq>?)"),
        ("log_statements", "REVIEWS_BETWEEN", "(at_ms>? AND at_ms<?)"),
        ("log_statements", "EVENTS_OF_KIND", "(kind=?)"),
        ("queue_statements", "DUE.all", "load_by_day (due_day<?)"),
        ("queue_statements", "DUE.of_decks", "reviews_by_due (deck=? AND due_day<?)"),
        ("queue_statements", "NEW.all", "new_by_position"),
        ("queue_statements", "NEW.of_decks", "new_in_order (deck=?)"),
        ("queue_statements", "KNOWN.all", "known_by_day (known_until_day<?)"),
        ("queue_statements", "LEARNING.all", "learning_by_due"),
        ("queue_statements", "LOAD", "load_by_day (due_day>? AND due_day<?)"),
        ("queue_statements", "SHOWN_ON", "(last_day=?)"),
    ],
)
def test_the_index_is_the_one_that_reads_least(
    empty: sqlite3.Connection, module: str, name: str, index: str
) -> None:
    """Where several indexes fit, the one is used that leads to few rows in any collection."""
    assert index in "\n".join(plan_of(empty, STATEMENTS[module, name]))


def test_columns_are_those_of_the_schema() -> None:
    """The columns that statements list are those of the tables."""
    names = {
        table: tuple(schema.metadata.tables[table].columns.keys())
        for table in schema.metadata.tables
    }
    assert names["review"] == tables.REVIEW
    assert names["event"] == tables.EVENT
    assert names["note"] == tables.NOTE
    assert names["source_file"] == tables.SOURCE_FILE
    assert names["card"] == (
        *(*tables.SUMMARY, *tables.ELSEWHERE, *tables.EXPORTED, *tables.STATE),
        "queue",
    )
    assert names["card_content"] == tables.CONTENT
