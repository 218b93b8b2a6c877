"""Marks cards as known. Each marked card is asked once as a new card, on one of the coming
days. Marking a card is not a review, so retention, calibration, and Anki's log are not
affected."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from flashprep.app.context import Context
from flashprep.app.prep.interviews import interviews_ahead
from flashprep.app.replay import restate
from flashprep.app.study.marks import record_mark
from flashprep.app.upkeep.backups import copy_before_many
from flashprep.core.events import EventKind
from flashprep.errors import FlashprepError
from flashprep.store.logs import new_uid

if TYPE_CHECKING:
    from flashprep.core.cards import Card

MOST_DAYS: Final = 21


@dataclass(frozen=True, slots=True)
class Known:
    """The cards marked as known, and the first and last study day on which one of them is
    asked."""

    FORM: ClassVar = "cards=keys"
    keys: tuple[str, ...]
    first_day: int
    last_day: int


def cards_to_know(context: Context, card: "Card", now_ms: int) -> list[str]:
    """The cards that "I know this note" marks at this card: the new cards of the card's note. A
    question of a bank is about another note, so only the question's card is marked."""
    if card.kind == "questions":
        return _to_be_known(context, [card.key], now_ms)
    return note_cards(context, card.note_key, now_ms)


def note_cards(context: Context, note_key: str, now_ms: int) -> list[str]:
    """The cards of a note that can be marked as known."""
    rows = context.catalog.of_note(note_key)
    return _to_be_known(context, [row.card.key for row in rows], now_ms)


def mark_known(context: Context, keys: Sequence[str], now_ms: int) -> Known:
    """Marks these cards as known; one undo reverses this for all of them. If there are many
    cards, the database is backed up first."""
    wanted = _to_be_known(context, keys, now_ms)
    if not wanted:
        standings = context.states.some(keys).values()
        if any(standing.is_known for standing in standings):
            message = "these cards are already marked as known; undo reverses that"
        else:
            message = "none of these cards is new; only new cards can be marked as known"
        raise FlashprepError(message, "nothing-to-do")
    today = context.today(now_ms)
    days = _days(wanted, today, _furthest(context, today, now_ms))
    copy_before_many(context, len(wanted), now_ms, EventKind.KNOW.name)
    with context.changing():
        group = new_uid() if len(wanted) > 1 else None
        for key, day in days.items():
            record_mark(context, key, EventKind.KNOW, now_ms, {"until_day": day}, group)
        restate(context, wanted)
    return Known(tuple(wanted), min(days.values()), max(days.values()))


def _to_be_known(context: Context, keys: Sequence[str], now_ms: int) -> list[str]:
    """Those of the given cards that are in study, were never reviewed, and are not already
    marked as known for a later day."""
    today, standings = context.today(now_ms), context.states.some(keys)
    return [
        key
        for key in keys
        if standings[key].queue == "new"
        and (standings[key].marks.known_until_day or today) <= today
    ]


def _furthest(context: Context, today: int, now_ms: int) -> int:
    """The number of days within which all marked cards are asked. It is at most half the number
    of days to the next interview."""
    days_left = [interview.day - today for interview, _ in interviews_ahead(context, now_ms)]
    return max(1, min([MOST_DAYS, *(days // 2 for days in days_left)]))


def _days(keys: Sequence[str], today: int, furthest: int) -> dict[str, int]:
    """A day for each card. The cards are spread evenly over the days, and notes start on
    different days."""
    shift = zlib.crc32(keys[0].encode()) % furthest
    return {
        key: today + 1 + (number * furthest // len(keys) + shift) % furthest
        for number, key in enumerate(keys)
    }
