"""The warm-up on the day of an interview. Every start of `flashprep review` checks for a
warm-up first, so this module imports few other modules."""

from typing import TYPE_CHECKING

from flashprep.app.context import Context
from flashprep.app.prep.interviews import covered_keys, upcoming_interviews
from flashprep.core.memory import Mode, Rating

if TYPE_CHECKING:
    from flashprep.core.interviews import Interview

_CRAM_S = 10  # assumed seconds per card


def warm_up(context: Context, now_ms: int) -> tuple["Interview", list[str]] | None:
    """On the day of an interview, returns the interview and the weakest of its cards. The
    number of cards is limited by the day's minutes. Cards already recalled today are left out.
    Returns None on other days, after the warm-up, and if no card was ever reviewed."""
    today = context.today(now_ms)
    todays = [e for e in upcoming_interviews(context, now_ms) if e.day == today]
    if not todays:
        return None
    from flashprep.app.study.cram import cram_order
    from flashprep.core.search.card_filter import EVERY_CARD

    start_of = context.calendar.start_of
    crammed = context.logs.between(Mode.CRAM, start_of(today), start_of(today + 1))
    done = {each.card_key for each in crammed if each.rating > Rating.AGAIN}
    asked = frozenset[str]().union(*(covered_keys(context, each) for each in todays))
    seconds = 60 * max(each.minutes for each in todays)
    most = max(1, seconds // _CRAM_S)
    keys = cram_order(context, EVERY_CARD, now_ms, 0)
    left = max(0, most - len(done))
    chosen = [key for key in keys if key in asked and key not in done][:left]
    return (todays[0], chosen) if chosen else None
