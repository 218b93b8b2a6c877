"""The gate for rows of others."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from flashprep.errors import FlashprepError
from flashprep.store.database import Database
from flashprep.store.files import read_checked_copy
from flashprep.store.gate import problem_of_arriving
from flashprep.store.gate_schema import problem_of_schema
from flashprep.store.identity import Identity
from flashprep.store.schema import every_statement
from tests.store.older import age

REVIEW: dict[str, Any] = {
    "uid": "0123456789abcdef0123456789abcdef",
    "device": "d1",
    "card_key": "star/letter",
    "at_ms": 1_797_595_200_000,
    "rating": 3,
    "duration_ms": 5000,
    "mode": "study",
    "utc_offset_min": 60,
    "origin": "flashprep",
    "parts": '[["a", true]]',
}
EVENT: dict[str, Any] = {
    "uid": "e1",
    "device": "d1",
    "at_ms": 1_797_595_200_000,
    "kind": "flag",
    "subject": "star/letter",
    "payload": '{"flag": 3}',
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An empty database."""
    path = tmp_path / "other.db"
    database = Database(path)
    Identity(database)
    database.close()
    return path


def test_good_rows_arrive() -> None:
    """A review and an event as flashprep writes them pass, also many at once."""
    assert problem_of_arriving("review", [REVIEW]) is None
    assert problem_of_arriving("event", [EVENT]) is None
    many = [REVIEW | {"uid": f"r{n}", "at_ms": n} for n in range(100)]
    assert problem_of_arriving("review", many) is None


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        ("rating", 5, "rating"),
        ("rating", "3", None),
        ("rating", "good", "rating"),
        ("rating", None, "rating"),
        ("duration_ms", -1, "duration_ms cannot be -1"),
        ("duration_ms", 10**30, "too large"),
        ("duration_ms", 1.5, "duration_ms"),
        ("at_ms", -1, "at_ms cannot be -1"),
        ("card_key", "", "card_key"),
        ("card_key", "a\x1b[2J", "card_key"),
        ("card_key", "\ud800", "surrogate"),
        ("card_key", ["a"], "type"),
        ("card_key", "a" * 5000, "card_key"),
        ("uid", "\x07", "uid cannot be"),
        ("uid", "a\0", "uid cannot be"),
        ("utc_offset_min", 2000, "utc_offset_min cannot be 2000"),
        ("due_day", 0, "due_day"),
        ("mode", "other", "mode"),
        ("parts", "[1]", "parts are not pairs"),
        ("parts", "{}", "parts"),
        ("stars", 3, "unknown column 'stars'"),
    ],
)
def test_arriving_review(field: str, value: object, problem: str | None) -> None:
    """One odd value of a review is named; what SQLite converts without loss is not odd."""
    said = problem_of_arriving(
        "review", [REVIEW, REVIEW | {"uid": "b", "at_ms": 5, field: value}]
    )
    assert (said is None) if problem is None else (said is not None and problem in said), said


@pytest.mark.parametrize(
    ("kind", "subject", "payload", "problem"),
    [
        ("flag", "a", '{"flag": 9}', "flag cannot be 9"),
        ("flag", "", '{"flag": 1}', "the subject is not a key"),
        ("flag", "a", "[]", "event"),
        ("void", "x\x1b", "{}", "the subject is not a row"),
        ("rename", "a", '{"to": "b\\u0007"}', "to cannot be"),
        ("break", "", '{"from_day": 9, "to_day": 3}', "to_day is before from_day"),
        ("parameters", "p", '{"weights": [1e999]}', "too large"),
        ("later", "x", '{"a": "\\ud800"}', "half of a surrogate pair"),
        ("later", "x", '{"a": {"b": [1, null]}}', None),
    ],
)
def test_arriving_event(kind: str, subject: str, payload: str, problem: str | None) -> None:
    """A payload or subject that its kind does not have is named; a kind of a newer version may
    have any payload."""
    row = EVENT | {"kind": kind, "subject": subject, "payload": payload}
    said = problem_of_arriving("event", [row])
    assert (said is None) if problem is None else (said is not None and problem in said), said


@pytest.mark.parametrize("version", range(1, 10))
def test_schema_of_each_version(path: Path, version: int) -> None:
    """A database of each version is known by its schema, and so is what a migration makes of
    it; with a trigger or a view it is not."""
    age(path, version)
    with closing(sqlite3.connect(path)) as connection:
        assert problem_of_schema(connection, version) is None
    read_checked_copy(path, path.with_name("copy.db"))
    with closing(sqlite3.connect(path.with_name("copy.db"))) as connection:
        assert problem_of_schema(connection, 9) is None
    for statement in (
        "CREATE TRIGGER t AFTER INSERT ON event BEGIN DELETE FROM event; END",
        "CREATE VIEW v AS SELECT 1",
        "CREATE INDEX i ON event (abs(at_ms))",
        "CREATE TABLE t (x)",
        "ALTER TABLE review ADD COLUMN x ANY AS (abs(rating))",
    ):
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("BEGIN")
            connection.execute(statement)
            assert problem_of_schema(connection, version) is not None


def test_long_schema_is_no_storm(path: Path) -> None:
    """A schema of an older version is compared at once, however long it is and however near
    to a known one."""
    age(path, 8)
    with closing(sqlite3.connect(path)) as connection:
        columns = ", ".join(f"c{n} INTEGER DEFAULT '0' NOT NULL" for n in range(1500))
        connection.execute("DROP TABLE device")
        connection.execute(f"CREATE TABLE device ({columns}, x TEXT CHECK (x))")
        assert problem_of_schema(connection, 8) is not None
        word = "a" * 200_000
        connection.execute(f"CREATE INDEX i ON device (c1) WHERE c1 = '{word} {word}'")
        assert problem_of_schema(connection, 8) is not None


def test_same_schema_in_other_words() -> None:
    """Space and quotes do not make another schema."""
    with closing(sqlite3.connect(":memory:")) as connection:
        for statement in every_statement():
            connection.execute(" ".join(statement.replace("\n", " ").split()))
        assert problem_of_schema(connection, 9) is None


def test_row_of_an_older_version(path: Path) -> None:
    """A row of an older version that this one cannot store is named, and nothing is taken."""
    age(path, 8)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "INSERT INTO event (uid, seq, device, at_ms, kind, subject, payload)"
            " VALUES ('odd', 1, 'd', 'a', 'flag', 'x', '{}')"
        )
        connection.commit()
    with pytest.raises(FlashprepError, match=r"other\.db: .*table event, row 'odd'"):
        read_checked_copy(path, path.with_name("copy.db"))


def test_computed_rows_are_not_believed(path: Path) -> None:
    """What is computed from the logs is left behind, to be computed again."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO cache_stamp VALUES ('states', 'x')")
        connection.commit()
    read_checked_copy(path, path.with_name("copy.db"))
    with closing(sqlite3.connect(path.with_name("copy.db"))) as connection:
        assert connection.execute("SELECT * FROM cache_stamp").fetchall() == []
