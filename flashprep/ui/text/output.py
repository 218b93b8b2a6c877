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
_MARGIN = 2  # the columns to the left of a table

# `_MARK` matches `code`, **strong** and *emphasis*. `_BREAK` matches the start of a list item
# or of a paragraph. `_MARK` limits the length of a match, because otherwise the time for a
# hostile text would be quadratic in its length.
_MARK = re.compile(r"(?<![\w\\])(`{1,4}|\*{1,4})(?=[^\s`*])(.{1,400}?)(?<=[^\s`*\\])\1(?!\w)")
# Characters that JSON does not escape, although they can control a terminal.
_UNSAFE = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_BREAK = re.compile(r"(?:(?<!\s)\s*)?\n\s*(?:[-*+]\s+|\n\s*(?:[-*+]\s+)?)")


def as_json_text(value: object, indent: int | None = None) -> str:
    """The value as JSON text. If standard output is UTF-8, the text is in Unicode, otherwise in
    ASCII."""
    readable = sys.stdout.encoding.lower().replace("-", "") == "utf8"
    text = json.dumps(value, ensure_ascii=not readable, indent=indent)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def say(text: str, *, hanging: int = 0, color: str | None = None) -> None:
    """Print a text. On a terminal, long lines wrap between words.

    `hanging` is the indent of the wrapped lines. If `color` is given, the first word of each
    line has this color.
    """
    for line in visible(text).split("\n"):
        shown = "\n".join(_wrapped(line, terminal_width(), hanging))
        if color:
            word, space, rest = shown.partition(" ")
            shown = styled(word, fg=color) + space + rest
        click.echo(shown)


def console() -> "Console":
    """Standard output as a console. On a terminal, it uses color unless NO_COLOR is set."""
    from flashprep.ui.text.safe_console import SafeConsole

    output = SafeConsole()
    if not output.is_terminal:
        output.width = _PIPE_WIDTH
    return output


def print_chart(lines: "Iterable[Text]", indent: int = 0) -> None:
    """Print the lines of a chart. Unless standard output is UTF-8, they are converted to
    ASCII."""
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

    The columns in `right` are aligned to the right. On a narrow terminal, cells are cut, except
    in the columns `right` and `kept`. If the output is not a terminal, nothing is cut. rich is
    not used because its import would take a fifth of the time of a short command.
    """
    table = [[visible(" ".join(cell.split())) for cell in row] for row in (headings, *rows)]
    width = terminal_width()
    room = width and width - _MARGIN
    for number, cells in enumerate(aligned(table, room, right=right, kept=kept)):
        click.echo(styled(f"{' ' * _MARGIN}{'  '.join(cells)}".rstrip(), dim=number == 0))


def styled(text: str, **styles: Any) -> str:  # noqa: ANN401 - click's own styles
    """The text in the given style. The style is left out unless standard output is a terminal
    with colors."""
    is_colored = (
        sys.stdout.isatty()
        and not os.environ.get("NO_COLOR")
        and os.environ.get("TERM") != "dumb"
    )
    return own_style(text, **styles) if is_colored else text


def one_line(markdown: str) -> str:
    """A Markdown text as one line for a table.

    Simple markup is removed. A dot separates paragraphs and list items.
    """
    text = _BREAK.sub(" · ", markdown.strip())
    for _ in range(2):  # twice, because markup may be nested
        text = _MARK.sub(r"\2", text)
    return " ".join(text.split())


def terminal_width(stream: TextIO | None = None) -> int | None:
    """The width in columns of the terminal that `stream` writes to. The default stream is
    standard output. Returns None if the stream is a pipe or a file."""
    if not (stream or sys.stdout).isatty():
        return None
    import shutil

    return shutil.get_terminal_size().columns


def _wrapped(line: str, width: int | None, hanging: int) -> list[str]:
    """The parts of a line that is split to fit the width of the terminal.

    Words are not broken, so that users can copy paths and keys. Color codes take no space.
    """
    if width is None or cell_width(unstyled(line)) <= width:
        return [line]
    words = re.split(r"( +)", line)  # words and, between them, spaces
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
    """Show a progress message on standard error while a plan is computed.

    The message is shown only on a terminal on which it can be cleared afterwards.
    """
    is_shown = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
    try:
        if is_shown:
            click.echo("Computing the plan…", nl=False, err=True)
        yield
    finally:
        if is_shown:
            click.echo("\r\x1b[K", nl=False, file=raw(sys.stderr))
