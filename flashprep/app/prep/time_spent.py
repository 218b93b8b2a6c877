"""The seconds spent on today's reviews."""

from typing import TYPE_CHECKING

from flashprep.app.context import Context
from flashprep.core.memory import LONGEST_MS, Mode
from flashprep.core.queue.order import Reason, expected_seconds_of

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet


def spent_today_s(context: Context, now_ms: int) -> float:
    """The seconds spent on today's reviews. Each review counts as at most a minute. A review
    without a recorded duration counts as a typical review."""
    today, calendar, logs = context.today(now_ms), context.calendar, context.logs
    reviews = logs.between(Mode.STUDY, calendar.start_of(today), calendar.start_of(today + 1))
    untimed = {review.card_key for review in reviews if not review.duration_ms}
    firsts = _first_answers(context, untimed) if untimed else frozenset[str]()
    return sum(
        min(review.duration_ms, LONGEST_MS) / 1000 or untimed_s(is_new=review.uid in firsts)
        for review in reviews
    )


def _first_answers(context: Context, keys: "AbstractSet[str]") -> "AbstractSet[str]":
    """The uids of the first reviews of these cards."""
    return {answers[0].uid for answers in context.logs.reviews_by_card(keys).values()}


def untimed_s(*, is_new: bool) -> float:
    """The assumed seconds for a review without a recorded duration."""
    return expected_seconds_of({Reason.NEW if is_new else Reason.DUE: 1})
