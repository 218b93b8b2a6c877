"""Compares the deck files with the database, and returns the changes as a sync plan.

This module writes nothing. The plan contains all problems, the change to each card, and the
cards with reviews that would be retired. The caller decides whether to apply the plan.
"""

from collections.abc import Collection, Iterable

from flashprep.app.decks.comparison import Comparison
from flashprep.app.decks.prompts import note_row, of_prompt
from flashprep.app.decks.sync_plan import SyncPlan
from flashprep.app.decks.text_ids import with_text_ids
from flashprep.core.gc_pause import collector_paused
from flashprep.errors import bounded
from flashprep.sources.deck_file import read_deck
from flashprep.sources.folder import SourceFile
from flashprep.sources.placeholders import may_hold_placeholder
from flashprep.sources.unfilled import Unfilled
from flashprep.store.catalog import Catalog, FileRow
from flashprep.store.logs import Logs


@collector_paused()
def plan_sync(
    files: Iterable[SourceFile],
    root_name: str,
    catalog: Catalog,
    logs: Logs,
    skip: Collection[str] = (),
) -> SyncPlan:
    """Compares the files with the catalog. For files in `skip`, the catalog keeps its content.
    New files in `skip` are ignored."""
    files = tuple(files)
    stored_files = catalog.files()
    unfilled = unfilled_notes(files, root_name, catalog)
    present = {file.name: file for file in files if file.name not in skip}
    changed = [
        file
        for name, file in present.items()
        if name not in stored_files or stored_files[name].digest != file.digest
    ]
    gone = [name for name in stored_files if name not in present and name not in skip]
    if not changed and not gone:
        return SyncPlan(unfilled=unfilled)
    dependent = catalog.linking({file.name for file in changed} | set(gone))
    # A file with an unresolved reference is read again, because the missing note may exist now.
    dependent |= catalog.linking_nowhere() - {file.name for file in changed} - set(gone)
    changed += [file for name, file in present.items() if name in dependent]
    decks = with_text_ids([read_deck(file, root_name) for file in changed], catalog)
    touched = {deck.name for deck in decks} | set(gone)
    untouched = stored_files.keys() - touched
    waiting = frozenset(each.id for each in unfilled)
    comparison = Comparison(decks, touched, untouched, catalog, logs, waiting)
    problems = [problem for deck in decks for problem in deck.problems]
    problems.extend(comparison.problems())
    digests = {file.name: file.digest for file in changed}
    cards, others = comparison.introduced()
    return SyncPlan(
        report=comparison.report(),
        problems=bounded(problems),
        leaving=comparison.leaving,
        leaving_files=comparison.leaving_files(),
        stale=frozenset(dependent.intersection(skip)),
        files=tuple(
            (
                FileRow(deck.name, digests[deck.name], deck.deck.name, deck.deck.description),
                tuple(
                    note_row(note, place, comparison.after[note.header.id], comparison.named)
                    for place, note in enumerate(deck.notes)
                ),
            )
            for deck in comparison.decks
        ),
        gone=tuple(gone),
        cards=cards,
        retired=tuple(comparison.stored[key] for key in comparison.vanished),
        positions=others,
        renamed_prompts={
            of_prompt(old): of_prompt(new) for old, new in comparison.renamed_prompts.items()
        },
        unfilled=unfilled,
        waiting=comparison.open_notes.kept,
    )


def unfilled_notes(
    files: Iterable[SourceFile], root_name: str, catalog: Catalog
) -> tuple[Unfilled, ...]:
    """The notes with placeholders, in file order. Files without placeholders are not parsed."""
    decks = with_text_ids(
        (
            read_deck(file, root_name)
            for file in files
            if may_hold_placeholder(file.data.decode(errors="replace"))
        ),
        catalog,
    )
    return tuple(each for deck in decks for each in deck.unfilled)
