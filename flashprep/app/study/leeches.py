"""Leeches: detects cards that are forgotten very often, and suspends them."""

from flashprep.app.context import Context
from flashprep.app.replay import restate
from flashprep.app.study.marks import record_mark
from flashprep.core.events import BECAUSE, EventKind
from flashprep.core.memory import CardState, Review
from flashprep.core.queue.leeches import turns_leech


def turned_leech(context: Context, before: CardState | None, after: CardState | None) -> bool:
    """Whether to report a card as a leech after a review that changed its state from `before`
    to `after`. A card is reported when it becomes a leech, and again whenever a leech reminder
    is due."""
    lapses = after.lapses if after else 0
    return turns_leech(before.lapses if before else 0, lapses, context.config.leech_lapses)


def suspend_leech(context: Context, review: Review, at_ms: int) -> bool:
    """Suspends a card that became a leech in `review`, if the settings require suspension.
    Returns whether the card was suspended. A single undo reverses the review and the
    suspension."""
    if context.config.leech_action != "suspend":
        return False
    key = review.card_key
    record_mark(context, key, EventKind.SUSPEND, at_ms, {BECAUSE: review.uid}, None)
    restate(context, [key])
    return True
