"""Today's next cards in order, and the reason why each card is shown or waits."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from flashprep.app.context import Context
from flashprep.core.queue.order import Candidate, Queue, Reason
from flashprep.text import amount

if TYPE_CHECKING:
    from flashprep.app.study.first_meetings import Introduction
    from flashprep.core.cards import Card
    from flashprep.core.planner.plan import LeftOut, Task, TodaysList


@dataclass(frozen=True, slots=True)
class NextCard:
    """A card to study today and the reason. If the card is listed in full, `card` contains its
    text and `first_meeting` the notes shown before the card."""

    FORM: ClassVar = (
        "number *candidate(key deck reason) why *candidate(due_day) "
        "*card(context front answer) first_meeting(note=sheet.key part=part.id)"
    )
    number: int
    candidate: Candidate
    why: str
    card: "Card | None" = None
    first_meeting: "tuple[Introduction, ...]" = ()


@dataclass(frozen=True, slots=True)
class HeldCard:
    """A card that waits for another day, the card of today for which it waits (`by`), and the
    reason."""

    key: str
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class UpNext:
    """The next cards on a day. `cards` can be studied now; `more` is the number of others that
    are not listed. `waiting` are unfinished learning steps, and `held` are cards that wait for
    another day."""

    FORM: ClassVar = (
        "day cards waiting(*candidate(key due_at_ms) why) held=held_keys held_by=held"
    )
    day: int
    cards: tuple[NextCard, ...]
    more: int
    waiting: tuple[NextCard, ...]
    held: tuple[HeldCard, ...]

    @property
    def held_keys(self) -> tuple[str, ...]:
        """The keys of the cards that wait for another day."""
        return tuple(each.key for each in self.held)


def up_next(
    context: Context, queue: Queue, now_ms: int, limit: int | None, *, in_full: bool
) -> UpNext:
    """The first cards of today's queue, at most `limit` of those that are ready."""
    today = context.today(now_ms)

    def views(candidates: Iterable[Candidate], *, in_full: bool) -> Iterable[NextCard]:
        for number, each in enumerate(candidates, start=1):
            why = _why(each, today, now_ms)
            if in_full:
                from flashprep.app.study.first_meetings import introductions_before

                card = context.card(each.key).card
                meetings = tuple(introductions_before(context, card))
                yield NextCard(number, each, why, card, meetings)
            else:
                yield NextCard(number, each, why)

    cards = tuple(views(queue.ready[:limit], in_full=in_full))
    return UpNext(
        today,
        cards,
        len(queue.ready) - len(cards),
        tuple(views(queue.waiting, in_full=False)),
        tuple(held_card(context, queue, each.key, today) for each in queue.held),
    )


def held_card(context: Context, queue: Queue, key: str, today: int) -> HeldCard:
    """The card of today for which a card waits, and how the two cards are related."""
    other = queue.held_by[key]
    cards = context.catalog.summaries([other, key])
    state = context.standing(other).state
    studied = state is not None and state.last_day == today
    when = "studied today" if studied else "to be studied today"
    if key in cards[other].reveals:
        why = f"revealed by {other}, {when}"
    elif other in cards[key].reveals:
        why = f"reveals the answer of {other}, which is being tested"
    else:
        why = f"sibling of {other}, {when}"
    return HeldCard(key, other, why)


def _why(card: Candidate, today: int, now_ms: int) -> str:
    match card.reason:
        case Reason.NEW:
            return "new"
        case Reason.LEARNING:
            late = (card.due_at_ms or 0) <= now_ms
            return "due again (learning step finished)" if late else "in a learning step"
        case Reason.DUE:
            days = today - (card.due_day or today)
            if days < 0:  # chosen by the plan
                return "before its due date, for the interview"
            return "due today" if days == 0 else f"{amount(days, 'day')} overdue"


def why_of(
    context: Context, key: str, listed: "TodaysList", queue: Queue, now_ms: int
) -> "HeldCard | Task | LeftOut | None":
    """A card's entry in a plan's list: the card for which it waits, its task, or the reason why
    it is left out. None if the list does not contain the card, because the card is suspended,
    retired, or was already chosen."""
    if any(card.key == key for card in queue.held):
        return held_card(context, queue, key, context.today(now_ms))
    task = next((task for task in listed.tasks if task.key == key), None)
    return task or listed.left_out.get(key)
