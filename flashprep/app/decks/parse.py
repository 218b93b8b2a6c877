"""The deck files as they are now, and the families they make; no database is asked."""

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
from flashprep.errors import Problem
from flashprep.sources.deck_file import find_collisions, may_be_to, read_deck
from flashprep.sources.folder import SourceFile, read_folder
from flashprep.sources.unfilled import Unfilled
from flashprep.store.catalog import Catalog


@dataclass(frozen=True, slots=True)
class Family:
    """A note and the cards it makes."""

    note: Note
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What deck files say: the families of the notes without a mistake, in the order of the
    files, and what is wrong with the others. `files` are all files, as problems call them;
    `unfilled` are the notes with placeholders."""

    families: tuple[Family, ...]
    problems: tuple[Problem, ...]
    files: tuple[str, ...]
    unfilled: tuple[Unfilled, ...] = ()

    def in_file(self, name: str) -> "Reading":
        """What the file called `name` says."""
        return Reading(
            tuple(each for each in self.families if each.note.header.location.path == name),
            tuple(each for each in self.problems if each.location.path == name),
            (name,),
            tuple(each for each in self.unfilled if each.location.path == name),
        )

    def of_key(self, key: str) -> "Reading":
        """The family of a note's id, or those of its cards whose keys begin with `key`."""
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
    """What the deck files of the collection in `folder` say now; with its `catalog`, texts have
    the ids that they have there. Writes nothing."""
    root_name = read_config(folder).decks
    files, unreadable = read_folder(folder / root_name, root_name)
    return _read(files, root_name, unreadable, catalog, alone=False)


def read_one_file(data: bytes, name: str) -> Reading:
    """What a file of no collection says; `name` is what problems call it."""
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
    """`alone` says that notes elsewhere may be referred to."""
    decks = with_text_ids((read_deck(file, root_name) for file in files), catalog)
    notes = [note for deck in decks for note in deck.notes]
    outlines = {note.header.id: outline(note) for note in notes}
    unfilled = tuple(each for deck in decks for each in deck.unfilled)
    # Where these are referred to, that is no mistake of the note that does so.
    unread = frozenset[str]().union(*(deck.unsound for deck in decks))
    unread |= {each.id for each in unfilled} - outlines.keys()
    notes = resolved(notes, outlines)
    wanted = [
        reference
        for note in notes
        for reference in references(note)
        if not may_be_to(reference, unread)
    ]
    names = named(wanted, outlines)
    problems = [*unreadable, *(problem for deck in decks for problem in deck.problems)]
    problems += find_collisions(notes)
    if not alone:
        every = [*outlines, *(each.name for each in outlines.values() if each.noun)]
        problems += dangling(wanted, names, outlines, every)
    return Reading(
        tuple(Family(note, family(note, names)) for note in notes),
        tuple(sorted(set(problems))),
        tuple(deck.name for deck in decks),
        unfilled,
    )
