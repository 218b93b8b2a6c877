"""`flashprep stats`: shows how well the user remembers, what is due next, and hints."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashprep.render.stats_report import (
    SECTIONS,
    stats_overview,
    stats_report,
    stats_sections,
)
from flashprep.ui.cli.context import App, json_option
from flashprep.ui.cli.files import write_file
from flashprep.ui.text.commands import command_of
from flashprep.ui.text.no_cards import ADD_ONE
from flashprep.ui.text.output import console, say
from flashprep.ui.text.program import FLASHPREP
from flashprep.ui.text.report import print_report

if TYPE_CHECKING:
    from flashprep.core.stats.summary import Summary

_WIDEST = 112  # maximum columns, because longer lines are harder to read
_HINTS = 2  # the number of hints in the overview
_SCALE = 8  # width of a chart's scale


@click.command("stats")
@click.argument(
    "sections", nargs=-1, type=click.Choice(("all", *SECTIONS)), metavar="[SECTION]..."
)
@click.option("--deck", "decks", multiple=True, metavar="NAME", help="Only cards of this deck.")
@click.option(
    "--days",
    type=click.IntRange(1, 36_500),
    default=90,
    show_default=True,
    help="Use the reviews of the last N days.",
)
@click.option(
    "--html",
    "page",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write all sections to a web page.",
)
@json_option
@click.pass_obj
def command(
    app: App,
    sections: tuple[str, ...],
    decks: tuple[str, ...],
    days: int,
    page: Path | None,
) -> None:
    """Show how well you remember and what is coming up.

    Without a SECTION, an overview is shown. The sections are forecast, time, year, retention,
    memory, calibration, ratings, weakest, steps and learned; 'all' shows all of them.

    Example: flashprep stats retention calibration --deck values
    """
    with app.studying() as collection:
        from flashprep.app.upkeep.stats import statistics

        summary = statistics(collection, app.now_ms, collection.match_decks(decks), days)
    if page is not None:
        from flashprep.render.report_page import page_of

        write_file(page, page_of(stats_report(summary, decks), command_of).encode())
    app.end_if_json("stats", summary)
    if page is not None:
        say(f"{page}: written. Open it in a browser; it needs no network.")
    else:
        _print(summary, sections)


def _print(summary: "Summary", sections: tuple[str, ...]) -> None:
    if not summary.cards.total and not summary.study:
        say(ADD_ONE)
    elif sections:
        wanted = [name for name in SECTIONS if name in sections or "all" in sections]
        most = min(console().width, _WIDEST) - _SCALE
        print_report(stats_sections(summary, wanted, most), _WIDEST)
    else:
        report = stats_overview(summary)
        print_report(report.blocks, _WIDEST)
        click.echo()
        for hint in report.hints[:_HINTS]:
            say(f"  {hint.told(command_of(hint))}", hanging=4)
        if summary.study:
            say(f"  More: {FLASHPREP} stats all, one by name, or --html FILE", hanging=4)
