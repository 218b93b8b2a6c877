"""Leeches: cards that were forgotten very often, and what is done about them."""

from flashprep.app.context import Context
from flashprep.app.replay import restate
from flashprep.app.study.marks import record_mark
from flashprep.core.events import BECAUSE, EventKind
from flashprep.core.memory import CardState, Review
from flashprep.core.queue.leeches import turns_leech


def turned_leech(context: Context, before: CardState | None, after: CardState | None) -> bool:
    """Whether an answer that led from one state to the other made the card a leech, or is the
    time to remind of it."""
    lapses = after.lapses if after else 0
    return turns_leech(before.lapses if before else 0, lapses, context.config.leech_lapses)


def suspend_leech(context: Context, review: Review, at_ms: int) -> bool:
    """Suspend the card of an answer that made it a leech, if the settings want that: one act
    with the answer, which one undo takes back. Whether they do."""
    if context.config.leech_action != "suspend":
        return False
    key = review.card_key
    record_mark(context, key, EventKind.SUSPEND, at_ms, {BECAUSE: review.uid}, None)
    restate(context, [key])
    return True
