"""Marks cards as known. Each marked card is shown as a new card on one of the coming days. The
mark is not a review, so it does not affect retention, calibration, or Anki's log."""

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
    """The keys of the cards marked as known. Their first reviews are between the study days
    `first_day` and `last_day`."""

    FORM: ClassVar = "cards=keys"
    keys: tuple[str, ...]
    first_day: int
    last_day: int


def cards_to_know(context: Context, card: "Card", now_ms: int) -> list[str]:
    """The keys of the cards that the action "I know this note" marks while `card` is shown.
    These are the new cards of the card's note. But if the card shows a question from a bank,
    only this card is marked, since the question is about another note."""
    if card.kind == "questions":
        return _to_be_known(context, [card.key], now_ms)
    return note_cards(context, card.note_key, now_ms)


def note_cards(context: Context, note_key: str, now_ms: int) -> list[str]:
    """The keys of the cards of a note that can be marked as known."""
    rows = context.catalog.of_note(note_key)
    return _to_be_known(context, [row.card.key for row in rows], now_ms)


def mark_known(context: Context, keys: Sequence[str], now_ms: int) -> Known:
    """Marks these cards as known. A single undo reverses the action for all cards. If there are
    many cards, the database is backed up first."""
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
    """The keys of those cards that can be marked as known. Such a card is in study, was never
    reviewed, and is not already marked as known for a later day."""
    today, standings = context.today(now_ms), context.states.some(keys)
    return [
        key
        for key in keys
        if standings[key].queue == "new"
        and (standings[key].marks.known_until_day or today) <= today
    ]


def _furthest(context: Context, today: int, now_ms: int) -> int:
    """The number of days within which all marked cards are shown. It is at most half the number
    of days until the next interview."""
    days_left = [interview.day - today for interview, _ in interviews_ahead(context, now_ms)]
    return max(1, min([MOST_DAYS, *(days // 2 for days in days_left)]))


def _days(keys: Sequence[str], today: int, furthest: int) -> dict[str, int]:
    """The day of the first review of each card. The cards are spread evenly over the days. The
    day of the first card depends on its key, so that different notes start on different
    days."""
    shift = zlib.crc32(keys[0].encode()) % furthest
    return {
        key: today + 1 + (number * furthest // len(keys) + shift) % furthest
        for number, key in enumerate(keys)
    }
