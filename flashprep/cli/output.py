"""How commands print: one JSON form, one kind of table, one way to say an amount."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import Console

JSON_VERSION = 1
# Where the output is no terminal, lines are cut later than on a screen.
_PIPE_WIDTH = 160

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
    """Aligned columns under headings; the columns in `right` are aligned to the right. What
    does not fit a narrow terminal is cut with an ellipsis."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, header_style="dim", pad_edge=True, padding=(0, 1))
    for number, heading in enumerate(headings):
        table.add_column(
            heading,
            justify="right" if number in right else "left",
            no_wrap=True,
            overflow="ellipsis",
        )
    for row in rows:
        table.add_row(*map(Text, row))
    console().print(table)


def amount(number: int, thing: str) -> str:
    """So many things: "1 card", "3 cards"."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def day_name(day: date) -> str:
    """A day as people say it: "Fri 18 Dec 2026"."""
    return f"{day:%a} {day.day} {day:%b %Y}"


def warn(message: str) -> None:
    """Say something on standard error that does not stop the command."""
    click.echo(message, err=True)
