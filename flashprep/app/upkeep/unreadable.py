"""Finds the rows of a database with a value that cannot be read.

SQLite finds damaged pages, but not a value that changed within its bounds, such as JSON without
a field that is needed. Each row is read here by the same code as in every command.
"""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import UnionType
from typing import Any, Final, NamedTuple, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

from flashprep.core.faces import back_of
from flashprep.core.notes.fingerprint import NoteSummary
from flashprep.core.notes.stored import read_program, read_prompts
from flashprep.core.sheets import Sheet
from flashprep.errors import VALUE_ERRORS, FlashprepError
from flashprep.store.card_rows import CARD_COLUMNS, summary_of
from flashprep.store.copy_checks import damage_in
from flashprep.store.database_errors import DRIVER_ERRORS, explained
from flashprep.store.files import opened_to_read
from flashprep.store.full_cards import card_of
from flashprep.store.log_rows import EVENT, REVIEW, problem_of_event, review_of
from flashprep.store.set_aside import decoded

CACHE: Final = "cache_stamp"
"""The table whose values can be computed again."""

_LONGEST: Final = 60  # characters of a row's name

_Row = Sequence[Any]


class Unreadable(NamedTuple):
    """A row that cannot be read: its table, its key, and why."""

    table: str
    key: str
    why: str

    def __str__(self) -> str:
        return f"{self.table} {self.key}: {self.why}"


def unreadable_rows(path: Path) -> Iterator[Unreadable]:
    """The rows of a database of the present version that cannot be read. Raises FlashprepError
    at a page that SQLite cannot read."""
    try:
        with closing(opened_to_read(path)) as connection:
            yield from _unreadable(connection)
    except DRIVER_ERRORS as error:
        raise explained(path, error) from error


def unreadable_value(path: Path) -> FlashprepError | None:
    """The error for a database with a value that cannot be read, or other damage; None if there
    is none."""
    try:
        found = next(unreadable_rows(path), None) or damage_in(path, is_full=True)
    except FlashprepError as error:
        return error
    message = f"{path}: the database has a value that cannot be read ({found})"
    return FlashprepError(message, "bad-row") if found else None


def _unreadable(connection: sqlite3.Connection) -> Iterator[Unreadable]:
    for table, statement, read in _READERS:
        for row in decoded(connection, statement):
            why = _problem(row, read)
            if why:
                yield Unreadable(table, ascii(row[0])[:_LONGEST], why)


def _problem(row: _Row, read: Callable[[_Row], str | None]) -> str | None:
    try:
        for value in row:
            if isinstance(value, str):
                value.encode()
        return read(row)
    except UnicodeEncodeError:
        return "not UTF-8"
    except VALUE_ERRORS as error:
        return f"{type(error).__name__}: {ascii(str(error))[:_LONGEST]}"


def _fact(row: _Row) -> None:
    name, value = row
    if name == "time_zone":
        ZoneInfo(value)


def _review(row: _Row) -> str | None:
    return None if _fits(review_of(row)) else "a part is not a text"


def _event(row: _Row) -> str | None:
    *_, kind, _, payload = row
    return problem_of_event(kind, payload)


def _stamp(row: _Row) -> str | None:
    return None if isinstance(json.loads(row[1]), dict) else "not an object"


def _note(row: _Row) -> str | None:
    _, outline, prompts, program, sheet = row
    values: list[object] = [NoteSummary.from_json(outline)]
    if prompts is not None:
        values += read_prompts(prompts)
    if program is not None:
        values.append(read_program(program))
    if sheet is not None:
        values.append(Sheet.from_json(sheet))
    return None if all(map(_fits, values)) else "a field has another type"


def _card(row: _Row) -> str | None:
    summary, card = summary_of(row[:10]), card_of(row).card
    if not (_fits(summary) and _fits(card)):
        return "a field has another type"
    back_of(card)
    return None


_REVIEWS: Final = f"SELECT {REVIEW} FROM review WHERE parts IS NOT NULL"  # noqa: S608
_EVENTS: Final = f"SELECT {EVENT} FROM event"  # noqa: S608 - no input
_STAMPS: Final = "SELECT name, digest FROM cache_stamp WHERE digest GLOB '[[{]*'"
_CONTENT = "FROM card LEFT JOIN card_content USING (key)"
_READERS: Final[tuple[tuple[str, str, Callable[[_Row], str | None]], ...]] = (
    ("fact", "SELECT name, value FROM fact", _fact),
    # Most reviews have no parts, and the checks of their table cover the other columns.
    ("review", _REVIEWS, _review),
    ("event", _EVENTS, _event),
    ("note", "SELECT key, outline, prompts, programme, sheet FROM note", _note),
    (CACHE, _STAMPS, _stamp),
    ("card", f"SELECT {CARD_COLUMNS} {_CONTENT}", _card),
)


def _fits(value: object) -> bool:
    """Whether the fields of a dataclass or named tuple have the types that it declares."""
    kind = type(value)
    names: Iterable[str] = (
        [each.name for each in fields(kind)] if is_dataclass(kind) else kind._fields  # type: ignore[attr-defined]
    )
    hints = get_type_hints(kind)
    return all(_is_of(getattr(value, name), hints[name]) for name in names)


def _is_of(value: object, kind: Any) -> bool:  # noqa: ANN401 - a type or an alias
    if isinstance(kind, UnionType):
        return any(_is_of(value, each) for each in get_args(kind))
    container = get_origin(kind)
    if container is None:
        is_record = is_dataclass(kind) or hasattr(kind, "_fields")
        types = (int, float) if kind is float else kind
        return isinstance(value, types) and (not is_record or _fits(value))
    kinds = [each for each in get_args(kind) if each is not ...]
    if not isinstance(value, container):
        return False
    if len(kinds) == 1:
        return all(_is_of(each, kinds[0]) for each in value)
    return len(value) == len(kinds) and all(map(_is_of, value, kinds))
