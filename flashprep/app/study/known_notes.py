"""Cards that a person says to know: they are spread over the days to come, each to be asked
once, as a new card. It is no review: nothing of it enters retention, calibration or Anki's log.
"""

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
    """The cards that were said to be known, and the first and the last day on which one of
    them is asked; study days."""

    FORM: ClassVar = "cards=keys"
    keys: tuple[str, ...]
    first_day: int
    last_day: int


def cards_to_know(context: Context, card: "Card", now_ms: int) -> list[str]:
    """The cards that "I know this note" is about, said at this card: the new ones of its note;
    of a bank, whose questions are about other notes, this question alone."""
    if card.kind == "questions":
        return _to_be_known(context, [card.key], now_ms)
    return note_cards(context, card.note_key, now_ms)


def note_cards(context: Context, note_key: str, now_ms: int) -> list[str]:
    """The cards of a note of which one can say to know them."""
    rows = context.catalog.of_note(note_key)
    return _to_be_known(context, [row.card.key for row in rows], now_ms)


def say_known(context: Context, keys: Sequence[str], now_ms: int) -> Known:
    """Write that these cards are known: one act, which one undo takes back; with many of them
    the database is copied first.

    Raises FlashprepError if none of them is new, or all of them are known already.
    """
    wanted = _to_be_known(context, keys, now_ms)
    if not wanted:
        standings = context.states.some(keys).values()
        if any(standing.is_known for standing in standings):
            said = "these cards count as known already; undo takes that back"
        else:
            said = "none of these cards is new: what was reviewed is scheduled by its reviews"
        raise FlashprepError(said, "nothing-to-do")
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
    """Those of these cards that are studied, were never reviewed, and do not count as known
    until a later day."""
    today, standings = context.today(now_ms), context.states.some(keys)
    return [
        key
        for key in keys
        if standings[key].queue == "new"
        and (standings[key].marks.known_until_day or today) <= today
    ]


def _furthest(context: Context, today: int, now_ms: int) -> int:
    """In how many days each is asked at the latest: half the days to the next interview."""
    ahead = [interview.day - today for interview, _ in interviews_ahead(context, now_ms)]
    return max(1, min([MOST_DAYS, *(days // 2 for days in ahead)]))


def _days(keys: Sequence[str], today: int, furthest: int) -> dict[str, int]:
    """A day for each card, as far apart as can be; notes begin on different days."""
    shift = zlib.crc32(keys[0].encode()) % furthest
    return {
        key: today + 1 + (number * furthest // len(keys) + shift) % furthest
        for number, key in enumerate(keys)
    }
