"""What comes next today: the cards in their order, and why each of them comes, or waits."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from flashprep.app.context import Context
from flashprep.core.queue.order import Candidate, Queue, Reason
from flashprep.text import amount

if TYPE_CHECKING:
    from flashprep.app.study.first_meetings import Meeting
    from flashprep.core.cards import Card
    from flashprep.core.planner.plan import LeftOut, Task, TodaysList


@dataclass(frozen=True, slots=True)
class NextCard:
    """A card that comes today, and why. Looked at `in_full` it has the card itself, and the
    notes that are to be shown before it."""

    FORM: ClassVar = (
        "number *candidate(key deck reason) why *candidate(due_day) "
        "*card(context front answer) first_meeting(note=sheet.key part=part.id)"
    )
    number: int
    candidate: Candidate
    why: str
    card: "Card | None" = None
    first_meeting: "tuple[Meeting, ...]" = ()


@dataclass(frozen=True, slots=True)
class HeldCard:
    """A card that waits for another day: by which card of today, and why."""

    key: str
    by: str
    why: str


@dataclass(frozen=True, slots=True)
class UpNext:
    """The cards that come next on a day: those that are `ready`, of which there are `more`;
    the learning steps that are not over; and those that wait for another day."""

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

    def views(candidates: Iterable[Candidate], *, whole: bool) -> Iterable[NextCard]:
        for number, each in enumerate(candidates, start=1):
            why = _why(each, today, now_ms)
            if whole:
                from flashprep.app.study.first_meetings import meetings_before

                card = context.card(each.key).card
                met = tuple(meetings_before(context, card))
                yield NextCard(number, each, why, card, met)
            else:
                yield NextCard(number, each, why)

    cards = tuple(views(queue.ready[:limit], whole=in_full))
    return UpNext(
        today,
        cards,
        len(queue.ready) - len(cards),
        tuple(views(queue.waiting, whole=False)),
        tuple(held_card(context, queue, each.key, today) for each in queue.held),
    )


def held_card(context: Context, queue: Queue, key: str, today: int) -> HeldCard:
    """Which card of today a card waits for, and what they have to do with each other."""
    other = queue.held_by[key]
    reveals = context.catalog.reveals([other, key])
    state = context.standing(other).state
    studied = state is not None and state.last_day == today
    when = "studied today" if studied else "which comes today"
    if key in reveals[other]:
        why = f"{other} gives it away, {when}"
    elif other in reveals[key]:
        why = f"gives {other} away, whose learning step is to be a proof"
    else:
        why = f"sibling of {other}, {when}"
    return HeldCard(key, other, why)


def _why(card: Candidate, today: int, now_ms: int) -> str:
    match card.reason:
        case Reason.NEW:
            return "new"
        case Reason.LEARNING:
            late = (card.due_at_ms or 0) <= now_ms
            return "learning step is over" if late else "learning step runs"
        case Reason.DUE:
            days = today - (card.due_day or today)
            if days < 0:  # by the plan
                return "before its due day, for the interview"
            return "due today" if days == 0 else f"due for {amount(days, 'day')}"


def why_of(
    context: Context, key: str, listed: "TodaysList", queue: Queue, now_ms: int
) -> "HeldCard | Task | LeftOut | None":
    """What a plan's list has to say of a card: what it waits for, its task, or how it is left
    out. None for one that the list does not know, since it is suspended or retired, or was
    chosen before."""
    if any(card.key == key for card in queue.held):
        return held_card(context, queue, key, context.today(now_ms))
    task = next((task for task in listed.tasks if task.key == key), None)
    return task or listed.left_out.get(key)
