"""Records reviews: appends a review to the log, updates the card, and advances today's list."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from flashprep.app.context import Context
from flashprep.app.replay import restate
from flashprep.app.study.leeches import suspend_leech, turned_leech
from flashprep.app.study.today import Today
from flashprep.core.memory import CardState, Phase, Rating, Review
from flashprep.errors import FlashprepError
from flashprep.store.logs import new_uid


@dataclass(frozen=True, slots=True)
class Answered:
    """A recorded review. `repeated` is true if the log already contained the review. `leech` is
    true if the review made the card a leech, or if a leech reminder is due. `status` is the
    card's status after the review, such as "review" or "suspended" (`CardStatus.stands`)."""

    review: Review
    state: CardState | None
    repeated: bool = False
    leech: bool = False
    status: str = ""

    @property
    def is_out(self) -> bool:
        """Whether the card will not be shown, because it is suspended or retired."""
        return self.status in ("suspended", "retired")


def preview(context: Context, key: str, now_ms: int) -> dict[Rating, CardState]:
    """The state of the card after each possible rating."""
    standing = context.standing(key)
    scheduler = context.scheduler_of(standing)
    return scheduler.preview(standing.state, key, now_ms, context.load)


def record_answer(
    todays: Today,
    key: str,
    rating: Rating,
    now_ms: int,
    duration_ms: int = 0,
    uid: str | None = None,
    parts: Iterable[tuple[str, bool]] = (),
) -> Answered:
    """Records a review. The review is on disk when this function returns. `parts` contains the
    name of each ticked part of the answer, with whether the user recalled the part.

    If the log already contains a review with this `uid`, nothing is written. Raises
    FlashprepError if that review has a different card or rating.
    """
    context = todays.context
    with context.changing():
        was_current = todays.is_current()
        earlier = context.logs.review_by_uid(uid) if uid else None
        if earlier is not None:
            return _repeated(context, earlier, key, rating)
        standing = context.standing(key)
        # A review from before the card was retired may arrive later.
        if standing.retired and now_ms >= _retired_at_ms(context, key):
            message = f"card '{key}' is retired; put it back into a deck file first"
            raise FlashprepError(message, "retired", key=key)
        at_ms = context.logs.free_instant(max(now_ms, standing.marks.settled_ms))
        before = standing.state
        # If the clock went back, the new review is earlier than some logged reviews. Then only
        # a replay of all reviews computes the correct state.
        in_order = before is None or at_ms > before.last_at_ms
        state = (
            context.scheduler_of(standing).review(before, key, rating, at_ms, context.load)
            if in_order
            else None
        )
        review = Review(
            uid=uid or new_uid(),
            card_key=key,
            at_ms=at_ms,
            rating=rating,
            duration_ms=duration_ms,
            due_day=state.due_day if state and state.phase is Phase.REVIEW else None,
            parts=tuple(parts),
        )
        offset = context.calendar.utc_offset_minutes(at_ms)
        context.logs.append_review(review, utc_offset_min=offset)
        if state is None:
            restate(context, [key])
        else:
            introduced = standing.introduced_day or state.last_day
            marks = replace(standing.marks, known_until_day=None)
            context.states.put(
                [replace(standing, state=state, marks=marks, introduced_day=introduced)]
            )
        state = state or context.standing(key).state
        leech = turned_leech(context, before, state)
        suspended = leech and suspend_leech(context, review, at_ms)
        status = "suspended" if suspended else replace(standing, state=state).stands
    todays.follow(review, state, was_current=was_current and not suspended)
    return Answered(review, state, leech=leech, status=status)


def _retired_at_ms(context: Context, key: str) -> int:
    row = context.catalog.find(key)
    return 0 if row is None else row.retired_at_ms or 0


def _repeated(context: Context, earlier: Review, key: str, rating: Rating) -> Answered:
    present = context.logs.key_today(earlier.uid)
    if key not in (present, earlier.card_key) or rating != earlier.rating:
        raise FlashprepError(
            f"this review is already in the log, as {earlier.rating.name.lower()} for "
            f"'{earlier.card_key}'; reviews cannot be changed, undo it instead",
            "answered-otherwise",
            key=earlier.card_key,
        )
    standing = context.standing(present)
    return Answered(earlier, standing.state, repeated=True, status=standing.stands)
