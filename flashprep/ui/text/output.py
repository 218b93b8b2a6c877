"""Prints texts, tables, and charts for the commands, and encodes JSON."""

import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

import click

from flashprep.render.tables import aligned, cell_width
from flashprep.text import visible
from flashprep.ui.text.safe_output import own_style, raw, unstyled

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

# The width of a card's faces if the output is not a terminal.
_PIPE_WIDTH = 80
_MARGIN = 2  # to the left of a table

# `code`, **strong** and *emphasis*; then the start of a list item or of a paragraph. Bounded,
# since a hostile text would otherwise take time by the square of its length.
_MARK = re.compile(r"(?<![\w\\])(`{1,4}|\*{1,4})(?=[^\s`*])(.{1,400}?)(?<=[^\s`*\\])\1(?!\w)")
# Characters that JSON does not escape, although they can control a terminal.
_UNSAFE = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_BREAK = re.compile(r"(?:(?<!\s)\s*)?\n\s*(?:[-*+]\s+|\n\s*(?:[-*+]\s+)?)")


def as_json_text(value: object, indent: int | None = None) -> str:
    """The value as JSON text: Unicode if standard output is UTF-8, otherwise ASCII."""
    readable = sys.stdout.encoding.lower().replace("-", "") == "utf8"
    text = json.dumps(value, ensure_ascii=not readable, indent=indent)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def say(text: str, *, hanging: int = 0, color: str | None = None) -> None:
    """Print lines. On a terminal, long lines wrap between words.

    `hanging` is the indent of the wrapped lines. The first word of each line is in `color`.
    """
    for line in visible(text).split("\n"):
        shown = "\n".join(_wrapped(line, terminal_width(), hanging))
        if color:
            word, space, rest = shown.partition(" ")
            shown = styled(word, fg=color) + space + rest
        click.echo(shown)


def console() -> "Console":
    """Standard output as a console. It uses color on a terminal, unless NO_COLOR is set."""
    from flashprep.ui.text.safe_console import SafeConsole

    output = SafeConsole()
    if not output.is_terminal:
        output.width = _PIPE_WIDTH
    return output


def print_chart(lines: "Iterable[Text]", indent: int = 0) -> None:
    """Print the lines of charts. They are ASCII unless standard output is UTF-8."""
    from rich.text import Text

    from flashprep.render.charts import in_ascii

    output = console()
    for line in lines:
        if output.encoding.lower().replace("-", "") != "utf8":
            line.plain = in_ascii(line.plain)
        output.print(Text(" " * indent) + line, soft_wrap=True)


def print_table(
    headings: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    right: Sequence[int] = (),
    kept: Sequence[int] = (),
) -> None:
    """Print aligned columns under headings.

    The columns in `right` are aligned to the right. The columns in `kept` are never truncated.
    On a narrow terminal, the other columns are truncated; a pipe gets everything. rich is not
    used because its import would take a fifth of the time of a short command.
    """
    table = [[visible(" ".join(cell.split())) for cell in row] for row in (headings, *rows)]
    width = terminal_width()
    room = width and width - _MARGIN
    for number, cells in enumerate(aligned(table, room, right=right, kept=kept)):
        click.echo(styled(f"{' ' * _MARGIN}{'  '.join(cells)}".rstrip(), dim=number == 0))


def styled(text: str, **styles: Any) -> str:  # noqa: ANN401 - click's own styles
    """The text in the given style, if standard output is a terminal with colors."""
    is_colored = (
        sys.stdout.isatty()
        and not os.environ.get("NO_COLOR")
        and os.environ.get("TERM") != "dumb"
    )
    return own_style(text, **styles) if is_colored else text


def one_line(markdown: str) -> str:
    """Markdown as one line for a table.

    Simple markup is removed, and a dot is put before each new paragraph or list item.
    """
    text = _BREAK.sub(" · ", markdown.strip())
    for _ in range(2):  # nested marks
        text = _MARK.sub(r"\2", text)
    return " ".join(text.split())


def terminal_width(stream: TextIO | None = None) -> int | None:
    """The number of columns of the terminal that a stream writes to. The default stream is
    standard output. If the stream is a pipe or a file, the result is None."""
    if not (stream or sys.stdout).isatty():
        return None
    import shutil

    return shutil.get_terminal_size().columns


def _wrapped(line: str, width: int | None, hanging: int) -> list[str]:
    """Splits a line into lines that fit the terminal.

    Words are not broken, so that users can copy paths and keys. Color codes take no space.
    """
    if width is None or cell_width(unstyled(line)) <= width:
        return [line]
    words = re.split(r"( +)", line)  # words, with the spaces between them
    lines, taken = [""], 0
    for word, space in zip(words[::2], ["", *words[1::2]], strict=True):
        length = cell_width(unstyled(word))
        if taken + len(space) + length > width and lines[-1].strip():
            lines.append(" " * hanging + word)
            taken = hanging + length
        else:
            lines[-1] += space + word
            taken += len(space) + length
    return lines


def warn(message: str) -> None:
    """Print a message to standard error. On a terminal, long lines wrap between words."""
    width = terminal_width(sys.stderr)
    for line in visible(message).split("\n"):
        click.echo("\n".join(_wrapped(line, width, 2)), err=True)


@contextmanager
def working_out_plan() -> Iterator[None]:
    """Show on standard error that a plan is being computed. If standard error is not a
    terminal that can clear the line afterwards, nothing is shown."""
    is_shown = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
    try:
        if is_shown:
            click.echo("Working out the plan…", nl=False, err=True)
        yield
    finally:
        if is_shown:
            click.echo("\r\x1b[K", nl=False, file=raw(sys.stderr))
