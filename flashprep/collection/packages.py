"""Cards on their way to Anki: which, with which fields, and when they last changed."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flashprep.anki.fields import fields_digest, note_fields, note_tags
from flashprep.anki.package import PackageNote, write_package
from flashprep.core.notes import Deck
from flashprep.errors import FlashprepError

if TYPE_CHECKING:
    from flashprep.collection.collection import Collection


@dataclass(frozen=True, slots=True)
class Export:
    """What was written. `changed` counts cards that differ from the last export; `first`
    says that this database never exported before."""

    cards: int
    decks: tuple[str, ...]
    changed: int
    first: bool


def export_package(
    collection: "Collection", path: Path, decks: frozenset[str] | None, now_ms: int
) -> Export:
    """Write the live cards of these decks, or of all, to `path`."""
    mirror = collection.mirror
    rows = [row for row in mirror.cards().values() if decks is None or row.card.deck in decks]
    if not rows:
        raise FlashprepError("there are no cards to export; write a deck file first")
    first = not mirror.was_exported()
    notes: list[PackageNote] = []
    marks: dict[str, tuple[str, int]] = {}
    for row in rows:
        fields = note_fields(row.card)
        digest = fields_digest(fields, note_tags(row.card))
        mod_s = row.content_mod_s or 0
        if digest != row.fields_digest:
            # Anki takes a note only if its mod is newer than what it has.
            mod_s = max(now_ms // 1000, mod_s + 1)
            marks[row.card.key] = (digest, mod_s)
        notes.append(
            PackageNote(row.guid, row.card, fields, row.position, mod_s, row.created_ms)
        )
    # Kept before the file is written: a mod that Anki never saw does no harm, while one
    # that it saw and we forgot would keep a later change out.
    with collection.database.transaction():
        mirror.mark_exported(marks)
    names = {row.card.deck for row in rows}
    described = {file.deck: file.description for file in mirror.files().values()}
    write_package(path, notes, [Deck(name, described.get(name, "")) for name in sorted(names)])
    return Export(len(rows), tuple(sorted(names)), 0 if first else len(marks), first)
