"""Reads the deck files and generates their cards. No database is needed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from flashprep.app.decks.text_ids import with_text_ids
from flashprep.config import read_config
from flashprep.core.cards import Card
from flashprep.core.notes.cards import family
from flashprep.core.notes.fingerprint import outline
from flashprep.core.notes.model import Note
from flashprep.core.notes.references import dangling, named, references, resolved
from flashprep.errors import Problem, bounded
from flashprep.sources.deck_file import find_collisions, may_refer_to, read_deck
from flashprep.sources.folder import SourceFile, read_folder
from flashprep.sources.unfilled import Unfilled
from flashprep.store.catalog import Catalog


@dataclass(frozen=True, slots=True)
class NoteCards:
    """A note and the cards generated from it."""

    note: Note
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """The content of deck files. `families` contains the valid notes with their cards, in file
    order. `problems` contains the mistakes in the other notes. `files` contains the names of
    all files, as shown in problems. `unfilled` contains the notes with placeholders."""

    families: tuple[NoteCards, ...]
    problems: tuple[Problem, ...]
    files: tuple[str, ...]
    unfilled: tuple[Unfilled, ...] = ()

    def in_file(self, name: str) -> "Reading":
        """The part of this content that comes from the file called `name`."""
        return Reading(
            tuple(each for each in self.families if each.note.header.location.path == name),
            tuple(each for each in self.problems if each.location.path == name),
            (name,),
            tuple(each for each in self.unfilled if each.location.path == name),
        )

    def of_key(self, key: str) -> "Reading":
        """The note with this id and its cards, or only the cards whose keys begin with
        `key`."""
        found = []
        for each in self.families:
            if each.note.header.id == key:
                found.append(each)
            elif key.startswith(f"{each.note.header.id}/"):
                cards = [card for card in each.cards if f"{card.key}/".startswith(f"{key}/")]
                found += [replace(each, cards=tuple(cards))] if cards else []
        paths = {each.note.header.location.path for each in found}
        problems = tuple(each for each in self.problems if each.location.path in paths)
        return Reading(tuple(found), problems, tuple(sorted(paths)))


def read_families(folder: Path, catalog: Catalog | None = None) -> Reading:
    """The current content of the deck files of the collection in `folder`. If `catalog` is
    given, notes without a declared id keep the ids that the catalog stores. Writes nothing."""
    root_name = read_config(folder).decks
    files, unreadable = read_folder(folder / root_name, root_name)
    return _read(files, root_name, unreadable, catalog, alone=False)


def read_one_file(data: bytes, name: str) -> Reading:
    """The content of a file outside a collection. Problems show the file as `name`."""
    return _read(
        [SourceFile(Path(name), name, data, "")], str(Path(name).parent), [], None, alone=True
    )


def _read(
    files: Iterable[SourceFile],
    root_name: str,
    unreadable: list[Problem],
    catalog: Catalog | None,
    *,
    alone: bool,
) -> Reading:
    """Reads the files. With `alone`, an unknown reference is not a mistake, because its target
    may be in another file."""
    decks = with_text_ids((read_deck(file, root_name) for file in files), catalog)
    notes = [note for deck in decks for note in deck.notes]
    outlines = {note.header.id: outline(note) for note in notes}
    unfilled = tuple(each for deck in decks for each in deck.unfilled)
    # A reference to a note with placeholders or mistakes is not a problem.
    unread = frozenset[str]().union(*(deck.invalid_ids for deck in decks))
    unread |= {each.id for each in unfilled} - outlines.keys()
    notes = resolved(notes, outlines)
    wanted = [
        reference
        for note in notes
        for reference in references(note)
        if not may_refer_to(reference, unread)
    ]
    names = named(wanted, outlines)
    problems = [*unreadable, *(problem for deck in decks for problem in deck.problems)]
    problems += find_collisions(notes)
    if not alone:
        every = [*outlines, *(each.name for each in outlines.values() if each.noun)]
        problems += dangling(wanted, names, outlines, every)
    return Reading(
        tuple(NoteCards(note, family(note, names)) for note in notes),
        bounded(problems),
        tuple(deck.name for deck in decks),
        unfilled,
    )
