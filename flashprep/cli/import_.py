"""`flashprep import`: what was studied in Anki, brought back."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashprep.cli.output import amount, json_option, print_json, say
from flashprep.core.history import EventKind

if TYPE_CHECKING:
    from flashprep.cli.context import App
    from flashprep.collection.importing import Imported

_SAID = {
    EventKind.FORGET: "made new again",
    EventKind.SET_DUE: "given another due day",
    EventKind.SUSPEND: "suspended",
    EventKind.UNSUSPEND: "unsuspended",
    EventKind.FLAG: "flagged, or with the flag taken off",
}


@click.command("import")
@click.argument("file", type=click.Path(exists=True, path_type=Path), metavar="FILE")
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
    app: "App", file: Path, *, rollover: int | None, dry_run: bool, as_json: bool
) -> None:
    """Bring back what was studied in Anki, from a package (.apkg or .colpkg).

    In Anki: File, Export, with scheduling information included. Nothing counts twice, and
    what was studied here stays. A copy of the database is made first.

    Example: flashprep import prep.apkg
    """
    with app.studying() as collection:
        imported = collection.import_package(
            file, app.now_ms, rollover=rollover, rehearse=dry_run
        )
        day_start = collection.config.day_start
    if as_json:
        print_json("import", path=str(file), dry_run=dry_run, **_as_json(imported))
        return
    for line in _lines(imported, day_start, dry_run=dry_run):
        say(line)


def _as_json(imported: "Imported") -> dict[str, object]:
    return {
        "changed": bool(imported),
        "notes": imported.notes,
        "matched": imported.matched,
        "others": imported.others,
        "twice": imported.twice,
        "reviews": imported.reviews,
        "known": imported.known,
        "marks": {kind.value: count for kind, count in imported.marks.items()},
        "dropped": dict(imported.dropped),
        "incomplete": imported.incomplete,
    }


def _lines(imported: "Imported", day_start: int, *, dry_run: bool) -> Iterator[str]:
    yield f"{imported.matched} of {amount(imported.notes, 'note')} are cards here."
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
    if imported.twice:
        yield f"{amount(imported.twice, 'note')} stood twice in the file; the first one counts."
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
    if not imported:
        yield "Nothing to do: all of it is here."
    elif dry_run:
        yield "Nothing was written."
    else:
        yield "What is due now: flashprep due"
