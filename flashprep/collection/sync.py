"""What the deck files now say against what the database knows: a plan, not yet carried out.

Making a plan writes nothing. It knows all problems, what becomes of each card, and which
cards with history would leave; what is done with that is the caller's choice.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from flashprep.collection.mistakes import (
    former_problems,
    id_problems,
    programme_problems,
)
from flashprep.collection.practice import note_row, read_programme
from flashprep.collection.renames import rename_problems
from flashprep.core.cards import Card
from flashprep.core.families import family
from flashprep.core.identity import Successions, successions
from flashprep.core.introduction import introduction_order
from flashprep.core.notes import Programme
from flashprep.core.outlines import NoteOutline, outline
from flashprep.core.references import dangling, named, references
from flashprep.errors import Problem
from flashprep.sources.deck_file import DeckFile, read_deck
from flashprep.sources.folder import SourceFile
from flashprep.store.logs import Logs
from flashprep.store.mirror import CardRow, FileRow, Mirror, NoteRow


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What becomes of the cards, by key; `renamed` maps old keys to new ones."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)
    retired: tuple[str, ...] = ()
    revived: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything becomes of any card."""
        return any(
            (self.new, self.changed, self.moved, self.renamed, self.retired, self.revived)
        )


@dataclass(frozen=True, slots=True)
class PlacedCard:
    """A card with its place in its family and in the introduction of all cards."""

    card: Card
    place: int
    position: int


