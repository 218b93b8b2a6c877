"""First meetings: which notes are shown in full before a new card is asked, and what counts as
met. A note counts as met when one of its cards was reviewed, when the person said to know it,
and when it was read; of a table or a ladder that holds for each row by itself.
"""

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
class Meeting:
    """A note that is shown before a card; of a table or ladder, one `part` of it."""

    sheet: Sheet
    part: SheetPart | None = None


@dataclass(frozen=True, slots=True)
class Sheets:
    """Notes in full, deck by deck, and what the deck files say of their decks."""

    FORM: ClassVar = (
        "notes=sheets(note=key deck kind name about "
        "parts(id label name aside columns texts) extra source)"
    )
    sheets: tuple[Sheet, ...]
    about: Mapping[str, str]


def meetings_before(context: Context, card: "Card") -> list[Meeting]:
    """What is to be shown before this card is asked for the first time: its note, if there is
    more than one thing in it, and the notes that it asks for or lets one choose from, where
    they were not met. None for a card that was reviewed, and where the settings want none."""
    if not context.config.first_meeting or context.standing(card.key).state is not None:
        return []
    paths = [card.key, *card.names]
    sheets = sheets_of(context, {path.partition("/")[0] for path in paths})
    found: dict[tuple[str, str], Meeting] = {}
    for path in paths:
        sheet = sheets.get(path.partition("/")[0])
        if sheet is None:
            continue
        meeting = Meeting(sheet, sheet.part(path) if sheet.is_grid else None)
        about = meeting.part.id if meeting.part else ""
        is_worth_it = sheet.has_several or path != card.key
        if is_worth_it and (sheet.key, about) not in found and not _is_met(context, meeting):
            found[sheet.key, about] = meeting
    return list(found.values())


def mark_read(context: Context, met: Iterable[Meeting], now_ms: int) -> None:
    """Note in the log that these were shown. It is no act that undo takes back."""
    with context.changing():
        for meeting in met:
            for each in _parted(meeting):
                # A card of what was shown, so that renames apply to it.
                subject = next(iter(_keys_about(context, each)), each.sheet.key)
                context.logs.append_event(EventKind.READ, subject, now_ms)


def read_in_full(context: Context, card: "Card", now_ms: int) -> Sheet | None:
    """All that the note of a card says, which then is read; of a question, the note it is
    about."""
    keys = [path.partition("/")[0] for path in (card.key, *card.names)]
    sheets = sheets_of(context, keys)
    sheet = next((sheets[key] for key in keys if key in sheets), None)
    if sheet:
        mark_read(context, [Meeting(sheet)], now_ms)
    return sheet


def sheets_of(context: Context, keys: Some[str] | None = None) -> dict[str, Sheet]:
    """The sheets of these notes, or of all that have one, by key, in the order of the files."""
    found = context.catalog.sheets(keys)
    return {key: Sheet.from_json(text) for key, text in found.items()}


def sheets_named(context: Context, name: str) -> list[Sheet]:
    """The sheets of a note, by its key or that of one of its cards, or of a deck by its name.

    Raises FlashprepError where neither is called so, or has nothing to read; it offers the
    nearest of both.
    """
    note = name.partition("/")[0]
    found = list(sheets_of(context, [note]).values())
    if found:
        return found
    notes = context.catalog.note_keys()
    if note in notes:
        raise FlashprepError(
            f"'{note}' has no sheet: it is questions to practice, or a program",
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
    """The sheets of a note or a deck, as `sheets_named` has them, or all."""
    found = sheets_named(context, name) if name else list(sheets_of(context).values())
    order = {deck: at for at, deck in enumerate(dict.fromkeys(sheet.deck for sheet in found))}
    about: dict[str, str] = {}
    for file in context.catalog.files().values():
        about.setdefault(file.deck, file.description)
    return Sheets(tuple(sorted(found, key=lambda sheet: order[sheet.deck])), about)


def _parted(meeting: Meeting) -> list[Meeting]:
    """Of a whole grid each of its rows, since each is met by itself."""
    if not meeting.sheet.is_grid or meeting.part:
        return [meeting]
    return [Meeting(meeting.sheet, part) for part in meeting.sheet.parts]


def _keys_about(context: Context, meeting: Meeting) -> list[str]:
    """The keys of the cards of a note, or of its part: live ones first, then those gone."""
    rows = context.catalog.of_note(meeting.sheet.key, retired=None)
    rows.sort(key=lambda row: row.retired_at_ms is not None)
    keys = [row.card.key for row in rows]
    if meeting.part is None:
        return keys
    return [key for key in keys if meeting.sheet.part(key) == meeting.part]


def _is_met(context: Context, meeting: Meeting) -> bool:
    keys = _keys_about(context, meeting)
    standings = context.states.some(keys).values()
    if any(standing.state or standing.is_known for standing in standings):
        return True
    subjects = keys or [meeting.sheet.key]
    return bool(context.logs.events_of(EventKind.READ, subjects))
