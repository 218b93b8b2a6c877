"""Exports cards to Anki: selects the cards, and determines their modification times and their
positions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from flashprep.anki.package import PackageNote, write_package
from flashprep.app.context import Context
from flashprep.app.transfer.anki_progress import Outgoing
from flashprep.app.transfer.exported_fields import exported_fields
from flashprep.core.anki_positions import anki_order
from flashprep.core.cards import Deck
from flashprep.core.gc_pause import collector_paused
from flashprep.core.search.card_filter import CardFilter
from flashprep.errors import FlashprepError
from flashprep.sources.images import ImageError, read_image
from flashprep.store.anki_ids import give_anki_ids
from flashprep.store.card_rows import CardStatus, Exported
from flashprep.store.full_cards import CardRow, ExportRow

_Row = TypeVar("_Row", CardRow, ExportRow)


@dataclass(frozen=True, slots=True)
class Export:
    """The result of an export to `path`. `changed` is the number of cards that differ from the
    last export. `first` is true if this database was never exported before. `reviews` is the
    number of exported reviews."""

    path: Path
    cards: int
    decks: tuple[str, ...]
    changed: int
    first: bool
    reviews: int = 0


def chosen_cards(live: Iterable[_Row], cards: CardFilter) -> list[_Row]:
    """The live cards that the filter selects. Raises FlashprepError if there are no such
    cards."""
    rows = [
        row
        for row in live
        if (not cards.decks or row.card.deck in cards.decks)
        and (cards.keys is None or row.card.key in cards.keys)
    ]
    if not rows and cards.keys is not None:
        raise FlashprepError("no cards found", "no-card-found")
    if not rows:
        raise FlashprepError(
            "there are no cards to export; write a deck file first", "no-cards"
        )
    return rows


@collector_paused()
def export_package(
    context: Context, path: Path, cards: CardFilter, now_ms: int, *, with_progress: bool = False
) -> Export:
    """Writes the live cards that the filter selects to a package at `path`. Without
    `with_progress`, all cards are exported as new cards."""
    catalog = context.catalog
    rows = chosen_cards(catalog.exportable(), cards)
    first = not catalog.was_exported()
    notes: list[PackageNote] = []
    marks: dict[str, Exported] = {}
    changed = 0
    images = _read_images(context.folder, rows)
    names = {path: name for path, (name, _) in images.items()}
    states = context.states.every() if with_progress else {}
    positions = _positions(context, rows, states)
    for row, note in exported_fields(path, rows, names):
        card, mod_s = row.card, row.exported.content_mod_s
        if note.digest != row.exported.fields_digest:
            # Anki updates a note only if the exported modification time is newer than the
            # note's modification time in Anki.
            mod_s = max(now_ms // 1000, (mod_s or 0) + 1)
            changed += 1
        mark = Exported(note.digest, mod_s, note.source)
        if mark != row.exported:
            marks[card.key] = mark
        notes.append(
            PackageNote(
                *(row.guid, card.key, card.deck, note.fields, note.tags),
                *(positions[card.key], mod_s or 0, row.created_ms),
            )
        )
    # The modification times are stored before the file is written. If a time is stored but Anki
    # never receives the file, no harm is done. If Anki received a time that this database did
    # not store, Anki could ignore a later change.
    with context.database.transaction():
        catalog.mark_exported(marks)
        if with_progress:
            give_anki_ids(context.database)
    outgoing = Outgoing(context, rows, states, positions) if with_progress else None
    decks = sorted({row.card.deck for row in rows})
    described = {file.deck: file.description for file in catalog.files().values()}
    write_package(
        path,
        notes,
        [Deck(name, described.get(name, "")) for name in decks],
        dict(images.values()),
        outgoing.progress(now_ms) if outgoing else None,
    )
    return Export(
        path=path,
        cards=len(rows),
        decks=tuple(decks),
        changed=0 if first else changed,
        first=first,
        reviews=outgoing.count_reviews() if outgoing else 0,
    )


def _positions(
    context: Context, rows: Iterable[ExportRow], states: Mapping[str, CardStatus]
) -> dict[str, int]:
    """The position of each card in Anki, from 1. `rows` are in the order of introduction. New
    cards come first; among them, the cards marked as known come last. Cards that have a state
    in `states` follow. Anki uses their positions only if these cards become new again."""
    cards = [row.card for row in rows]
    seen = {key for key, standing in states.items() if standing.state is not None}
    reviewed = [card.key for card in cards if card.key in seen]
    cards = [card for card in cards if card.key not in seen]
    known = frozenset(standing.card_key for standing in context.states.known())
    order = anki_order(cards, context.config.new_cards_a_day, last=known)
    return {key: position for position, key in enumerate([*order, *reviewed], start=1)}


def _read_images(folder: Path, rows: Iterable[ExportRow]) -> dict[str, tuple[str, bytes]]:
    """The images of the cards. The result maps the path of each image to its name in Anki and
    its bytes. The name contains a digest, so that Anki treats a changed image as a new
    image."""
    found: dict[str, tuple[str, bytes]] = {}
    for row in rows:
        if not row.image or row.image in found:
            continue
        try:
            data = read_image(folder, row.image)
        except ImageError as error:
            raise FlashprepError(
                f"{row.full.location}: the image '{row.image}' {error}", "unreadable"
            ) from error
        name = f"flashprep-{sha256(data).hexdigest()[:16]}{Path(row.image).suffix.lower()}"
        found[row.image] = name, data
    return found
