"""Databases of older versions with values that the present one cannot read."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.collection.folders import DAY, NOON, Folder
from tests.store.older import age

QUESTIONS = "\n".join(f"- {{basic: Q{n}?, answer: A, id: q{n}}}" for n in range(6))
BAD = {
    "review": [
        "rating = 9",
        "duration_ms = 'long'",
        "at_ms = 9e18",
        "mode = x'00ff'",
        "parts = '{'",
        "device = CAST(x'ff' AS TEXT)",
        "due_day = -5",
    ],
    "event": ["payload = 'no JSON'", "payload = '[]'", "kind = x'01'", "at_ms = 'noon'"],
    "card": ["content = 'no JSON'", "content = '{}'", "created_ms = 'then'", "guid = x'00'"],
    "note": ["outline = '7'", "line = 'first'"],
    "source_file": ["deck = x'00'"],
    "device": ["name = x'00'"],
}


@pytest.mark.parametrize(
    ("table", "change"), [(table, change) for table in BAD for change in BAD[table]]
)
def test_a_bad_row_is_kept_aside(tmp_path: Path, table: str, change: str) -> None:
    """A row that is damaged in an older database stops nothing: it is kept, complete, and all
    others are as they were; the deck files bring back their cards."""
    folder = Folder(tmp_path, a=QUESTIONS)
    folder.sync()
    for number in range(4):
        folder.answer(f"q{number}/basic", at_ms=NOON + number * DAY)
    with folder.opened() as collection:
        collection.undo(NOON + 5 * DAY)
        before = dict(collection.states.every())
    path = tmp_path / "flashprep.db"
    age(path, 8)
    with closing(sqlite3.connect(path, isolation_level=None)) as old:
        (count,) = old.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
        old.execute(f"UPDATE {table} SET {change} WHERE rowid = 1")  # noqa: S608
    folder.sync()
    with folder.opened() as collection:
        database = collection.database
        ((kept, row),) = database.rows("SELECT from_table, row FROM set_aside")
        assert kept == table
        assert len(json.loads(row)) > 1
        present = database.value(f"SELECT count(*) FROM {table}")  # noqa: S608
        assert present == (count if table in ("card", "note", "source_file") else count - 1)
        collection.rebuild()
        after = collection.states.every()
        same = [key for key in before if after[key].state == before[key].state]
        assert len(same) >= len(before) - 1
