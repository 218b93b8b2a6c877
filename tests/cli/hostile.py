"""Databases that nobody's flashprep wrote: each a change to a good one, by name."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import product
from pathlib import Path
from typing import Any

Change = Callable[[sqlite3.Connection], None]

LOGS = {
    "review": (
        *("uid", "seq", "device", "card_key", "at_ms", "moved_from_ms", "key_since_ms"),
        *("rating", "duration_ms", "mode", "due_day", "utc_offset_min", "origin", "anki_id"),
        "parts",
    ),
    "event": (
        *("uid", "seq", "device", "at_ms", "kind", "subject", "key_since_ms", "group"),
        "payload",
    ),
}
OTHERS = {
    "fact": ("name", "value"),
    "device": ("id", "name"),
    "source_file": ("name", "digest", "deck", "description"),
    "note": ("key", "file", "place", "line", "column", "outline", "prompts", "programme"),
    "note_link": ("note", "file", "to"),
    "card": (
        *("key", "note_key", "deck", "kind", "priority", "tags", "company", "position"),
        *("reveals", "retired_at_ms", "file", "line", "column", "place", "guid", "created_ms"),
        *(
            "fields_digest",
            "content_mod_s",
            "rendered_from",
            "phase",
            "step",
            "stability",
            "difficulty",
        ),
        *("due_day", "due_at_ms", "last_day", "last_at_ms", "reps", "suspended", "flag"),
        *("buried_until_day", "due_set_day", "known_until_day", "preset"),
    ),
    "card_content": ("key", "content"),
    "cache_stamp": ("name", "digest"),
}
VALUES = {
    "text": "'a'",
    "empty": "''",
    "no UTF-8": "CAST(x'61ff' AS TEXT)",
    "NUL": "CAST(x'610062' AS TEXT)",
    "escape": "char(27) || ']0;x' || char(7)",
    "long": "hex(zeroblob(1100000))",
    "blob": "x'00ff'",
    "null": "NULL",
    "huge": "9223372036854775807",
    "large": "3000000000000",
    "negative": "-1",
    "least": "-9223372036854775808",
    "float": "1.5",
    "infinite": "9e999",
    "list": "'[]'",
    "object": "'{}'",
    "odd list": "'[1, null, {\"a\": []}]'",
    "surrogate": "'[\"\\ud800\", true]'",
    "up": "'../../x'",
}
SCHEMAS = {
    "trigger": "CREATE TRIGGER t AFTER INSERT ON review BEGIN DELETE FROM review; END",
    "view": "CREATE VIEW v AS SELECT 1",
    "view of a table": "ALTER TABLE device RENAME TO d; CREATE VIEW device AS SELECT * FROM d",
    "endless view": (
        "ALTER TABLE event RENAME TO e; CREATE VIEW event AS WITH RECURSIVE n(i) AS "
        "(SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT * FROM e, n"
    ),
    "computed column": "ALTER TABLE review ADD COLUMN x TEXT AS (hex(zeroblob(100000000)))",
    "more column": "ALTER TABLE review ADD COLUMN x TEXT",
    "index": "CREATE INDEX i ON review (device)",
    "index of an expression": "CREATE INDEX i ON review (abs(rating))",
    "partial index": "CREATE UNIQUE INDEX i ON event (kind) WHERE uid = 'x'",
    "table": "CREATE TABLE t (x)",
    "virtual table": "CREATE VIRTUAL TABLE t USING fts5(x)",
    "no index": "DROP INDEX review_by_card",
    "no table": "DROP TABLE note_link",
    "renamed column": 'ALTER TABLE event RENAME COLUMN "group" TO grp',
    "statistics": "ANALYZE",
    "without rowid": (
        "DROP TABLE device; CREATE TABLE device (id TEXT NOT NULL, name TEXT NOT NULL, "
        "PRIMARY KEY (id)) WITHOUT ROWID"
    ),
    "no card content": "DELETE FROM card_content",
    "version 0": "PRAGMA user_version = 0",
    "version -1": "PRAGMA user_version = -1",
    "version 3": "PRAGMA user_version = 3",
    "version 8": "PRAGMA user_version = 8",
}
DAY = 740_000
INTERVIEW: dict[str, Any] = {
    "day": DAY,
    "company": "",
    "level": "",
    "decks": [],
    "off": [],
    "priorities": [],
    "weight": 1.0,
    "minutes": 20,
    "weekdays": {},
}
FORECAST = {"day": DAY, "mornings": [0.5], "interviews": [[DAY, 0.5]], "asked": ["x"]}
PRACTICE = {"rating": "good", "duration_ms": 1000, "steps": []}
# What a value may be replaced by. The last two are JSON to Python only.
ODD: tuple[object, ...] = (
    *(None, -1, 0, 10**30, 1e300, "x", "\ud800", [], [1], [[1]], [[3, 2]], {}, {"mon": -5}),
    *([[DAY, 7e9]], [-1.0], 9**9, [["a", 1]], float("nan"), float("inf")),
)
EVENTS: dict[str, tuple[str, dict[str, Any]]] = {
    "interview": ("acme", INTERVIEW),
    "forecast": ("plan", FORECAST),
    "practice": ("bank/fast", PRACTICE),
    "break": ("", {"from_day": DAY, "to_day": DAY + 3}),
    "activity": ("story", {"day": DAY}),
    "parameters": ("default", {"weights": [0.5] * 21}),
    "flag": ("cap/basic", {"flag": 3}),
    "bury": ("cap/basic", {"until_day": DAY}),
    "set_due": ("cap/basic", {"day": DAY}),
    "know": ("cap/basic", {"until_day": DAY}),
    "suspend": ("cap/basic", {"answer": "x"}),
    "rename": ("cap/basic", {"to": "cap/other"}),
    "forget": ("cap/basic", {}),
    "read": ("cap/basic", {}),
    "void": ("x", {}),
    "star": ("x", {"a": {"b": [1]}}),
}
# Payloads that need more than one odd value.
MORE: dict[str, tuple[str, str, str]] = {
    "interview that is nothing": ("interview", "acme", "{}"),
    "interview at the end of time": (
        "interview",
        "a",
        json.dumps(INTERVIEW | {"day": 839_000}),
    ),
    "interview at the beginning": ("interview", "a", json.dumps(INTERVIEW | {"day": 1})),
    "interview, canceled oddly": ("interview", "acme", '{"cancelled": false}'),
    "interview off forever": (
        *("interview", "acme"),
        json.dumps(INTERVIEW | {"day": 740_400, "off": [[1, 839_000], [739_990, 739_900]]}),
    ),
    "interview without a name": ("interview", "", json.dumps(INTERVIEW | {"day": 740_400})),
    "break backward": ("break", "", json.dumps({"from_day": DAY, "to_day": DAY - 1})),
    "break forever": ("break", "", json.dumps({"from_day": 1, "to_day": 839_000})),
    "due at the end of time": ("set_due", "cap/basic", '{"day": 839000}'),
    "due at the beginning": ("set_due", "cap/basic", '{"day": 1}'),
    "buried forever": ("bury", "cap/basic", '{"until_day": 839000}'),
    "known forever": ("know", "cap/basic", '{"until_day": 839000}'),
    "weights without bounds": ("parameters", "default", json.dumps({"weights": [1e300] * 21})),
    "weights below zero": ("parameters", "default", json.dumps({"weights": [-1] * 21})),
    "forecast of nothing": (
        "forecast",
        "plan",
        '{"day": 1, "mornings": [], "interviews": [], "asked": []}',
    ),
    "deep": ("star", "x", '{"a": ' + "[" * 900 + "]" * 900 + "}"),
    "digits": ("star", "x", '{"a": ' + "9" * 5000 + "}"),
    "twice": ("flag", "cap/basic", '{"flag": 1, "flag": 99}'),
    "rename to nothing": ("rename", "cap/basic", '{"to": ""}'),
    "rename to itself": ("rename", "cap/basic", '{"to": "cap/basic"}'),
    "rename of a note": ("rename", "cap", '{"to": "x"}'),
    "rename without a key": ("rename", "", '{"to": "x"}'),
    "rename with an escape": ("rename", "cap/basic", '{"to": "a\\u001b[2J"}'),
    "no kind": ("", "x", "{}"),
    "void of nothing": ("void", "", "{}"),
    "void with an escape": ("void", "\x1b[2J", "{}"),
    "practice of nothing": ("practice", "nowhere", json.dumps(PRACTICE)),
    "activity of nothing": ("activity", "nowhere", json.dumps({"day": 1})),
    "read of nothing": ("read", "nowhere", "{}"),
}
CONTENTS = {
    "front": 5,
    "answer": None,
    "parts": "x",
    "names": [1],
    "spine": {"labels": [], "rows": [], "asked": 3},
    "cells": {"names": ["a"], "texts": [], "asked": 0},
    "advice": "no",
    "unknown": 1,
    "image": "\ud800",
}
SUMMARIES = {
    "outline": ("key", "kind", "name", "parts", "location", "formerly"),
    "prompts": ("key", "deck", "question", "follow_ups", "priority", "location"),
    "programme": ("header", "name", "phases"),
}


_STRICT, _LOOSE = ")\n STRICT", ")/*loose*/"


def changes() -> Iterator[tuple[str, Change]]:
    """All changes, with their names."""
    for table, columns in {**LOGS, **OTHERS}.items():
        for column, (name, value) in product(columns, VALUES.items()):
            yield f"{table}.{column} {name}", _cell(table, column, value)
    for name, script in SCHEMAS.items():
        yield name, _script(script)
    for kind, (subject, payload) in EVENTS.items():
        for name, text in _payloads(payload):
            yield f"{kind} {name}", event_change(kind, subject, text)
    for name, each in MORE.items():
        yield name, event_change(*each)
    for field, odd in CONTENTS.items():
        yield f"card {field} {odd!r}", _json_cell("card_content", "content", (field,), odd)
    for column, fields in SUMMARIES.items():
        for field, other in product(fields, ODD[:9]):
            path = (0, field) if column == "prompts" else (field,)
            yield f"{column} {field} {other!r}", _json_cell("note", column, path, other)
    yield from _void_changes()


def _payloads(payload: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """A payload and what it may be altered to, with names."""
    yield "as it is", json.dumps(payload)
    for field, odd in product(payload, ODD):
        yield f"{field} {odd!r}", json.dumps(payload | {field: odd})
    for field in payload:
        rest = {name: value for name, value in payload.items() if name != field}
        yield f"without {field}", json.dumps(rest)
    for text in ("[]", "1", "null", "", "{", '{"a": NaN}', '{"\\ud800": 1}'):
        yield text, text


def _void_changes() -> Iterator[tuple[str, Change]]:
    def voids(*pairs: tuple[str, str]) -> Change:
        def change(connection: sqlite3.Connection) -> None:
            (review,) = connection.execute("SELECT uid FROM review LIMIT 1").fetchone()
            for uid, subject in pairs:
                event_change("void", subject.replace("REVIEW", review), "{}", uid)(connection)

        return change

    chain = [("v0", "REVIEW"), *((f"v{n + 1}", f"v{n}") for n in range(400))]
    yield "chain of voids", voids(*chain)
    yield "circle of voids", voids(("va", "vb"), ("vb", "va"))
    yield "void of itself", voids(("va", "va"))
    yield "circle that voids", voids(("va", "vb"), ("vb", "va"), ("vc", "REVIEW"), ("vd", "vc"))
    yield "many voids of one row", voids(*((f"v{n}", "REVIEW") for n in range(400)))


def write(path: Path, change: Change) -> None:
    """Change the database at `path`, whatever its tables allow."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = 1")
        _strictly(connection, strict=False)
        connection.execute("BEGIN")
        try:
            change(connection)
        finally:
            if connection.in_transaction:
                connection.execute("COMMIT")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        _strictly(connection, strict=True)


