"""The history of one card: what was answered and said, and what each answer did."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flashprep.core.history import Event, EventKind
from flashprep.core.memory import CardState, Mode, Review

if TYPE_CHECKING:
    from flashprep.collection.collection import Collection
    from flashprep.core.scheduler import Scheduler


@dataclass(frozen=True, slots=True)
class Entry:
    """An answer, or what else was said of the card; it may have been undone.

    Of an answer that was not: the `state` after it and, but for the first one or the first
    since the card was forgotten, the probability (0-1) of `recall` just before it.
    """

    act: Review | Event
    undone: bool
    state: CardState | None = None
    recall: float | None = None


def card_history(collection: "Collection", key: str) -> list[Entry]:
    """All that is known of a card with this key, oldest first."""
    acts = collection.logs.acts_of(key)
    scheduler = collection.scheduler_of(collection.standing(key))
    memory = {
        review.uid: (state, recall)
        for run in _runs(acts)
        for review, state, recall in _course(collection, scheduler, run)
    }
    return [Entry(act, undone, *memory.get(act.uid, ())) for act, undone in acts]


def _runs(acts: list[tuple[Review | Event, bool]]) -> Iterator[list[Review]]:
    """The reviews that count for a state, from one time that the card was new to the next."""
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
    collection: "Collection", scheduler: "Scheduler", reviews: list[Review]
) -> Iterator[tuple[Review, CardState, float | None]]:
    before: CardState | None = None
    states = scheduler.course(reviews)
    for review, state in zip(reviews, states, strict=True):
        day = collection.today(review.at_ms)
        recall = scheduler.retrievability(before, day) if before else None
        yield review, state, recall
        before = state