@dataclass(frozen=True, slots=True)
class SyncPlan:
    """A sync not yet carried out; it must not be while there are `problems`.

    `leaving` are the cards that would be retired although they have history, with their
    number of reviews: the person is to be asked; `leaving_files` are their keys by file.
    `files` are to be written with their notes, `gone` to be forgotten; `live` are all cards
    that there will be. `stale` files were skipped although notes change that they refer to,
    and must be read the next time.
    """

    report: SyncReport = SyncReport()
    problems: tuple[Problem, ...] = ()
    leaving: Mapping[str, int] = field(default_factory=dict)
    leaving_files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    stale: frozenset[str] = frozenset()
    files: tuple[tuple[FileRow, tuple[NoteRow, ...]], ...] = ()
    gone: tuple[str, ...] = ()
    live: tuple[PlacedCard, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to write."""
        return not self.files and not self.gone

    def with_problems(self, problems: Iterable[Problem]) -> "SyncPlan":
        """The plan with problems that were met before it was made."""
        return replace(self, problems=tuple(sorted({*self.problems, *problems})))


def plan_sync(
    files: Iterable[SourceFile],
    root_name: str,
    mirror: Mirror,
    logs: Logs,
    skip: Collection[str] = (),
) -> SyncPlan:
    """Compare. Files named in `skip` stay as they were last read, or stay unknown."""
    stored_files = mirror.files()
    present = {file.name: file for file in files if file.name not in skip}
    changed = [
        file
        for name, file in present.items()
        if name not in stored_files or stored_files[name].digest != file.digest
    ]
    gone = [name for name in stored_files if name not in present and name not in skip]
    if not changed and not gone:
        return SyncPlan()
    stored_notes = mirror.notes()
    dependent = _dependent(
        {file.name for file in changed} | set(gone), mirror.links(), stored_notes
    )
    changed += [file for name, file in present.items() if name in dependent]
    decks = [read_deck(file, root_name) for file in changed]
    touched = {deck.name for deck in decks} | set(gone)
    comparison = _Comparison(decks, touched, stored_notes, mirror.cards(retired=None), logs)
    problems = [problem for deck in decks for problem in deck.problems]
    problems.extend(comparison.problems())
    digests = {file.name: file.digest for file in changed}
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
            for deck in decks
        ),
        gone=tuple(gone),
        live=comparison.live(),
    )


def _dependent(
    touched: set[str], links: Mapping[str, set[str]], notes: Mapping[str, NoteRow]
) -> set[str]:
    """Other files whose cards name notes of the files that are `touched`."""
    return {
        file
        for file, to in links.items()
        if file not in touched
        and any(key in notes and notes[key].location.path in touched for key in to)
    }


class _Comparison:
    """The cards of the changed files, before and after."""

    def __init__(
        self,
        decks: list[DeckFile],
        touched: set[str],
        stored_notes: Mapping[str, NoteRow],
        stored_cards: Mapping[str, CardRow],
        logs: Logs,
    ) -> None:
        self.stored = stored_cards
        self._kept_notes = {
            key: row for key, row in stored_notes.items() if row.location.path not in touched
        }
        self._notes = [note for deck in decks for note in deck.notes]
        self._before = {
            key: NoteOutline.from_json(row.outline)
            for key, row in stored_notes.items()
            if row.location.path in touched
        }
        self.after = {note.header.id: outline(note) for note in self._notes}
        self.alive = {*self._kept_notes, *self.after}
        unsound = frozenset[str]().union(*(deck.unsound for deck in decks))
        self._wanted = [
            reference
            for note in self._notes
            for reference in references(note)
            if reference.note_key not in unsound
        ]
        self.named = named(self._wanted, self._outlines())
        self._families = {note.header.id: family(note, self.named) for note in self._notes}
        self.cards = {card.key: card for cards in self._families.values() for card in cards}
        self.successions = successions(self._before, self.after, self.alive)
        self.renamed = _renamed(self.cards, self.stored, self.successions)
        self._vanished = [
            key
            for key, row in self.stored.items()
            if row.retired_at_ms is None
            and row.card.location.path in touched
            and key not in self.cards
            and key not in self.renamed
        ]
        counts = logs.reviews_by_card(self._vanished) if self._vanished else {}
        self.leaving = {key: len(reviews) for key, reviews in counts.items()}

    def report(self) -> SyncReport:
        past = {new: old for old, new in self.renamed.items()}
        new, changed, moved, revived = [], [], [], []
        for key, card in self.cards.items():
            row = self.stored.get(past.get(key, key))
            if row is None:
                new.append(key)
                continue
            if row.retired_at_ms is not None:
                revived.append(key)
            if not _same_text(row.card, card):
                changed.append(key)
            if (row.card.location.path, row.card.deck) != (card.location.path, card.deck):
                moved.append(key)
        return SyncReport(
            new=tuple(new),
            changed=tuple(changed),
            moved=tuple(moved),
            renamed=self.renamed,
            retired=tuple(self._vanished),
            revived=tuple(revived),
        )

    def leaving_files(self) -> dict[str, tuple[str, ...]]:
        """The keys of the cards in `leaving`, by the file that they were in."""
        files: dict[str, tuple[str, ...]] = defaultdict(tuple)
        for key in self.leaving:
            files[self.stored[key].card.location.path] += (key,)
        return dict(files)

    def live(self) -> tuple[PlacedCard, ...]:
        """All live cards there will be, with their places and positions."""
        families: list[tuple[tuple[str, int], list[Card]]] = [
            ((note.header.location.path, place), list(self._families[note.header.id]))
            for place, note in enumerate(self._notes)
        ]
        kept: dict[str, list[CardRow]] = defaultdict(list)
        for row in self.stored.values():
            if row.retired_at_ms is None and row.card.note_key in self._kept_notes:
                kept[row.card.note_key].append(row)
        for note_key, rows in kept.items():
            note_row = self._kept_notes[note_key]
            rows.sort(key=lambda row: row.place)
            families.append(
                ((note_row.location.path, note_row.place), [row.card for row in rows])
            )
        families.sort(key=lambda family: family[0])
        places = {card.key: place for _, cards in families for place, card in enumerate(cards)}
        ordered = introduction_order([cards for _, cards in families], self._programme())
        return tuple(
            PlacedCard(card, places[card.key], position)
            for position, card in enumerate(ordered, start=1)
        )

    def _programme(self) -> Programme | None:
        """The programme there will be; two are a problem, so the first will do."""
        for note in self._notes:
            if isinstance(note, Programme):
                return note
        kept = (row.programme for row in self._kept_notes.values() if row.programme)
        return next(map(read_programme, kept), None)

    # Problems

    def problems(self) -> list[Problem]:
        return [
            *id_problems(self._notes, self._kept_notes),
            *former_problems(self.after, self.alive),
            *programme_problems(self._notes, self._kept_notes),
            *dangling(
                self._wanted,
                self.named,
                self._outlines(),
                self.alive,
                self.successions.notes,
            ),
            *rename_problems(self.leaving, self._before, self.after, self.successions),
        ]

    def _outlines(self) -> dict[str, NoteOutline]:
        """The outlines of the notes read, and of those they refer to."""
        referred = {reference.note_key for reference in self._wanted}
        kept = {
            key: NoteOutline.from_json(self._kept_notes[key].outline)
            for key in referred & self._kept_notes.keys()
        }
        return kept | self.after


def _renamed(
    cards: Mapping[str, Card], stored: Mapping[str, CardRow], known: Successions
) -> dict[str, str]:
    """From old card keys to new ones, where the history is to follow."""
    renamed: dict[str, str] = {}
    for key in cards:
        for past_key, declared in known.past_keys(key):
            is_free = past_key in stored and past_key not in cards and past_key not in renamed
            if is_free and (declared or key not in stored):
                renamed[past_key] = key
                break
    return renamed


def _same_text(before: Card, after: Card) -> bool:
    return replace(
        before, key=after.key, note_key=after.note_key, deck=after.deck, location=after.location
    ) == replace(after, reveals=before.reveals)
