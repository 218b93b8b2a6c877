"""First meetings: which notes are shown in full before a new card is asked, and what counts as
met. A note counts as met when one of its cards was reviewed, when the person said to know it,
and when it was read; of a table or a ladder that holds for each row by itself.
"""

from collections.abc import Collection as Some
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flashprep.app.context import Context, nearest
from flashprep.core.events import EventKind
from flashprep.core.sheets import Sheet, SheetPart
from flashprep.errors import FlashprepError

if TYPE_CHECKING:
    from flashprep.core.cards import Card

_PART = "part"


@dataclass(frozen=True, slots=True)
class Meeting:
    """A note that is shown before a card; of a table or ladder, one `part` of it."""

    sheet: Sheet
    part: SheetPart | None = None


def meetings_before(context: Context, card: "Card") -> list[Meeting]:
    """What is to be shown before this card is asked for the first time: its note, if that has
    two cards or more, and the notes that it asks for or lets one choose from, where they were
    not met. None for a card that was reviewed, and where the settings want none."""
    if not context.config.first_meeting or context.standing(card.key).state is not None:
        return []
    paths = [card.key, *card.names]
    sheets = sheets_of(context, {path.partition("/")[0] for path in paths})
    found: dict[tuple[str, str], Meeting] = {}
    for path in paths:
        sheet = sheets.get(path.partition("/")[0])
        if sheet is None:
            continue
        keys = _keys_of(context, sheet.key)
        if len(keys) < 2 and path == card.key:  # noqa: PLR2004 - there is no more to it
            continue
        meeting = Meeting(sheet, sheet.part(path) if sheet.is_grid else None)
        about = meeting.part.id if meeting.part else ""
        if (sheet.key, about) not in found and not _is_met(context, meeting, keys):
            found[sheet.key, about] = meeting
    return list(found.values())


def mark_read(context: Context, met: Iterable[Meeting], now_ms: int) -> None:
    """Note in the log that these were shown. It is no act that undo takes back."""
    with context.changing():
        for meeting in met:
            keys = _keys_of(context, meeting.sheet.key)
            payload = {_PART: meeting.part.id} if meeting.part else {}
            subject = keys[0] if keys else meeting.sheet.key
            context.logs.append_event(EventKind.READ, subject, now_ms, payload)


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
            f"'{note}' has no sheet: it is questions to practice, or a program"
        )
    try:
        decks = context.match_decks([name])
    except FlashprepError:
        known = context.states.decks()
        levels = {level for deck in known for level in (deck, *deck.split("::"))}
        near = nearest(name, [*sorted(notes), *sorted(levels)])
        hint = (
            f"did you mean '{near}'?"
            if near
            else "'flashprep list' shows the notes, 'flashprep due' the decks"
        )
        raise FlashprepError(f"no note or deck is called '{name}'; {hint}") from None
    return [
        sheet for sheet in sheets_of(context).values() if decks is None or sheet.deck in decks
    ]


def _keys_of(context: Context, note_key: str) -> list[str]:
    """The keys of the live cards of a note, in the order of their family."""
    return [row.card.key for row in context.catalog.of_note(note_key)]


def _is_met(context: Context, meeting: Meeting, keys: list[str]) -> bool:
    sheet, part = meeting.sheet, meeting.part
    about = keys
    if part is not None:
        about = [key for key in keys if sheet.part(key) == part]
    standings = context.states.some(about).values()
    if any(standing.state or standing.is_known for standing in standings):
        return True
    read = context.logs.events_of(EventKind.READ, [sheet.key, *keys])
    return any(event.payload.get(_PART) in (None, part and part.id) for event in read)
