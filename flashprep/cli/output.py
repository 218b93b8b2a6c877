"""How commands print: one JSON form, one kind of table, one way to say an amount."""

import json
import os
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import Console

JSON_VERSION = 1
# Where the output is no terminal, lines are cut later than on a screen.
_PIPE_WIDTH = 160
_NARROWEST = 12

json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON document, for other programs."
)


def print_json(command: str, **values: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
    """Print the one JSON document of a command. `version` rises when its form changes."""
    document = {"version": JSON_VERSION, "command": command, **values}
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def console() -> "Console":
    """Standard output, with colour where it is a terminal and colour is wanted."""
    from rich.console import Console

    output = Console(highlight=False, soft_wrap=False)
    if not output.is_terminal:
        output.width = _PIPE_WIDTH
    return output


def print_table(
    headings: Sequence[str], rows: Iterable[Sequence[str]], *, right: Sequence[int] = ()
) -> None:
    """Aligned columns under headings; the columns in `right` are aligned to the right.

    Where the terminal is too narrow, the last column is cut, and then the first. Drawn
    without rich, whose import would cost a short command a fifth of its time.
    """
    table = [[" ".join(cell.split()) for cell in row] for row in (headings, *rows)]
    widths = [max(cell_width(row[column]) for row in table) for column in range(len(headings))]
    room = _columns() - 2 - 2 * (len(widths) - 1)
    for column in (len(widths) - 1, 0):
        others = sum(widths) - widths[column]
        widths[column] = min(widths[column], max(_NARROWEST, room - others))
    for number, row in enumerate(table):
        cells = [
            _fit(cell, width, to_right=column in right)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        click.echo(styled(f"  {'  '.join(cells)}".rstrip(), dim=number == 0))


def styled(text: str, **styles: Any) -> str:  # noqa: ANN401 - click's own styles
    """Text in colour, where standard output is a terminal and colour is wanted."""
    wanted = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return click.style(text, **styles) if wanted else text


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
        while cell_width(cell) > width - 1:
            cell = cell[:-1]
        cell += "…"
    padding = " " * (width - cell_width(cell))
    return padding + cell if to_right else cell + padding


def _columns() -> int:
    if not sys.stdout.isatty():
        return _PIPE_WIDTH
    return shutil.get_terminal_size().columns


def amount(number: int, thing: str) -> str:
    """So many things: "1 card", "3 cards"."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def day_name(day: date) -> str:
    """A day as people say it: "Fri 18 Dec 2026"."""
    return f"{day:%a} {day.day} {day:%b %Y}"


def warn(message: str) -> None:
    """Say something on standard error that does not stop the command."""
    click.echo(message, err=True)
