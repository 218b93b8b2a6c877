"""Ids of notes that have a text in place of a name, and declare none.

Such a note is called by the first words of its text. If another one begins alike, the first of
them, in the order of the files, has that id, and the others have one with a digest. Whoever has
an id keeps it as long as its text or all else that it says stays, whatever comes before it or
goes; so a history never waits for another text.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from flashprep.core.notes.cards import family
from flashprep.core.notes.fingerprint import NoteOutline, outline
from flashprep.core.notes.model import Note
from flashprep.sources.deck_file import DeckFile
from flashprep.sources.identifiers import is_text, told_apart
from flashprep.sources.schema import KINDS
from flashprep.store.catalog import Catalog

if TYPE_CHECKING:
    from flashprep.core.cards import Card


def with_text_ids(decks: Iterable[DeckFile], catalog: Catalog | None = None) -> list[DeckFile]:
    """The files read, with the ids of such notes; `catalog` knows which they had."""
    decks = list(decks)
    notes = [note for deck in decks for note in deck.notes]
    texts = [note for note in notes if is_by_text(note)]
    if not texts:
        return decks
    ids = _Ids(texts, {note.header.id for note in notes if not is_by_text(note)}, catalog)
    return [
        replace(deck, notes=tuple(_called(each, ids) for each in deck.notes)) for deck in decks
    ]


def is_by_text(note: Note) -> bool:
    """Whether a note has its id from a text."""
    return not note.header.declared and is_text(note.title, KINDS[note.kind].text_over)


def _called(note: Note, ids: "_Ids") -> Note:
    if not is_by_text(note):
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
    """Which id each of these notes has; `taken` are ids of other notes read with them."""

    def __init__(self, texts: list[Note], taken: set[str], catalog: Catalog | None) -> None:
        self._texts = {note.title for note in texts}
        self._taken = taken
        self._given: dict[str, str] = {}
        stems = {note.header.id for note in texts}
        wanted = stems | {told_apart(text) for text in self._texts}
        rows = catalog.some_notes(wanted) if catalog else {}
        self._known: Mapping[str, NoteOutline] = {
            key: NoteOutline.from_json(row.outline) for key, row in rows.items()
        }
        self._gone: dict[str, list[Card]] = defaultdict(list)
        retired = catalog.retired_of(stems - rows.keys()) if catalog else {}
        for row in retired.values():
            self._gone[row.card.note_key].append(row.card)

    def of(self, note: Note) -> str:
        """The id of a note; to be asked in the order of the files."""
        stem, apart = note.header.id, told_apart(note.title)
        known = self._known.get(apart)
        had_apart = known is not None and known.name == note.title
        if had_apart or stem in self._taken or not self._is_free(stem, note):
            return apart
        self._given[stem] = note.title
        return stem

    def _is_free(self, stem: str, note: Note) -> bool:
        """Whether no other text has this id, or had it."""
        if self._given.get(stem, note.title) != note.title:
            return False
        known = self._known.get(stem)
        if known is not None:
            after = outline(note)
            alike = known.kind == after.kind and known.body in (after.body, after.past_body)
            return known.name == note.title or (alike and known.name not in self._texts)
        gone = self._gone.get(stem, [])
        said = {text for card in family(note) for text in (card.front, card.answer)}
        return not gone or any({card.front, card.answer} & said for card in gone)
