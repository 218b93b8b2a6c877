"""How commands print: one JSON form and one kind of table."""

import json
import os
import re
import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from flashprep.render.tables import aligned, cell_width

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

# How wide a card's faces are set where the output is no terminal.
_PIPE_WIDTH = 80
_MARGIN = 2  # to the left of a table

# `code`, **strong** and *emphasis*; the beginning of a list's item, or of a paragraph.
_MARK = re.compile(r"(?<![\w\\])(`+|\*{1,4})(?=[^\s`*])(.+?)(?<=[^\s`*\\])\1(?!\w)")
_BREAK = re.compile(r"\s*\n\s*(?:[-*+]\s+|\n\s*(?:[-*+]\s+)?)")


def as_json_text(value: object, indent: int | None = None) -> str:
    """JSON in letters that standard output can take."""
    readable = sys.stdout.encoding.lower().replace("-", "") == "utf8"
    return json.dumps(value, ensure_ascii=not readable, indent=indent)


def say(text: str, *, hanging: int = 0, color: str | None = None) -> None:
    """Print lines. A terminal gets those that are too long for it broken between words, the
    rest indented by `hanging`; the first word is in `color`."""
    for line in text.split("\n"):
        shown = "\n".join(_wrapped(line, hanging))
        if color:
            word, space, rest = shown.partition(" ")
            shown = styled(word, fg=color) + space + rest
        click.echo(shown)


def console() -> "Console":
    """Standard output, with color where it is a terminal and color is wanted."""
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
        output.print(Text(" " * indent) + line, soft_wrap=True)


def print_table(
    headings: Sequence[str], rows: Iterable[Sequence[str]], *, right: Sequence[int] = ()
) -> None:
    """Aligned columns under headings; the columns in `right` are aligned to the right.

    Where a terminal is too narrow, cells are cut; a pipe gets everything. Drawn without rich,
    whose import would cost a short command a fifth of its time.
    """
    table = [[" ".join(cell.split()) for cell in row] for row in (headings, *rows)]
    width = terminal_width()
    for number, cells in enumerate(aligned(table, width and width - _MARGIN, right=right)):
        click.echo(styled(f"{' ' * _MARGIN}{'  '.join(cells)}".rstrip(), dim=number == 0))


def styled(text: str, **styles: Any) -> str:  # noqa: ANN401 - click's own styles
    """Text in color, where standard output is a terminal and color is wanted."""
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


def terminal_width() -> int | None:
    """How wide the terminal is; None for a pipe or a file."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def _wrapped(line: str, hanging: int) -> list[str]:
    width = terminal_width()
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
