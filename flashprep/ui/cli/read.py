"""`flashprep read`: shows complete notes, to read or to print."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashprep.text import amount
from flashprep.ui.cli.completing import DECKS
from flashprep.ui.cli.context import App, json_option
from flashprep.ui.cli.files import write_if_named
from flashprep.ui.text.output import say
from flashprep.ui.text.program import FLASHPREP

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flashprep.core.sheets import Sheet

_MEASURE = 76
_INDENT = "  "


@click.command("read")
@click.argument("name", metavar="[NOTE | DECK]", required=False, shell_complete=DECKS)
@click.option(
    "--markdown", type=click.Path(path_type=Path), help="Write a study sheet as Markdown."
)
@click.option(
    "--html",
    type=click.Path(path_type=Path),
    help="Write a study sheet as a web page to print.",
)
@json_option
@click.pass_obj
def command(app: App, name: str | None, *, markdown: Path | None, html: Path | None) -> None:
    """Show complete notes, to read or to print.

    NOTE is the id of a note, and DECK the name of a deck. Without either, all notes are shown.
    The notes that you name count as read: a review session does not show them again before
    their first cards.

    With --html or --markdown, a study sheet is written to a file instead. The sheet has about
    one or two printed pages per deck. Notes in the sheet do not count as read.

    Example: flashprep read star
    """
    from flashprep.app.study.first_meetings import Introduction, mark_read, sheets_to_read

    with app.studying() as collection:
        view = sheets_to_read(collection, name)
        sheets, about = view.sheets, view.about
        if name and not (markdown or html):
            mark_read(collection, [Introduction(sheet) for sheet in sheets], app.now_ms)
    app.end_if_json("read", view)
    write_if_named(markdown, lambda: _markdown(sheets, about))
    write_if_named(html, lambda: _page(name, sheets, about))
    if not (markdown or html):
        _print(sheets)


def _print(sheets: "Sequence[Sheet]") -> None:
    from rich.text import Text

    from flashprep.render.sheet_terminal import sheet_lines
    from flashprep.render.terminal import Typesetter
    from flashprep.ui.text.output import console

    output = console()
    setter = Typesetter(output, min(output.width, _MEASURE + len(_INDENT)) - len(_INDENT))
    for number, sheet in enumerate(sheets):
        if number:
            output.print(Text("─" * setter.width, "dim"))
        for line in sheet_lines(sheet, setter):
            output.print(Text(_INDENT) + line if line else line)
    if not sheets:
        say(f"There are no notes yet. To write one: {FLASHPREP} new")
    elif len(sheets) > 1:
        say(f"\n{amount(len(sheets), 'note')}. To print: {FLASHPREP} read --html sheet.html")


def _markdown(sheets: "Sequence[Sheet]", about: "Mapping[str, str]") -> bytes:
    from flashprep.render.sheet_markdown import sheets_markdown

    return sheets_markdown(sheets, about).encode()


def _page(name: str | None, sheets: "Sequence[Sheet]", about: "Mapping[str, str]") -> bytes:
    from flashprep.render.sheet_page import sheets_page

    title = f"Study sheet: {name}" if name else "Study sheet"
    return sheets_page(title, sheets, about).encode()
