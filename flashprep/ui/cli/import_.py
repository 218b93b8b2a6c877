"""`flashprep import`: what was studied in Anki, brought back."""

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

_SAID = {
    EventKind.FORGET: "made new again",
    EventKind.SET_DUE: "given another due day",
    EventKind.SUSPEND: "suspended",
    EventKind.UNSUSPEND: "unsuspended",
    EventKind.FLAG: "flagged, or with the flag taken off",
}


_SHOWN = 10


@click.command("import")
@click.argument("file", type=click.Path(exists=True, path_type=Path), metavar="FILE")
@click.option(
    "--as-deck",
    type=click.Path(path_type=Path),
    metavar="DECK.yaml",
    help="Make a deck file of the notes that are not of this collection.",
)
@click.option(
    "--rollover",
    type=click.IntRange(0, 23),
    metavar="HOUR",
    help="The hour at which Anki's day begins, where the file does not say; else 4.",
)
@click.option("--dry-run", is_flag=True, help="Say what would come; change nothing.")
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
    """Bring back what was studied in Anki, from a package (.apkg or .colpkg).

    In Anki: File, Export, with scheduling information included. Nothing counts twice, and
    what was studied here stays. A copy of the database is made first. With --as-deck, notes
    that are not of this collection become a deck file, and their progress comes along. A
    table (.csv or .tsv) of front, back, tags and deck becomes a deck file too.

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
            f"To make a deck file of the notes that are not here: {FLASHPREP} import "
            f"{file} --as-deck decks/imported/{file.stem}.yaml"
        )
    say("\n".join(lines))


def _lines(imported: "Imported", day_start: int, *, dry_run: bool) -> Iterator[str]:
    yield f"{imported.matched} of {amount(imported.notes, 'note')} are cards here."
    if imported.matched:
        new = f"{'Would come' if dry_run else 'Came'}: {amount(imported.reviews, 'answer')}"
        yield f"{new}; {imported.known} more were here already."
    for kind, count in imported.marks.items():
        yield f"{amount(count, 'card')} {_SAID[kind]}, as in Anki."
    for why, count in imported.dropped.items():
        yield f"Left out: {amount(count, 'row')} of Anki's log, {why}."
    if imported.incomplete:
        yield (
            f"Of {amount(imported.incomplete, 'card')} Anki has no longer the first answers; "
            "the memory is reckoned from the earliest one that it has."
        )
    if imported.rollover not in (None, day_start):
        yield (
            f"Anki's day begins at {imported.rollover}:00, the one here at {day_start}:00; "
            f"'day_start = {imported.rollover}' in flashprep.toml makes them the same."
        )
    if imported.others:
        yield (
            f"{amount(imported.others, 'note')} {'is' if imported.others == 1 else 'are'} "
            "of no card here, and stayed out."
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
        yield f"Pictures and sounds that are only named, not shown: {some}{more}."


def _last(report: "ImportReport") -> str:
    if not report.changed:
        return "Nothing to do."
    return "Nothing was written." if report.dry_run else f"What is due now: {FLASHPREP} due"
