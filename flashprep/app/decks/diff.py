"""What the deck files now say against what the database knows: a plan, not yet carried out.

Making a plan writes nothing. It knows all problems, what becomes of each card, and which
cards with history would leave; what is done with that is the caller's choice.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar, Final

from flashprep.app.decks.comparison import Comparison, PlacedCard, SyncReport
from flashprep.app.decks.prompts import note_row, of_prompt
from flashprep.app.decks.text_ids import with_text_ids
from flashprep.app.json_forms import PLACE, UNFILLED
from flashprep.core.gc_pause import collector_paused
from flashprep.errors import Problem
from flashprep.sources.deck_file import read_deck
from flashprep.sources.folder import SourceFile
from flashprep.sources.placeholders import may_hold_placeholder
from flashprep.sources.unfilled import Unfilled
from flashprep.store.catalog import CardRow, Catalog, FileRow, NoteRow
from flashprep.store.logs import Logs

CHANGES: Final = f"*report leaving_with_history=leaving without_cards(note=key {PLACE})"
"""The form of a plan, as far as it is about cards."""


@dataclass(frozen=True, slots=True)
class SyncPlan:
    """A sync not yet carried out; it must not be while there are `problems`.

    `leaving` are the cards that would be retired although they have history, with their
    number of reviews: the person is to be asked; `leaving_files` are their keys by file.
    `files` are to be written with their notes, `gone` to be forgotten. `cards` are all those
    of `files`, `retired` those that these had and have no longer; of the cards of all other
    files nothing changes but the position, for those in `positions`. `stale` files were
    skipped although notes change that they refer to, and must be read the next time.
    `renamed_prompts` are old and new keys of questions that were practiced. `unfilled` are the
    notes with placeholders, of all files, changed or not; `waiting` is what is to be kept of
    them, by key: the outline as JSON of each that was once filled in.
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
        """The names of the files that are not as they were."""
        return frozenset((*(file.name for file, _ in self.files), *self.gone))

    @property
    def without_cards(self) -> tuple[NoteRow, ...]:
        """The notes of the files to be written that give neither a card nor anything else."""
        with_cards = {placed.card.note_key for placed in self.cards}
        return tuple(
            row
            for _, rows in self.files
            for row in rows
            if row.key not in with_cards and not (row.prompts or row.programme)
        )

    def with_problems(self, problems: Iterable[Problem]) -> "SyncPlan":
        """The plan with problems that were met before it was made."""
        return replace(self, problems=tuple(sorted({*self.problems, *problems})))


@collector_paused()
def plan_sync(
    files: Iterable[SourceFile],
    root_name: str,
    catalog: Catalog,
    logs: Logs,
    skip: Collection[str] = (),
) -> SyncPlan:
    """Compare. Files named in `skip` stay as they were last read, or stay unknown."""
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
    # A note that was referred to before it was filled in may be there now.
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
        problems=tuple(sorted(set(problems))),
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
    """The notes with placeholders, in the order of the files; others are not read for it."""
    decks = with_text_ids(
        (
            read_deck(file, root_name)
            for file in files
            if may_hold_placeholder(file.data.decode(errors="replace"))
        ),
        catalog,
    )
    return tuple(each for deck in decks for each in deck.unfilled)
