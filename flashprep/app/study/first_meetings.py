"""Determines which notes are shown in full before a new card. A note counts as introduced if
one of its cards was reviewed, if the user marked the note as known, or if the user has read the
note in full. In a table or a note with levels, each row is introduced separately."""

from collections.abc import Collection as Some
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from flashprep.app.context import Context, no_such
from flashprep.core.events import EventKind
from flashprep.core.sheets import Sheet, SheetPart
from flashprep.errors import FlashprepError

if TYPE_CHECKING:
    from flashprep.core.cards import Card


@dataclass(frozen=True, slots=True)
class Introduction:
    """A note to show before a card. If `part` is given, only that row of a table or level of a
    ladder is shown."""

    sheet: Sheet
    part: SheetPart | None = None


@dataclass(frozen=True, slots=True)
class Sheets:
    """The sheets of notes, deck by deck. `about` contains the descriptions of the decks."""

    FORM: ClassVar = (
        "notes=sheets(note=key deck kind name about "
        "parts(id label name aside columns texts) extra source)"
    )
    sheets: tuple[Sheet, ...]
    about: Mapping[str, str]


def introductions_before(context: Context, card: "Card") -> list[Introduction]:
    """The introductions to show before a new card. The card's own note is included if it has
    more than one item. The notes whose names the card asks for or lists as choices are also
    included. Notes that were already introduced are left out. If the card was reviewed before,
    or if the settings disable introductions, the result is empty."""
    if not context.config.first_meeting or context.standing(card.key).state is not None:
        return []
    paths = [card.key, *card.names]
    sheets = sheets_of(context, {path.partition("/")[0] for path in paths})
    found: dict[tuple[str, str], Introduction] = {}
    for path in paths:
        sheet = sheets.get(path.partition("/")[0])
        if sheet is None:
            continue
        meeting = Introduction(sheet, sheet.part(path) if sheet.is_grid else None)
        about = meeting.part.id if meeting.part else ""
        needed = sheet.has_several or path != card.key
        if needed and (sheet.key, about) not in found and not _introduced(context, meeting):
            found[sheet.key, about] = meeting
    return list(found.values())


def mark_read(context: Context, meetings: Iterable[Introduction], now_ms: int) -> None:
    """Logs that these introductions were shown. Undo does not reverse such an entry."""
    with context.changing():
        for meeting in meetings:
            for each in _parted(meeting):
                # The subject of the event is the key of a card of the note, so that renames
                # also apply to the event.
                subject = next(iter(_keys_about(context, each)), each.sheet.key)
                context.logs.append_event(EventKind.READ, subject, now_ms)


def read_in_full(context: Context, card: "Card", now_ms: int) -> Sheet | None:
    """Returns the full note of a card, and marks the note as read. If the card's own note has
    no sheet, returns the note whose name the card asks for."""
    keys = [path.partition("/")[0] for path in (card.key, *card.names)]
    sheets = sheets_of(context, keys)
    sheet = next((sheets[key] for key in keys if key in sheets), None)
    if sheet:
        mark_read(context, [Introduction(sheet)], now_ms)
    return sheet


def sheets_of(context: Context, keys: Some[str] | None = None) -> dict[str, Sheet]:
    """The sheets of the notes with these keys, by key, in file order. If `keys` is None,
    returns all sheets."""
    found = context.catalog.sheets(keys)
    return {key: Sheet.from_json(text) for key, text in found.items()}


def named_sheets(context: Context, name: str) -> list[Sheet]:
    """The sheets of a note or deck. `name` is the key of the note, the key of one of its cards,
    or the name of the deck.

    Raises FlashprepError if the note has no sheet. If the name is unknown, raises a
    FlashprepError that suggests the nearest name.
    """
    note = name.partition("/")[0]
    found = list(sheets_of(context, [note]).values())
    if found:
        return found
    notes = context.catalog.note_keys()
    if note in notes:
        raise FlashprepError(
            f"'{note}' cannot be read: it is a bank of prompts or a program",
            "nothing-to-read",
        )
    try:
        decks = context.match_decks([name])
    except FlashprepError:
        known = context.states.decks()
        levels = {level for deck in known for level in (deck, *deck.split("::"))}
        names = (*sorted(notes), *sorted(levels))
        raise no_such("no note or deck is called", name, names, "no-such-note") from None
    return [
        sheet for sheet in sheets_of(context).values() if decks is None or sheet.deck in decks
    ]


def sheets_to_read(context: Context, name: str | None) -> Sheets:
    """The sheets of a note or deck; see `named_sheets`. If `name` is None, returns all
    sheets."""
    found = named_sheets(context, name) if name else list(sheets_of(context).values())
    order = {deck: at for at, deck in enumerate(dict.fromkeys(sheet.deck for sheet in found))}
    about: dict[str, str] = {}
    for file in context.catalog.files().values():
        about.setdefault(file.deck, file.description)
    return Sheets(tuple(sorted(found, key=lambda sheet: order[sheet.deck])), about)


def _parted(meeting: Introduction) -> list[Introduction]:
    """Splits the introduction of an entire table into one introduction for each row, because
    rows are introduced separately. Any other introduction is returned unchanged."""
    if not meeting.sheet.is_grid or meeting.part:
        return [meeting]
    return [Introduction(meeting.sheet, part) for part in meeting.sheet.parts]


def _keys_about(context: Context, meeting: Introduction) -> list[str]:
    """The keys of the cards of a note or part: first the live cards, then the retired cards."""
    rows = context.catalog.of_note(meeting.sheet.key, retired=None)
    rows.sort(key=lambda row: row.retired_at_ms is not None)
    keys = [row.card.key for row in rows]
    if meeting.part is None:
        return keys
    return [key for key in keys if meeting.sheet.part(key) == meeting.part]


def _introduced(context: Context, meeting: Introduction) -> bool:
    keys = _keys_about(context, meeting)
    standings = context.states.some(keys).values()
    if any(standing.state or standing.is_known for standing in standings):
        return True
    subjects = keys or [meeting.sheet.key]
    return bool(context.logs.events_of(EventKind.READ, subjects))
