"""Questions and answers in tables of text (CSV, TSV): reading those of others, writing ours.

A table may say what its columns are: by a first row with their names, or by the lines that Anki
puts before the first row, such as `#separator:tab` or `#tags column:3`. One that does not has
front, back, tags and deck, in this order.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from flashprep.core.cards import Card

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
    """A table that cannot be read: the number of the line, and what is wrong with it."""

    def __init__(self, line: int, wrong: str) -> None:
        super().__init__(wrong)
        self.line = line


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: the line it ends on, and its cells by what they are; empty ones are left out."""

    line: int
    cells: dict[str, str]

    def tags(self) -> tuple[str, ...]:
        """Its tags, without repetition."""
        return tuple(dict.fromkeys(self.cells.get("tags", "").split()))


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table; `is_html` says that its texts are HTML, not Markdown."""

    rows: tuple[TableRow, ...]
    is_html: bool


def read_table(text: str) -> Table:
    """The rows of a table. TableError where it cannot be read."""
    said, body, skipped = _headers(text)
    rows = _rows(body, said.get("separator") or _separator(body), skipped)
    names = _names(said, rows)
    tags = said.get("tags", "")
    found = []
    for line, row in rows:
        cells = {
            name: cell.strip()
            for name, cell in zip(names, row, strict=False)
            if name and cell.strip()
        }
        if tags:
            cells["tags"] = f"{cells.get('tags', '')} {tags}".strip()
        if said.get("deck"):
            cells.setdefault("deck", said["deck"])
        if cells:
            found.append(TableRow(line, cells))
    return Table(tuple(found), said.get("html", "").lower() == "true")


def write_table(cards: Iterable[Card], separator: str) -> str:
    """Cards as a table with a row of names; texts are Markdown, as in the deck files."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\n")
    writer.writerow(COLUMNS)
    for card in cards:
        writer.writerow(_row(card))
    return text.getvalue()


def _row(card: Card) -> Sequence[str]:
    spine = card.spine
    # A sequence with one row asked for is its rows, the asked one being a gap.
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
    """What Anki's lines before the rows say, the rows, and how many lines came before."""
    said: dict[str, str] = {}
    lines = text.splitlines(keepends=True)
    count = 0
    for line in lines:
        name, colon, value = line.rstrip("\r\n").partition(":")
        if not line.startswith("#") or not colon:
            break
        said[name[1:].strip().lower()] = value.strip(" ")
        count += 1
    if "separator" in said:
        given = said["separator"]
        said["separator"] = _SEPARATORS.get(given.strip().lower(), given[:1])
    return said, "".join(lines[count:]), count


def _separator(body: str) -> str:
    """What parts the cells of the first row: whatever it has most of."""
    first = body.partition("\n")[0]
    return max("\t,;", key=first.count)


def _rows(body: str, separator: str, skipped: int) -> list[tuple[int, list[str]]]:
    if separator in ("\n", "\r", '"', ""):
        raise TableError(1, "the separator cannot be read; write '#separator:tab', or comma")
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
            f"the row cannot be read ({error}); check its quotes: one inside a quoted text is "
            "doubled",
        ) from error
    finally:
        csv.field_size_limit(before)


def _names(said: dict[str, str], rows: list[tuple[int, list[str]]]) -> list[str]:
    """What each column is; a row that says so is taken away."""
    width = max((len(row) for _, row in rows), default=0)
    if "columns" in said:
        separator = said.get("separator") or _separator(said["columns"])
        named = [_known(name) for name in said["columns"].split(separator)]
        if {"front", "back"} <= set(named):
            return named
    elif rows:
        named = [_known(name) for name in rows[0][1]]
        if {"front", "back"} <= set(named):
            del rows[0]
            return named
    names = [""] * width
    for name in _SPECIAL:
        place = said.get(f"{name} column", "")
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
