"""Prints a report."""

from typing import TYPE_CHECKING

from flashprep.ui.text.commands import command_of
from flashprep.ui.text.output import console, print_chart, terminal_width

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flashprep.render.report import Block


def print_report(blocks: "Iterable[Block]", widest: int) -> None:
    """Print the blocks of a report, one below the other. Charts are at most `widest` columns
    wide."""
    from flashprep.render.report_terminal import Screen

    width = min(console().width, widest)
    print_chart(Screen(width, terminal_width(), command_of).lines(blocks))
