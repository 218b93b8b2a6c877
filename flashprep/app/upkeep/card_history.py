"""The history of one card: its reviews and other events, with the effect of each review."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from flashprep.app.context import Context
from flashprep.core.events import Event, EventKind
from flashprep.core.memory import CardState, Mode, Review

if TYPE_CHECKING:
    from flashprep.core.scheduler import Scheduler


_SHOWN_DAYS = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """A review or another event of a card. The entry may have been undone.

    For a review that was not undone, `state` is the card's state after the review. `recall` is
    the probability of recall (0-1) just before the review. It is None for the first review of a
    new or reset card.
    """

    act: Review | Event
    day: int
    undone: bool
    state: CardState | None = None
    recall: float | None = None

    @property
    def what(self) -> str:
        """The kind of the entry: "answer" for a review, or the kind of the event."""
        return "answer" if isinstance(self.act, Review) else self.act.kind.name

    @property
    def missed(self) -> tuple[str, ...]:
        """The paths of the parts of the answer that the user missed."""
        if not isinstance(self.act, Review):
            return ()
        return tuple(name for name, passed in self.act.parts if not passed)


@dataclass(frozen=True, slots=True)
class AnswerView:
    """The report on an entry that is a review."""

    FORM: ClassVar = (
        "*entry(uid=act.uid at_ms=act.at_ms day undone what rating=act.rating mode=act.mode "
        "missed duration_ms=act.duration_ms retrievability=recall due_day=state.due_day "
        "due_at_ms=state.due_at_ms stability=state.memory.stability "
        "difficulty=state.memory.difficulty)"
    )
    entry: Entry


@dataclass(frozen=True, slots=True)
class MarkView:
    """The report on an entry that is not a review. `said` describes the entry in words."""

    FORM: ClassVar = "*entry(uid=act.uid at_ms=act.at_ms day undone what) said"
    entry: Entry
    said: str


def card_history(context: Context, key: str) -> list[Entry]:
    """The history of the card with this key, oldest first."""
    acts = context.logs.acts_of(key)
    scheduler = context.scheduler_of(context.standing(key))
    memory = {
        review.uid: (state, recall)
        for run in _runs(acts)
        for review, state, recall in _course(context, scheduler, run)
    }
    return [
        Entry(act, context.today(act.at_ms), undone, *memory.get(act.uid, ()))
        for act, undone in acts
    ]


def recall_by_day(
    context: Context, key: str, entries: Sequence[Entry], until_day: int
) -> list[tuple[int, float]]:
    """The probability of recall on each day until `until_day`. The days start at the first
    review since the last reset. A day with a review appears twice, with the probability before
    and after the review. The result is empty for a new card."""
    scheduler = context.scheduler_of(context.standing(key))
    states: list[CardState] = []
    for entry in entries:
        if entry.state:
            states.append(entry.state)
        elif isinstance(entry.act, Event) and entry.act.kind is EventKind.FORGET:
            states = states if entry.undone else []
    if not states:
        return []
    ends = [state.last_day for state in states[1:]] + [until_day]
    return [
        (day, scheduler.retrievability(state, day))
        for state, end in zip(states, ends, strict=True)
        for day in _days(state.last_day, end)
    ]


def _days(first: int, last: int) -> Iterable[int]:
    """The days from `first` to `last`. For a very long span, the result contains only as many
    days as a chart can show, including the first and the last day."""
    step = max(1, (last - first) // _SHOWN_DAYS)
    return [*range(first, last, step), last]


def _runs(acts: list[tuple[Review | Event, bool]]) -> Iterator[list[Review]]:
    """Splits the reviews that count for card states into runs. A run contains the reviews
    between two resets."""
    run: list[Review] = []
    for act, undone in acts:
        if undone:
            continue
        if isinstance(act, Review):
            if act.mode is Mode.STUDY:
                run.append(act)
        elif act.kind is EventKind.FORGET:
            yield run
            run = []
    yield run


def _course(
    context: Context, scheduler: "Scheduler", reviews: list[Review]
) -> Iterator[tuple[Review, CardState, float | None]]:
    before: CardState | None = None
    states = scheduler.course(reviews)
    for review, state in zip(reviews, states, strict=True):
        day = context.today(review.at_ms)
        recall = scheduler.retrievability(before, day) if before else None
        yield review, state, recall
        before = state
