"""How commands print: one JSON form and one kind of table."""

import json
import os
import re
import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

# How wide a card's faces are set where the output is no terminal.
_PIPE_WIDTH = 80
# How narrow a column may get in a table, and the last one, where texts stand; and how narrow
# columns get before lines break.
_NARROWEST, _NARROWEST_LAST, _STUMP = 12, 24, 5

# `code`, **strong** and *emphasis*; the beginning of a list's item, or of a paragraph.
_MARK = re.compile(r"(?<![\w\\])(`+|\*{1,4})(?=[^\s`*])(.+?)(?<=[^\s`*\\])\1(?!\w)")
_BREAK = re.compile(r"\s*\n\s*(?:[-*+]\s+|\n\s*(?:[-*+]\s+)?)")

json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON document, for other programs."
)


def print_json(command: str, view: object = None, **values: object) -> None:
    """Print the one JSON document of a command: its view, or values by name."""
    from flashprep.ui.text.documents import document  # most runs print none

    click.echo(as_json_text(document(command, view, **values), indent=2))


def as_json_text(value: object, indent: int | None = None) -> str:
    """JSON in letters that standard output can take."""
    readable = sys.stdout.encoding.lower().replace("-", "") == "utf8"
    return json.dumps(value, ensure_ascii=not readable, indent=indent)


def say(text: str, *, hanging: int = 0, colour: str | None = None) -> None:
    """Print lines. A terminal gets those that are too long for it broken between words, the
    rest indented by `hanging`; the first word is in `colour`."""
    for line in text.split("\n"):
        shown = "\n".join(_wrapped(line, hanging))
        if colour:
            word, space, rest = shown.partition(" ")
            shown = styled(word, fg=colour) + space + rest
        click.echo(shown)


def console() -> "Console":
    """Standard output, with colour where it is a terminal and colour is wanted."""
    from rich.console import Console

    output = Console(highlight=False, soft_wrap=False)
    if not output.is_terminal:
        output.width = _PIPE_WIDTH
    return output


def print_chart(lines: "Iterable[Text]", indent: int = 0) -> None:
    """Print lines of charts, in letters that standard output can take."""
    from rich.text import Text

    from flashprep.render.charts import in_ascii

    output = console()
    for line in lines:
        if output.encoding.lower().replace("-", "") != "utf8":
            line.plain = in_ascii(line.plain)
        output.print(Text(" " * indent) + line)


def print_table(
    headings: Sequence[str], rows: Iterable[Sequence[str]], *, right: Sequence[int] = ()
) -> None:
    """Aligned columns under headings; the columns in `right` are aligned to the right.

    Where a terminal is too narrow, the last column is cut, and then the widest ones; of a key
    or path the middle goes, since both its ends tell. Of figures, which are to the right, only
    the heading is cut. A pipe gets everything. Drawn without rich, whose import would cost a
    short command a fifth of its time.
    """
    table = [[" ".join(cell.split()) for cell in row] for row in (headings, *rows)]
    widths = [max(cell_width(row[column]) for row in table) for column in range(len(headings))]
    room = (_columns() or sys.maxsize) - 2 - 2 * (len(widths) - 1)
    _narrow(widths, room, {column: _heading_only(table, column) for column in right})
    for number, row in enumerate(table):
        cells = [
            _fit(cell, width, to_right=column in right)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        click.echo(styled(f"  {'  '.join(cells)}".rstrip(), dim=number == 0))


def _narrow(widths: list[int], room: int, figures: Mapping[int, int]) -> None:
    """Make columns narrower until they fit; `figures` are those that keep such a width."""
    last = len(widths) - 1
    texts = [column for column in range(len(widths)) if column not in figures]
    for column in sorted(texts, key=lambda each: (each != last, -widths[each])):
        least = _NARROWEST_LAST if column == last else _NARROWEST
        too_much = sum(widths) - room
        widths[column] = min(widths[column], max(least, widths[column] - too_much))
    for group, least_of in ((figures, figures), (texts, dict.fromkeys(texts, _STUMP))):
        while sum(widths) > room:
            wide = [column for column in group if widths[column] > least_of[column]]
            if not wide:
                break
            widths[max(wide, key=widths.__getitem__)] -= 1


def _heading_only(table: Sequence[Sequence[str]], column: int) -> int:
    """The width of a column of figures whose heading alone is cut."""
    return max((cell_width(row[column]) for row in table[1:]), default=0)


def styled(text: str, **styles: Any) -> str:  # noqa: ANN401 - click's own styles
    """Text in colour, where standard output is a terminal and colour is wanted."""
    wanted = (
        sys.stdout.isatty()
        and not os.environ.get("NO_COLOR")
        and os.environ.get("TERM") != "dumb"
    )
    return click.style(text, **styles) if wanted else text


def one_line(markdown: str) -> str:
    """A text on one line of a table: without its simple marks, with a dot for each new
    paragraph or item of a list."""
    text = _BREAK.sub(" · ", markdown.strip())
    for _ in range(2):  # strong around strong, or around code
        text = _MARK.sub(r"\2", text)
    return " ".join(text.split())


def cell_width(text: str) -> int:
    """How many columns a text takes in a terminal."""
    if text.isascii():
        return len(text)
    return sum(map(_character_width, text))


def _character_width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _fit(cell: str, width: int, *, to_right: bool) -> str:
    if cell_width(cell) > width:
        cell = _cut(cell, width)
    padding = " " * (width - cell_width(cell))
    return padding + cell if to_right else cell + padding


def _cut(cell: str, width: int) -> str:
    tail = cell if "/" in cell and " " not in cell else ""
    while cell_width(tail) > width // 2:
        tail = tail[1:]
    while cell_width(cell) + cell_width(tail) > width - 1:
        cell = cell[:-1]
    return f"{cell}…{tail}"


def _columns() -> int | None:
    """How wide the terminal is; None for a pipe or a file."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def _wrapped(line: str, hanging: int) -> list[str]:
    width = _columns()
    if width is None or cell_width(line) <= width:
        return [line]
    return textwrap.wrap(
        line,
        width,
        subsequent_indent=" " * hanging,
        break_long_words=False,  # paths and keys must be whole to be copied
        break_on_hyphens=False,
    )


def warn(message: str) -> None:
    """Say something on standard error that does not stop the command."""
    click.echo(message, err=True)


@contextmanager
def working_out_plan() -> Iterator[None]:
    """Say that a plan takes a while, for as long as it does, to a terminal that can take it
    back."""
    is_shown = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
    try:
        if is_shown:
            click.echo("Working out the plan…", nl=False, err=True)
        yield
    finally:
        if is_shown:
            click.echo("\r\x1b[K", nl=False, err=True)
