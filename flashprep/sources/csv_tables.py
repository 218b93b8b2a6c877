"""Reads and writes questions and answers as text tables (CSV, TSV).

A table may name its columns in its first row or in header lines. Header lines have Anki's form,
such as `#separator:tab` or `#tags column:3`. Without names, the columns are front, back, tags,
and deck, in this order.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from flashprep.core.cards import Card
from flashprep.text import visible

COLUMNS: Final = (
    *("key", "deck", "front", "back", "tags", "kind", "design", "priority"),
    *("context", "extra", "hint", "source"),
)

_NAMES: Final = {
    "question": "front",
    "answer": "back",
    "text": "front",
    "tag": "tags",
    "deck name": "deck",
    "guid": "key",
}
_READ: Final = ("front", "back", "tags", "deck", "key", "extra", "hint", "source", "context")
_SEPARATORS: Final = {
    "comma": ",",
    "semicolon": ";",
    "tab": "\t",
    "space": " ",
    "pipe": "|",
    "colon": ":",
}
_SPECIAL: Final = ("tags", "deck", "guid", "notetype")
_LONGEST_CELL: Final = 1 << 24


class TableError(Exception):
    """A table cannot be read. The error has the line number and a message."""

    def __init__(self, line: int, wrong: str) -> None:
        super().__init__(wrong)
        self.line = line


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table: the number of its final line, and its nonempty cells by column name."""

    line: int
    cells: dict[str, str]

    def tags(self) -> tuple[str, ...]:
        """The tags of the row, without repetition."""
        return tuple(dict.fromkeys(self.cells.get("tags", "").split()))


@dataclass(frozen=True, slots=True)
class Table:
    """A table. With `is_html`, the texts in its rows are HTML instead of Markdown."""

    rows: tuple[TableRow, ...]
    is_html: bool


def read_table(text: str) -> Table:
    """Reads a table. Raises TableError if the text is not a valid table."""
    headers, body, skipped = _headers(text)
    rows = _rows(body, headers.get("separator") or _separator(body), skipped)
    names = _names(headers, rows)
    tags = headers.get("tags", "")
    found = []
    for line, row in rows:
        cells = {
            name: cell.strip()
            for name, cell in zip(names, row, strict=False)
            if name and cell.strip()
        }
        if tags:
            cells["tags"] = f"{cells.get('tags', '')} {tags}".strip()
        if headers.get("deck"):
            cells.setdefault("deck", headers["deck"])
        if cells:
            found.append(TableRow(line, cells))
    return Table(tuple(found), headers.get("html", "").lower() == "true")


def write_table(cards: Iterable[Card], separator: str) -> str:
    """The text of a table with a header row and a row for each card. Cells contain Markdown, as
    in deck files."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\n")
    writer.writerow(COLUMNS)
    for card in cards:
        writer.writerow(_row(card))
    return visible(text.getvalue())


def _row(card: Card) -> Sequence[str]:
    spine = card.spine
    # If a card asks for one row of a sequence, list all rows, with "…" for the asked row.
    rows = (
        [
            "…" if number == spine.asked else row
            for number, row in enumerate(spine.rows)
            if number <= spine.asked or spine.rest_shown
        ]
        if spine
        else []
    )
    front = "\n".join(filter(None, (card.front, " → ".join(rows))))
    return (
        *(card.key, card.deck, front, card.answer, " ".join(card.tags), card.kind),
        *(card.design, card.priority.value, card.context, card.extra, card.hint, card.source),
    )


def _headers(text: str) -> tuple[dict[str, str], str, int]:
    """Anki's header lines by name, the rest of the text, and the number of header lines."""
    headers: dict[str, str] = {}
    lines = text.splitlines(keepends=True)
    count = 0
    for line in lines:
        name, colon, value = line.rstrip("\r\n").partition(":")
        if not line.startswith("#") or not colon:
            break
        headers[name[1:].strip().lower()] = value.strip(" ")
        count += 1
    if "separator" in headers:
        given = headers["separator"]
        headers["separator"] = _SEPARATORS.get(given.strip().lower(), given[:1])
    return headers, "".join(lines[count:]), count


def _separator(body: str) -> str:
    """The separator of cells. It is the possible separator that is most frequent in the first
    row."""
    first = body.partition("\n")[0]
    return max("\t,;", key=first.count)


def _rows(body: str, separator: str, skipped: int) -> list[tuple[int, list[str]]]:
    if separator in ("\n", "\r", '"', ""):
        raise TableError(1, "unknown separator; write '#separator:tab' or '#separator:comma'")
    before = csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=separator, strict=True)
    try:
        return [
            (reader.line_num + skipped, row)
            for row in reader
            if any(cell.strip() for cell in row)
        ]
    except csv.Error as error:
        raise TableError(
            reader.line_num + skipped,
            f"the row cannot be read ({error}); check its quotes: inside quoted text, double "
            "each quote",
        ) from error
    finally:
        csv.field_size_limit(before)


def _names(headers: dict[str, str], rows: list[tuple[int, list[str]]]) -> list[str]:
    """The name of each column. If the first row contains the names, removes it from `rows`."""
    width = max((len(row) for _, row in rows), default=0)
    if "columns" in headers:
        separator = headers.get("separator") or _separator(headers["columns"])
        named = [_known(name) for name in headers["columns"].split(separator)]
        if {"front", "back"} <= set(named):
            return named
    elif rows:
        named = [_known(name) for name in rows[0][1]]
        if {"front", "back"} <= set(named):
            del rows[0]
            return named
    names = [""] * width
    for name in _SPECIAL:
        place = headers.get(f"{name} column", "")
        if place.isascii() and place.isdigit() and 0 < int(place) <= width:
            names[int(place) - 1] = {"guid": "key", "notetype": "-"}.get(name, name)
    free = (place for place in range(width) if not names[place])
    given = [name for name in ("front", "back", "tags", "deck") if name not in names]
    for column, name in zip(free, given, strict=False):
        names[column] = name
    return names


def _known(name: str) -> str:
    word = name.strip().lower()
    word = _NAMES.get(word, word)
    return word if word in _READ else ""
