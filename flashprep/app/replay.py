"""Replay: computes card states from the logs alone and stores them in the cache."""

from collections.abc import Collection as Some
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, tee
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from flashprep.app.context import STATES, Context
from flashprep.core.events import Event, fold_marks
from flashprep.core.marks import Marks
from flashprep.core.memory import CardState
from flashprep.store.card_rows import CardStatus, CardSummary
from flashprep.store.queries import beside, histories

if TYPE_CHECKING:
    from flashprep.core.scheduler import LoggedAnswer


_PIECE: Final = 2_000
# Number of states that are written together.
_AT_A_TIME: Final = 10_000


def restate(context: Context, keys: Some[str] | None = None) -> None:
    """Recomputes the cached states of these cards, or of all cards, from the logs."""
    with context.database.transaction():
        standings = replayed(context, keys)
        while chunk := list(islice(standings, _AT_A_TIME)):
            context.states.put(chunk)


def rebuild(context: Context) -> None:
    """Recomputes the entire cache from the logs, with the current settings and the adopted
    parameters."""
    with context.database.transaction():
        context.settle()
        restate(context)
        context.states.put_stamp(STATES, context.settings_digest)


def replayed(context: Context, keys: Some[str] | None) -> Iterator[CardStatus]:
    """Computes the status of these cards, or of all cards, one at a time. Memory use does not
    grow with the number of cards."""
    if keys is None:
        yield from _every(context)
    elif len(keys) > _PIECE and 2 * len(keys) > context.catalog.count():
        # Reading the entire log once is cheaper than querying most of it card by card.
        yield from _every(context, frozenset(keys))
    else:
        ordered = sorted(keys)
        for start in range(0, len(ordered), _PIECE):
            piece = ordered[start : start + _PIECE]
            yield from _some(context, piece)


def _some(context: Context, keys: Some[str]) -> Iterator[CardStatus]:
    reviews = context.logs.reviews_by_card(keys)
    events = context.logs.marks_by_card(keys)
    for key, card in context.catalog.summaries(keys).items():
        answers = [(each.at_ms, each.rating, each.due_day) for each in reviews.get(key, ())]
        unseen = _unseen(context, card, fold_marks(events.get(key, ())))
        yield _answered(context, unseen, answers)


def _every(context: Context, among: frozenset[str] | None = None) -> Iterator[CardStatus]:
    events = context.logs.marks_by_card()
    unmarked, none = Marks(), list[Event]()
    cards, again = tee(context.catalog.every_summary())
    found = beside(map(attrgetter("key"), again), histories(context.database, context.logs))
    for card, (key, answers) in zip(cards, found, strict=True):
        if among is not None and key not in among:
            continue
        own = events.get(key, none)
        unseen = _unseen(context, card, fold_marks(own) if own else unmarked)
        yield _answered(context, unseen, answers)


def _unseen(context: Context, card: CardSummary, marks: Marks) -> CardStatus:
    """The status of a card without a review."""
    preset = context.config.preset_of(card.deck, card.tags).name
    return CardStatus(card, marks=marks, preset=preset)


def _answered(
    context: Context, standing: CardStatus, answers: Sequence["LoggedAnswer"]
) -> CardStatus:
    """The status of a card after these reviews. `standing` is the status without the
    reviews."""
    forgotten_ms = standing.marks.forgotten_at_ms
    if forgotten_ms is not None:
        answers = [answer for answer in answers if answer[0] > forgotten_ms]
    if not answers:
        return standing
    state = context.scheduler_of(standing).state_after(standing.card_key, answers)
    return replace(
        standing,
        marks=replace(standing.marks, known_until_day=None),
        state=_due_as_set(context, state, standing.marks),
        introduced_day=context.today(answers[0][0]),
    )


def _due_as_set(context: Context, state: CardState, marks: Marks) -> CardState:
    """The state, with the due day that the user set after the last review, if any."""
    if marks.due_set_day is None or marks.settled_ms <= state.last_at_ms:
        return state
    # A learning step ends when the due day begins.
    start_ms = context.calendar.start_of(marks.due_set_day)
    due_at_ms = None if state.due_at_ms is None else start_ms
    return replace(state, due_day=marks.due_set_day, due_at_ms=due_at_ms)
