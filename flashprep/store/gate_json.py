"""Checks the JSON cells of a database from another source. Each cell is parsed by the same code
that later reads it. The result is compared with the declared types.

The function `decoded` must be the `text_factory` of the connection.
"""

import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from flashprep.core.cards import Card, Prompt
from flashprep.core.events import KINDS
from flashprep.core.notes.kinds.program import Program
from flashprep.core.notes.stored import read_program, read_prompts
from flashprep.core.notes.summary import NoteSummary
from flashprep.core.payloads import NAME, fits, read_json
from flashprep.core.sheets import Sheet
from flashprep.core.typed import is_typed
from flashprep.store.card_rows import CARD_COLUMNS
from flashprep.store.catalog import WAITING
from flashprep.store.full_cards import card_of
from flashprep.text import shortened

UID: Final = re.compile("[ -~]{1,64}")
"""Matches the uid of a row. flashprep's own uids consist of hexadecimal digits, but callers may
supply other uids."""
ID: Final = re.compile("[0-9A-Za-z_-]{1,64}")
"""Matches the id of a device or collection."""

_PARTS: Final = [(str, bool)]
_MISREAD: Final = (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError)


class BadCell(NamedTuple):
    """A row that contains an unreadable cell, and the problem."""

    table: str
    row: object
    problem: str

    def __str__(self) -> str:
        return misplaced(*self)


def decoded(text: bytes) -> str:
    """Decodes a text from the database. Bytes that are not UTF-8 become surrogates."""
    return text.decode("utf-8", "surrogateescape")


def misplaced(table: str, row: object, problem: str) -> str:
    """A message that names a table, a row and the problem with the row."""
    return f"table {table}, row {shortened(repr(row), 100)}: {problem}"


def problem_of_json(connection: sqlite3.Connection) -> str | None:
    """The first problem with a JSON cell, with its table and row. Returns None if all cells are
    valid."""
    return next(map(str, bad_cells(connection)), None)


def bad_cells(connection: sqlite3.Connection) -> Iterator[BadCell]:
    """Yields the rows whose JSON cells cannot be read."""
    for uid, parts in connection.execute(
        "SELECT uid, parts FROM review WHERE parts IS NOT NULL"
    ):
        problem = _problem_of_parts(parts)
        if problem:
            yield BadCell("review", uid, problem)
    events = connection.execute("SELECT uid, kind, subject, payload FROM event")
    for uid, kind, subject, payload in events:
        problem = _problem_of_event(kind, subject, payload)
        if problem:
            yield BadCell("event", uid, f"{kind}: {problem}")
    yield from _catalog_problems(connection)


def _problem_of_event(name: str, subject: str, payload: str) -> str | None:
    """The problem with the payload or the subject of an event. Returns None if both are valid.
    An unknown kind of event is from a newer version and may have any payload."""
    try:
        values = read_json(payload)
    except ValueError as error:
        return f"the payload is damaged ({error})"
    kind = KINDS.get(name)
    if kind is None:
        return None if isinstance(values, dict) else "the payload is not an object"
    if kind.is_keyed and not NAME.fullmatch(subject):
        return "the subject is not a key"
    if kind.subject == "row" and not UID.fullmatch(subject):
        return "the subject is not a row of the log"
    return kind.problem(values)


def _problem_of_parts(parts: str) -> str | None:
    try:
        is_good = fits(read_json(parts), _PARTS)
    except ValueError as error:
        return f"parts are damaged ({error})"
    return None if is_good else "parts are not pairs of a name and true or false"


def _catalog_problems(connection: sqlite3.Connection) -> Iterator[BadCell]:
    cards = f"SELECT {CARD_COLUMNS} FROM card LEFT JOIN card_content USING (key)"
    for row in connection.execute(cards):
        if not _is_readable(_read_card, Card, row):
            yield BadCell("card", row[0], "its content is damaged")
    notes = "SELECT key, outline, prompts, programme, sheet FROM note"
    for key, outline, prompts, program, sheet in connection.execute(notes):
        for name, read, kind, text in (
            ("outline", NoteSummary.from_json, NoteSummary, outline),
            ("prompts", read_prompts, tuple[Prompt, ...], prompts),
            ("programme", read_program, Program, program),
            ("sheet", Sheet.from_json, Sheet, sheet),
        ):
            if text is not None and not _is_readable(read, kind, text):
                yield BadCell("note", key, f"{name} is damaged")
    waiting = "SELECT digest FROM cache_stamp WHERE name = ?"
    for (text,) in connection.execute(waiting, [WAITING]):
        if not _is_readable(_read_waiting, tuple[NoteSummary, ...], text):
            yield BadCell("cache_stamp", WAITING, "it is damaged")


def _is_readable(read: Callable[[Any], object], kind: Any, cell: object) -> bool:  # noqa: ANN401
    try:
        return is_typed(read(cell), kind)
    except _MISREAD:
        return False


def _read_card(row: Sequence[Any]) -> Card:
    """The card in a row with the columns CARD_COLUMNS. Raises ValueError if the card asks for a
    row or a table cell that it does not contain."""
    for text in (row[5], row[8], row[-1]):
        read_json(text)
    card = card_of(row).card
    if card.spine and not 0 <= card.spine.asked < len(card.spine.rows):
        raise ValueError("spine")
    if card.cells:
        names, texts = card.cells.names, card.cells.texts
        if len(names) != len(texts) or not 0 <= card.cells.asked < len(texts):
            raise ValueError("cells")
    return card


def _read_waiting(text: str) -> tuple[NoteSummary, ...]:
    return tuple(map(NoteSummary.from_json, read_json(text).values()))
