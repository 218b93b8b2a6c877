"""Assigns ids to notes that have a text instead of a name and declare no id.

The id consists of the first words of the text. If several texts begin with the same words, the
first note in file order has the plain id, and the ids of the others contain a digest. As long
as its text is unchanged, a note keeps its id, even if other notes are added or removed. No
other text gets the same id. A reworded text gets a new id. The note's history then moves to the
new id as in any rename (see `core.notes.successions`).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from flashprep.core.notes.cards import family
from flashprep.core.notes.model import Note
from flashprep.core.notes.summary import NoteSummary
from flashprep.sources.deck_file import DeckFile, has_id_from_text
from flashprep.sources.identifiers import distinct_id
from flashprep.store.catalog import Catalog

if TYPE_CHECKING:
    from flashprep.core.cards import Card


def with_text_ids(decks: Iterable[DeckFile], catalog: Catalog | None = None) -> list[DeckFile]:
    """Returns the deck files with an id for each note that declares no id, including notes with
    placeholders. `catalog` contains the previous ids of the notes."""
    decks = list(decks)
    notes = [note for deck in decks for note in deck.notes]
    stems = [(note.header.id, note.title) for note in notes if has_id_from_text(note)]
    stems += [(each.id, each.text) for deck in decks for each in deck.unfilled if each.text]
    if not stems:
        return decks
    ids = _Ids(stems, {note.header.id for note in notes if not has_id_from_text(note)}, catalog)
    return [
        replace(
            deck,
            notes=tuple(_called(each, ids) for each in deck.notes),
            unfilled=tuple(
                replace(each, id=ids.before(each.id, each.text)) if each.text else each
                for each in deck.unfilled
            ),
        )
        for deck in decks
    ]


def _called(note: Note, ids: "_Ids") -> Note:
    if not has_id_from_text(note):
        return note
    before, now = note.header.id, ids.of(note)

    def renamed(path: str) -> str:
        return now if path == before else path

    situations = tuple(
        replace(each, right=replace(each.right, path=renamed(each.right.path)))
        for each in note.header.tell_apart
    )
    return replace(note, header=replace(note.header, id=now, tell_apart=situations))


class _Ids:
    """Assigns ids to texts. `stems` contains pairs: the stem of an id (its first words), and
    the text. `taken` contains the ids of the other notes in the same files."""

    def __init__(
        self, stems: list[tuple[str, str]], taken: set[str], catalog: Catalog | None
    ) -> None:
        self._taken = taken
        self._given: dict[str, str] = {}
        wanted = {key for stem, text in stems for key in (stem, distinct_id(text))}
        rows = catalog.some_notes(wanted) if catalog else {}
        self._known = {key: NoteSummary.from_json(row.outline) for key, row in rows.items()}
        self._gone: dict[str, list[Card]] = defaultdict(list)
        retired = catalog.retired_of(wanted - rows.keys()) if catalog else {}
        for row in retired.values():
            self._gone[row.card.note_key].append(row.card)

    def before(self, stem: str, text: str) -> str:
        """The previous id of a text. If the text is new, returns the stem."""
        apart = distinct_id(text)
        known = self._known.get(stem)
        had_apart = apart in self._known or apart in self._gone
        return apart if had_apart or (known and known.name != text) else stem

    def of(self, note: Note) -> str:
        """The id of a note. The method must be called for notes in file order."""
        stem, text = note.header.id, note.title
        is_other = self._given.get(stem, text) != text or stem in self._taken
        if is_other or self.before(stem, text) != stem or not self._was_its(stem, note):
            return distinct_id(text)
        self._given[stem] = text
        return stem

    def _was_its(self, stem: str, note: Note) -> bool:
        """Whether an id already belonged to this note: each retired card of the id has the same
        question as a card of the note."""
        fronts = {card.front for card in family(note)}
        return all(card.front in fronts for card in self._gone.get(stem, ()))
