"""Text around charts: tables, paragraphs and names, as lines for a terminal."""

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

INDENT = 2


def table(
    headings: Sequence[str], rows: Sequence[Sequence[str | Text]], right: Sequence[int]
) -> list[Text]:
    """Columns as wide as their cells, two cells apart, under faint headings."""
    cells = [
        [Text(cell) if isinstance(cell, str) else cell for cell in row]
        for row in (headings, *rows)
    ]
    sizes = [max(row[number].cell_len for row in cells) for number in range(len(headings))]
    lines = []
    for row in cells:
        line = Text()
        for number, (cell, size) in enumerate(zip(row, sizes, strict=True)):
            gap = " " * (size - cell.cell_len)
            line.append("  " if number else "")
            line.append_text(Text.assemble(gap, cell) if number in right else cell + gap)
        line.rstrip()
        lines.append(line)
    lines[0].stylize("dim")
    return lines


def between(left: Text, right: Text, width: int) -> Text:
    """One text at the left end of a line, another at its right end."""
    return Text.assemble(left, " " * max(2, width - left.cell_len - right.cell_len), right)


def indented(lines: Sequence[Text]) -> list[Text]:
    """The same lines, moved to the right."""
    return [Text(" " * INDENT) + line if line else line for line in lines]


def prose(text: str, width: int) -> list[Text]:
    """A faint paragraph, broken between words."""
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(Text(line, "dim"))
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, Text(line, "dim")]


def broken(text: Text, width: int) -> list[Text]:
    """A text in its styles, broken between words."""
    lines = text.wrap(Console(width=width), width)
    for line in lines:
        line.rstrip()
    return [*lines]


def fit(name: str, cells: int) -> str:
    """A name on one line of so many cells, without what a terminal would obey."""
    line = "".join(letter if letter.isprintable() else " " for letter in name)
    if cell_len(line) > cells:
        return f"{set_cell_size(line, cells - 1)}…"
    return set_cell_size(line, cells)