def _strictly(connection: sqlite3.Connection, *, strict: bool) -> None:
    """Make the tables accept every type, or claim again that they are strict."""
    old, new = (_LOOSE, _STRICT) if strict else (_STRICT, _LOOSE)
    connection.execute("PRAGMA writable_schema = 1")
    connection.execute("UPDATE sqlite_master SET sql = replace(sql, ?, ?)", [old, new])
    (version,) = connection.execute("PRAGMA schema_version").fetchone()
    connection.execute(f"PRAGMA schema_version = {version + 1}")
    connection.execute("PRAGMA writable_schema = RESET")


def _cell(table: str, column: str, value: str) -> Change:
    def change(connection: sqlite3.Connection) -> None:
        where = f'WHERE rowid = (SELECT max(rowid) FROM {table} WHERE "{column}" IS NOT NULL)'  # noqa: S608
        if table == "event" and column == "payload":
            where = "WHERE kind = 'interview'"
        connection.execute(f'UPDATE {table} SET "{column}" = {value} {where}')  # noqa: S608

    return change


def _script(script: str) -> Change:
    def change(connection: sqlite3.Connection) -> None:
        connection.execute("COMMIT")
        for statement in script.split("; ") if "BEGIN" not in script else [script]:
            connection.execute(statement)

    return change


def event_change(kind: str, subject: str, payload: str, uid: str = "hostile") -> Change:
    """Adds an event to the log."""

    def change(connection: sqlite3.Connection) -> None:
        (seq, at_ms, device) = connection.execute(
            "SELECT max(seq) + 1, max(at_ms) + 1, device FROM event"
        ).fetchone()
        connection.execute(
            'INSERT INTO event (uid, seq, device, at_ms, kind, subject, key_since_ms, "group",'
            " payload) VALUES (?, ?, ?, ?, ?, ?, 0, NULL, ?)",
            [uid, seq, device, at_ms, kind, subject, payload],
        )

    return change


def _json_cell(table: str, column: str, path: tuple[str | int, ...], odd: object) -> Change:
    def change(connection: sqlite3.Connection) -> None:
        statement = f"SELECT rowid, {column} FROM {table} WHERE {column} IS NOT NULL"  # noqa: S608
        for row, text in connection.execute(statement).fetchall():
            value = json.loads(text)
            place = value
            for step in path[:-1]:
                place = place[step]
            place[path[-1]] = odd
            update = f"UPDATE {table} SET {column} = ? WHERE rowid = ?"  # noqa: S608
            connection.execute(update, [json.dumps(value), row])

    return change
