"""Compares the notes and cards of changed deck files with the catalog.

The comparison determines the change to each card, the positions of cards in the order of
introduction, and the cards with reviews that would be retired. It also finds problems with
names and ids. Notes of unchanged files are loaded only if they affect the result.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields, replace
from functools import cached_property
from operator import attrgetter

from flashprep.app.decks.introduction_order import Place, is_unchanged, positions
from flashprep.app.decks.prompts import like_cards, practice_log, prompt_keys
from flashprep.app.decks.rename_questions import rename_problems
from flashprep.app.decks.sync_plan import PlacedCard, SyncReport
from flashprep.app.decks.validation import (
    former_problems,
    id_problems,
    program_problems,
)
from flashprep.app.decks.waiting import Waiting
from flashprep.core.cards import Card
from flashprep.core.notes.cards import family
from flashprep.core.notes.fingerprint import outline
from flashprep.core.notes.kinds.program import Program
from flashprep.core.notes.references import dangling, named, references, resolved, splits
from flashprep.core.notes.stored import read_program
from flashprep.core.notes.successions import Successions, successions
from flashprep.core.notes.summary import NoteSummary
from flashprep.errors import Problem
from flashprep.sources.deck_file import DeckFile, may_refer_to
from flashprep.store.catalog import Catalog, NoteRow
from flashprep.store.full_cards import CardRow
from flashprep.store.logs import Logs
from flashprep.text import folded


class Comparison:
    """The cards of the changed files, before and after the change."""

    def __init__(
        self,
        decks: list[DeckFile],
        touched: set[str],
        untouched: Collection[str],
        catalog: Catalog,
        logs: Logs,
        waiting: Collection[str],
    ) -> None:
        self._touched, self._untouched, self._catalog = touched, untouched, catalog
        self._present = {*untouched, *(deck.name for deck in decks)}
        self._notes = [note for deck in decks for note in deck.notes]
        self._rows = catalog.notes(touched)
        self.after = {note.header.id: outline(note) for note in self._notes}
        # The ids of notes that exist but have placeholders.
        self._waiting = frozenset(waiting) - self.after.keys() - {""}
        self.open_notes = Waiting(catalog, self._waiting, self.after, self._rows, touched)
        self._before = self.open_notes.back | {
            key: NoteSummary.from_json(row.outline) for key, row in self._rows.items()
        }
        invalid_ids = frozenset[str]().union(*(deck.invalid_ids for deck in decks))
        self._referred = self._notes_referred()
        self._kept = self._kept_notes()
        self.decks = [
            replace(deck, notes=tuple(resolved(deck.notes, self._outlines))) for deck in decks
        ]
        self._notes = [note for deck in self.decks for note in deck.notes]
        self._wanted = [
            reference
            for note in self._notes
            for reference in references(note)
            if not may_refer_to(reference, invalid_ids)
        ]
        self._alive = {*self._kept, *self.after, *self._waiting}
        self.named = named(self._wanted, self._outlines)
        self._families = {note.header.id: family(note, self.named) for note in self._notes}
        self.cards = {card.key: card for cards in self._families.values() for card in cards}
        self._successions = successions(self._before, self.after, self._alive)
        self.stored = self._stored_cards()
        self.renamed = _renamed(self.cards, self.stored, self._successions, self._idle(logs))
        self.vanished = [
            key
            for key, row in self.stored.items()
            if row.retired_at_ms is None
            and row.card.location.path in touched
            and key not in self.cards
            and key not in self.renamed
        ]
        self.leaving = _count_reviews(logs, self.vanished)
        self._left = _count_reviews(
            logs,
            [
                key
                for key in self.open_notes.retired()
                if key not in self.cards and key not in self.renamed
            ],
        )
        self._past = {new: old for old, new in self.renamed.items()}
        prompts = set(like_cards(key for note in self._notes for key in prompt_keys(note)))
        log = practice_log(logs)
        practiced = dict(zip(like_cards(log), map(len, log.values()), strict=True))
        self.renamed_prompts = _renamed(prompts, practiced, self._successions)
        self._unpracticed = {
            key: times
            for key, times in practiced.items()
            if key not in prompts and key not in self.renamed_prompts
        }

    def _kept_notes(self) -> dict[str, NoteRow]:
        """The notes of unchanged files that affect the notes read from changed files. A note
        affects them if it has, or once had, an id that the notes read have, had, or refer
        to."""
        added = self.after.keys() - self._rows.keys()
        formerly = {former for note in self.after.values() for former in note.formerly}
        referred = self._referred - self.after.keys()
        rows = self._catalog.some_notes(added | formerly | referred) if self._untouched else {}
        if added and self._untouched:
            rows |= self._catalog.renamed_notes()
        if self._has_program and self._untouched:
            rows |= self._catalog.program_notes()
        return {key: row for key, row in rows.items() if row.location.path not in self._touched}

    def _notes_referred(self) -> set[str]:
        """The ids of all notes to which the notes read may refer. Since a reference may contain
        a name, these are all notes with that id or name."""
        written = {each.path for note in self._notes for each in references(note)}
        ids = {path.partition("/")[0] for path in written}
        if ids <= self.after.keys() or not self._untouched:
            return ids
        names = {folded(name) for path in written for name, _ in splits(path)}
        return ids | {key for key, name in self._names.items() if folded(name) in names}

    @cached_property
    def _names(self) -> dict[str, str]:
        """The names of the stored notes, by id."""
        return self._catalog.note_names()

    def _stored_cards(self) -> dict[str, CardRow]:
        """The stored rows with the current and former keys of the cards read, and the rows of
        all cards that the changed files contained before."""
        found = self._catalog.cards_in(self._touched)
        wanted = set(self.cards)
        if self._successions:
            wanted.update(
                past for key in self.cards for past, _ in self._successions.past_keys(key)
            )
        return found | self._catalog.some(wanted - found.keys())

    def _idle(self, logs: Logs) -> set[str]:
        """The keys of retired cards without reviews. The history of another card may move to
        such a key."""
        stored = self.stored if self._successions else {}
        retired = [key for key, row in stored.items() if row.retired_at_ms is not None]
        return set(retired) - _count_reviews(logs, retired).keys()

    def report(self) -> SyncReport:
        """The changes to the cards."""
        new, changed, moved, revived = [], [], [], []
        for key, card in self.cards.items():
            row = self.stored.get(self._past.get(key, key))
            if row is None:
                new.append(key)
                continue
            if row.retired_at_ms is not None:
                revived.append(key)
            if _text_of(row.card) != _text_of(card):
                changed.append(key)
            if (row.card.location.path, row.card.deck) != (card.location.path, card.deck):
                moved.append(key)
        return SyncReport(
            new=tuple(new),
            changed=tuple(changed),
            moved=tuple(moved),
            renamed=self.renamed,
            retired=tuple(self.vanished),
            revived=tuple(revived),
        )

    def leaving_files(self) -> dict[str, tuple[str, ...]]:
        """The keys of the cards in `leaving`, by the file that contained the card."""
        files: dict[str, tuple[str, ...]] = defaultdict(tuple)
        for key in self.leaving:
            files[self.stored[key].card.location.path] += (key,)
        return dict(files)

    def introduced(self) -> tuple[tuple[PlacedCard, ...], dict[str, int]]:
        """Two results: the cards of the files read, each with its position in the order of
        introduction, and the changed positions of other cards."""
        families = {
            (note.header.location.path, place): self._families[note.header.id]
            for place, note in enumerate(self._notes)
        }
        found = self._positions(families)
        placed = tuple(
            PlacedCard(card, place, found[card.key], self._row_before(card.key))
            for cards in families.values()
            for place, card in enumerate(cards)
        )
        others = {key: found[key] for key in found.keys() - self.cards.keys()}
        return placed, others

    def _positions(self, families: Mapping[Place, Sequence[Card]]) -> dict[str, int]:
        live = [row for row in self.stored.values() if row.retired_at_ms is None]
        places = {key: row.place for key, row in self._rows.items()}
        if self._untouched and not self._has_program and is_unchanged(families, live, places):
            return {row.card.key: row.position for row in live}
        return positions(families, self._touched, self._catalog, self._program())

    def _row_before(self, key: str) -> CardRow | None:
        # If a card's history moves to a key that already has a row, the card keeps its guid.
        return self.stored.get(self._past.get(key, "")) or self.stored.get(key)

    @cached_property
    def _has_program(self) -> bool:
        """Whether the changed files contain a program, or contained a program before the
        change."""
        return any(isinstance(note, Program) for note in self._notes) or any(
            row.programme for row in self._rows.values()
        )

    def _program(self) -> Program | None:
        """The program after the sync. If there are several programs, this is the first one;
        `problems` reports the others."""
        for note in self._notes:
            if isinstance(note, Program):
                return note
        kept = (
            row.programme
            for row in self._catalog.program_notes().values()
            if row.programme and row.location.path not in self._touched
        )
        return next(map(read_program, kept), None)

    # Problems

    def problems(self) -> list[Problem]:
        """Problems with the ids, names, and references of the files read."""
        return [
            *id_problems(self._notes, self._kept),
            *former_problems(self.after, self._alive),
            *program_problems(self._notes, self._kept),
            *self._dangling(),
            *rename_problems(
                self._without_waiting({**self._left, **self.leaving}),
                self._without_waiting(self._unpracticed),
                self._before,
                self.after,
                self._successions,
            ),
        ]

    def _without_waiting(self, counts: Mapping[str, int]) -> dict[str, int]:
        """The counts without the keys of notes with placeholders. Such a note still exists
        under the same id."""
        return {
            key: count
            for key, count in counts.items()
            if key.partition("/")[0] not in self._waiting
        }

    def _dangling(self) -> list[Problem]:
        """Problems with references to unknown notes or parts. Only if there is such a
        reference, the ids of all notes are loaded to find suggestions."""
        lost = [
            each
            for each in self._wanted
            if each.path not in self.named and not may_refer_to(each, self._waiting)
        ]
        if not lost:
            return []
        names = {key: name for key, name in self._names.items() if key not in self._before}
        names |= {key: note.name for key, note in self.after.items() if note.noun}
        every = {*self.after, *names, *names.values()}
        without_file = self._without_file({each.note_key for each in lost})
        past = self._successions.notes
        return dangling(lost, self.named, self._outlines, every, past, without_file)

    def _without_file(self, keys: Collection[str]) -> set[str]:
        """The ids in `keys` that belong to notes whose files are missing."""
        paths = {key: self._rows[key].location.path for key in keys if key in self._rows}
        for row in self._catalog.retired_of(keys).values():
            paths.setdefault(row.card.note_key, row.card.location.path)
        return {key for key, path in paths.items() if path not in self._present}

    @cached_property
    def _outlines(self) -> dict[str, NoteSummary]:
        """The summaries of the notes read, and of the notes to which they refer."""
        kept = {
            key: NoteSummary.from_json(self._kept[key].outline)
            for key in self._referred & self._kept.keys()
        }
        return kept | self.after


def _count_reviews(logs: Logs, keys: list[str]) -> dict[str, int]:
    """The number of reviews of each card. Cards without reviews are left out."""
    found = logs.reviews_by_card(keys) if keys else {}
    return {key: len(reviews) for key, reviews in found.items()}


def _renamed(
    cards: Collection[str],
    stored: Collection[str],
    known: Successions,
    idle: Collection[str] = (),
) -> dict[str, str]:
    """The renamed cards, as a map from old keys to new keys. The history of a card moves to its
    new key."""
    renamed: dict[str, str] = {}
    if not known:
        return renamed
    for key in cards:
        for past_key, declared in known.past_keys(key):
            is_free = past_key in stored and past_key not in cards and past_key not in renamed
            if is_free and (declared or key not in stored or key in idle):
                renamed[past_key] = key
                break
    return renamed


# The content of a card is all its fields except its location, deck and keys, and the cards that
# it reveals.
_APART = {"key", "note_key", "deck", "location", "reveals"}
_text_of = attrgetter(*(each.name for each in fields(Card) if each.name not in _APART))
