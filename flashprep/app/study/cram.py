"""Cramming: selects cards, weakest first, and records cram reviews, which affect no
schedule."""

from flashprep.app.context import Context
from flashprep.app.study.search import found_cards
from flashprep.core.memory import Mode, Rating, Review
from flashprep.core.search.card_filter import CardFilter
from flashprep.errors import FlashprepError
from flashprep.store.logs import new_uid


def cram_order(
    context: Context,
    cards: CardFilter,
    now_ms: int,
    most_new: int | None,
) -> list[str]:
    """The keys of the cards to cram, whether due or not. Cards that were reviewed before come
    first, the lowest retrievability first. At most `most_new` new cards follow, in order of
    introduction.

    Suspended cards and cards buried today are left out.
    """
    today = context.today(now_ms)
    seen: list[tuple[float, str]] = []
    new: list[str] = []
    for found in found_cards(context, cards, now_ms):
        standing = found.standing
        if standing.queue == "out" or standing.marks.rests_on(today):
            continue
        if standing.state is None:
            new.append(standing.card_key)
        else:
            scheduler = context.scheduler_of(standing)
            recall = scheduler.retrievability(standing.state, today)
            seen.append((recall, standing.card_key))
    return [key for _, key in sorted(seen)] + new[:most_new]


def record_cram(
    context: Context, key: str, rating: Rating, now_ms: int, duration_ms: int
) -> Review:
    """Records a cram review in the log. The review affects no schedule."""
    with context.database.transaction():
        if context.standing(key).retired:
            message = f"card '{key}' is retired; put it back into a deck file first"
            raise FlashprepError(message, "retired", key=key)
        review = Review(
            uid=new_uid(),
            card_key=key,
            at_ms=context.logs.free_instant(now_ms),
            rating=rating,
            duration_ms=duration_ms,
            mode=Mode.CRAM,
        )
        offset = context.calendar.utc_offset_minutes(review.at_ms)
        context.logs.append_review(review, utc_offset_min=offset)
    return review
