"""Lists today's next cards in order, with the reason why each card is shown or held back."""

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
    """A card to study today, and the reason (`why`). If the card is listed in full, `card`
    contains its text, and `first_meeting` contains the introductions shown before the card."""

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
    """A card that is held back until another day, and the reason. `by` is the key of the card
    that causes this: a card studied today or queued for today."""

    key: str
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class UpNext:
    """The next cards on a day. `cards` contains cards that can be studied now. `more` is the
    number of further such cards that are not listed. `waiting` contains the cards in running
    learning steps. `held` contains the cards that are held back until another day."""

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
        """The keys of the cards that are held back until another day."""
        return tuple(each.key for each in self.held)


def up_next(
    context: Context, queue: Queue, now_ms: int, limit: int | None, *, in_full: bool
) -> UpNext:
    """The next cards of today's queue. `limit` is the maximum number of cards in
    `UpNext.cards`."""
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
    """The reason why a card is held back: the card that causes this, and the relation between
    the two cards."""
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
    """A card's entry in a plan's list. It is a `HeldCard` if the card is held back, a `Task` if
    the card is in the list, or a `LeftOut` with the reason why the card is left out. Returns
    None if the list does not contain the card. Such a card is suspended, is retired, or was
    already chosen."""
    if any(card.key == key for card in queue.held):
        return held_card(context, queue, key, context.today(now_ms))
    task = next((task for task in listed.tasks if task.key == key), None)
    return task or listed.left_out.get(key)
