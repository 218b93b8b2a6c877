"""`flashprep import`: imports reviews and decks from Anki, and tables."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashprep.core.events import EventKind
from flashprep.text import amount
from flashprep.ui.cli.context import App, json_option
from flashprep.ui.text.output import say
from flashprep.ui.text.program import FLASHPREP

if TYPE_CHECKING:
    from flashprep.app.transfer.import_file import ImportReport
    from flashprep.app.transfer.import_report import Imported

_ACTIONS = {
    EventKind.FORGET: "reset to new",
    EventKind.SET_DUE: "moved to another due day",
    EventKind.SUSPEND: "suspended",
    EventKind.UNSUSPEND: "unsuspended",
    EventKind.FLAG: "flagged or unflagged",
}


_SHOWN = 10


@click.command("import")
@click.argument("file", type=click.Path(exists=True, path_type=Path), metavar="FILE")
@click.option(
    "--as-deck",
    type=click.Path(path_type=Path),
    metavar="DECK.yaml",
    help="Write notes that are not in this collection to a deck file.",
)
@click.option(
    "--rollover",
    type=click.IntRange(0, 23),
    metavar="HOUR",
    help="Hour at which Anki's day starts, if FILE does not contain it. Default: 4.",
)
@click.option("--dry-run", is_flag=True, help="Show what would be imported; change nothing.")
@json_option
@click.pass_obj
def command(
    app: App,
    file: Path,
    *,
    as_deck: Path | None,
    rollover: int | None,
    dry_run: bool,
) -> None:
    """Import reviews or decks from Anki, or a CSV file.

    For reviews, FILE is a package from Anki (.apkg or .colpkg). To make one, choose File,
    Export in Anki, and include scheduling information. Your reviews here stay, and no review is
    imported twice. The database is backed up first.

    With --as-deck, notes that are not in this collection are written to a deck file, and their
    progress is imported. If FILE is a table (.csv or .tsv) with the columns front, back, tags
    and deck, its rows are written to a deck file, too.

    Example: flashprep import prep.apkg
    """
    from flashprep.app.transfer.import_file import import_file

    with app.studying() as collection:
        report = import_file(
            collection, file, app.now_ms, rollover=rollover, as_deck=as_deck, dry_run=dry_run
        )
        day_start = collection.config.day_start
    app.end_if_json("import", report)
    imported = report.imported
    lines = [] if imported is None else list(_lines(imported, day_start, dry_run=dry_run))
    lines += _made(report)
    lines.append(_last(report))
    if imported is not None and imported.others and as_deck is None:
        lines.append(
            f"To write those notes to a deck file: {FLASHPREP} import "
            f"{file} --as-deck decks/imported/{file.stem}.yaml"
        )
    say("\n".join(lines))


def _lines(imported: "Imported", day_start: int, *, dry_run: bool) -> Iterator[str]:
    yield f"{imported.matched} of {amount(imported.notes, 'note')} have cards here."
    if imported.matched:
        verb = "Would import" if dry_run else "Imported"
        new = amount(imported.reviews, "review")
        yield f"{verb} {new}; {imported.known} more were imported before."
    for kind, count in imported.marks.items():
        yield f"{amount(count, 'card')} {_ACTIONS[kind]}, as in Anki."
    for why, count in imported.dropped.items():
        yield f"Left out: {amount(count, 'row')} of Anki's log, {why}."
    if imported.incomplete:
        yield (
            f"Anki no longer has the first reviews of {amount(imported.incomplete, 'card')}; "
            "memory is computed from the earliest review it has."
        )
    if imported.rollover not in (None, day_start):
        yield (
            f"Anki's day starts at {imported.rollover}:00, the study day at {day_start}:00; "
            f"to make them equal, set 'day_start = {imported.rollover}' in flashprep.toml."
        )
    if imported.others:
        yield (
            f"Left out: {amount(imported.others, 'note')} without a card in this collection."
        )


def _made(report: "ImportReport") -> Iterator[str]:
    adoption = report.adoption
    for name in report.deck_files:
        yield f"{'Would be written' if report.dry_run else 'Written'}: {name}"
    for each in adoption.left_out[:_SHOWN]:
        yield f"Left out: {each.what}: {each.why}."
    if len(adoption.left_out) > _SHOWN:
        yield f"Left out: {len(adoption.left_out) - _SHOWN} more; --json lists them all."
    if adoption.media:
        some = ", ".join(adoption.media[:3])
        more = ", …" if len(adoption.media) > 3 else ""  # noqa: PLR2004 - three fit a line
        yield f"Pictures and sounds are left out; their names are kept: {some}{more}."


def _last(report: "ImportReport") -> str:
    if not report.changed:
        return "Nothing to import."
    return "No changes made." if report.dry_run else f"Cards due now: {FLASHPREP} due"
