"""Compares the deck files with the database, and returns the changes as a sync plan.

This module writes nothing. The plan contains all problems, the change to each card, and the
cards with reviews that would be retired. The caller decides whether to apply the plan.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar, Final

from flashprep.app.decks.comparison import Comparison, PlacedCard, SyncReport
from flashprep.app.decks.prompts import note_row, of_prompt
from flashprep.app.decks.text_ids import with_text_ids
from flashprep.app.json_forms import PLACE, UNFILLED
from flashprep.core.gc_pause import collector_paused
from flashprep.errors import Problem, bounded
from flashprep.sources.deck_file import read_deck
from flashprep.sources.folder import SourceFile
from flashprep.sources.placeholders import may_hold_placeholder
from flashprep.sources.unfilled import Unfilled
from flashprep.store.catalog import Catalog, FileRow, NoteRow
from flashprep.store.full_cards import CardRow
from flashprep.store.logs import Logs

CHANGES: Final = f"*report leaving_with_history=leaving without_cards(note=key {PLACE})"
"""The JSON form of a plan's changes to cards."""


@dataclass(frozen=True, slots=True)
class SyncPlan:
    """A sync that is not applied yet. A plan with `problems` must not be applied.

    `leaving` contains the cards with reviews that would be retired. It maps the key of each
    such card to its number of reviews. The user must confirm that these cards are retired.
    `leaving_files` maps each file to the keys of its cards in `leaving`.

    `files` contains the files to write to the catalog, with their notes. `gone` contains the
    files to remove from the catalog. `cards` contains all cards of `files`. `retired` contains
    the cards that these files no longer contain. `positions` contains the changed positions of
    cards in other files. `stale` contains the skipped files that refer to changed notes; the
    next sync must read these files.

    `renamed_prompts` maps the old keys of practiced prompts to the new keys. `unfilled`
    contains the notes with placeholders in all files, changed or not. `waiting` contains the
    stored summaries (JSON) of notes that have placeholders now but were once complete, by the
    note's id.
    """

    FORM: ClassVar = f"{CHANGES} {UNFILLED}"
    report: SyncReport = field(default_factory=SyncReport)
    problems: tuple[Problem, ...] = ()
    leaving: Mapping[str, int] = field(default_factory=dict)
    leaving_files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    stale: frozenset[str] = frozenset()
    files: tuple[tuple[FileRow, tuple[NoteRow, ...]], ...] = ()
    gone: tuple[str, ...] = ()
    cards: tuple[PlacedCard, ...] = ()
    retired: tuple[CardRow, ...] = ()
    positions: Mapping[str, int] = field(default_factory=dict)
    renamed_prompts: Mapping[str, str] = field(default_factory=dict)
    unfilled: tuple[Unfilled, ...] = ()
    waiting: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to write."""
        return not self.files and not self.gone

    @property
    def touched(self) -> frozenset[str]:
        """The names of all new, changed, and removed files."""
        return frozenset((*(file.name for file, _ in self.files), *self.gone))

    @property
    def without_cards(self) -> tuple[NoteRow, ...]:
        """The notes of `files` that generate neither cards nor prompts nor a program."""
        with_cards = {placed.card.note_key for placed in self.cards}
        return tuple(
            row
            for _, rows in self.files
            for row in rows
            if row.key not in with_cards and not (row.prompts or row.programme)
        )

    def with_problems(self, problems: Iterable[Problem]) -> "SyncPlan":
        """The plan with additional problems."""
        return replace(self, problems=tuple(sorted({*self.problems, *problems})))


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
