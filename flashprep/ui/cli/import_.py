"""`flashprep import`: what was studied in Anki, brought back."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flashprep.core.events import EventKind
from flashprep.text import amount, first_of
from flashprep.ui.text.output import json_option, print_json, say

if TYPE_CHECKING:
    from flashprep.app.transfer.import_report import Adoption, Imported
    from flashprep.ui.cli.context import App

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
    app: "App",
    file: Path,
    *,
    as_deck: Path | None,
    rollover: int | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Bring back what was studied in Anki, from a package (.apkg or .colpkg).

    In Anki: File, Export, with scheduling information included. Nothing counts twice, and
    what was studied here stays. A copy of the database is made first. With --as-deck, notes
    that are not of this collection become a deck file, and their progress comes along. A
    table (.csv or .tsv) of front, back, tags and deck becomes a deck file too.

    Example: flashprep import prep.apkg
    """
    with app.studying() as collection:
        if file.suffix.lower() in (".csv", ".tsv", ".txt"):
            from flashprep.app.transfer.csv_tables import import_table

            imported = None
            adoption = import_table(collection, file, as_deck, app.now_ms, rehearse=dry_run)
        else:
            imported = collection.import_package(
                file, app.now_ms, rollover=rollover, as_deck=as_deck, rehearse=dry_run
            )
            adoption = imported.adoption
        day_start = collection.config.day_start
        root = collection.folder.resolve()
    if as_json:
        said = {} if imported is None else _as_json(imported)
        changed = bool(adoption.files or imported)
        made = _adoption_as_json(adoption, root)
        print_json("import", path=str(file), dry_run=dry_run, changed=changed, **said, **made)
        return
    lines = [] if imported is None else list(_lines(imported, day_start, dry_run=dry_run))
    lines += _made(adoption, root, dry_run=dry_run)
    lines.append(_last(changed=bool(adoption.files or imported), dry_run=dry_run))
    if imported is not None and imported.others and as_deck is None:
        lines.append(
            "To make a deck file of the notes that are not here: flashprep import "
            f"{file} --as-deck decks/imported/{file.stem}.yaml"
        )
    for line in lines:
        say(line)


def _as_json(imported: "Imported") -> dict[str, object]:
    return {
        "notes": imported.notes,
        "matched": imported.matched,
        "others": imported.others,
        "reviews": imported.reviews,
        "known": imported.known,
        "marks": {kind.name: count for kind, count in imported.marks.items()},
        "dropped": dict(imported.dropped),
        "incomplete": imported.incomplete,
    }


def _adoption_as_json(adoption: "Adoption", root: Path) -> dict[str, object]:
    return {
        "files": [path.relative_to(root).as_posix() for path in adoption.files],
        "left_out": [{"what": each.what, "why": each.why} for each in adoption.left_out],
        "media": list(adoption.media),
    }


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


def _made(adoption: "Adoption", root: Path, *, dry_run: bool) -> Iterator[str]:
    for path in adoption.deck_files:
        verb = "Would be written" if dry_run else "Written"
        yield f"{verb}: {path.relative_to(root).as_posix()}"
    for each in adoption.left_out[:_SHOWN]:
        yield f"Left out: {each.what}: {each.why}."
    if len(adoption.left_out) > _SHOWN:
        yield f"Left out: {len(adoption.left_out) - _SHOWN} more; --json lists them all."
    if adoption.media:
        some = first_of(adoption.media, 3)
        yield f"Pictures and sounds that are only named, not shown: {some}."


def _last(*, changed: bool, dry_run: bool) -> str:
    if not changed:
        return "Nothing to do."
    return "Nothing was written." if dry_run else "What is due now: flashprep due"
