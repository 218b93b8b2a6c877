"""Replay: computes card states from the logs alone and stores them in the cache."""

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Collection as Some
from dataclasses import replace
from functools import cache
from itertools import islice, tee
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from flashprep.app.context import STATES, Context
from flashprep.core.events import fold_marks
from flashprep.core.marks import Marks
from flashprep.core.memory import CardState
from flashprep.store.card_rows import CardStatus, CardSummary
from flashprep.store.queries import beside, histories

if TYPE_CHECKING:
    from flashprep.core.scheduler import LoggedAnswer


_PIECE: Final = 2_000
# The number of states that are written to the database together.
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
        # To read the entire log once is faster than to query most of the log card by card.
        yield from _every(context, frozenset(keys))
    else:
        ordered = sorted(keys)
        for start in range(0, len(ordered), _PIECE):
            piece = ordered[start : start + _PIECE]
            yield from _some(context, piece)


def _some(context: Context, keys: Some[str]) -> Iterator[CardStatus]:
    reviews = context.logs.reviews_by_card(keys)
    events = context.logs.marks_by_card(keys)
    preset_of = _preset_of(context)
    for key, card in context.catalog.summaries(keys).items():
        answers = [(each.at_ms, each.rating, each.due_day) for each in reviews.get(key, ())]
        marks = fold_marks(events.get(key, ()))
        yield _status(context, card, preset_of(card.deck, card.tags), marks, answers)


def _every(context: Context, among: frozenset[str] | None = None) -> Iterator[CardStatus]:
    events = context.logs.marks_by_card()
    preset_of = _preset_of(context)
    unmarked = Marks()
    cards, again = tee(context.catalog.every_summary())
    found = beside(map(attrgetter("key"), again), histories(context.database, context.logs))
    for card, (key, answers) in zip(cards, found, strict=True):
        if among is None or key in among:
            marks = fold_marks(events[key]) if key in events else unmarked
            yield _status(context, card, preset_of(card.deck, card.tags), marks, answers)


def _preset_of(context: Context) -> Callable[[str, tuple[str, ...]], str]:
    """Returns a function that maps a card's deck and tags to the name of its preset. The
    function caches its results, since there are many more cards than decks."""
    return cache(lambda deck, tags: context.config.preset_of(deck, tags).name)


def _status(
    context: Context,
    card: CardSummary,
    preset: str,
    marks: Marks,
    answers: Sequence["LoggedAnswer"],
) -> CardStatus:
    """The status of a card with these marks after these reviews."""
    forgotten_ms = marks.forgotten_at_ms
    if forgotten_ms is not None:
        answers = [answer for answer in answers if answer[0] > forgotten_ms]
    if not answers:
        return CardStatus(card, marks=marks, preset=preset)
    scheduler = context.scheduler_for(preset)
    state = scheduler.state_after(card.key, answers)
    if marks.due_set_day is not None:
        state = _due_as_set(context, state, marks)
    if marks.known_until_day is not None:
        marks = replace(marks, known_until_day=None)
    return CardStatus(card, state, marks, scheduler.days.day_of(answers[0][0]), preset)


def _due_as_set(context: Context, state: CardState, marks: Marks) -> CardState:
    """The state with the due day that the user set. If the user set no due day after the last
    review, the state is unchanged."""
    if marks.due_set_day is None or marks.settled_ms <= state.last_at_ms:
        return state
    # If the card is in a learning step, the step ends when the due day begins.
    start_ms = context.calendar.start_of(marks.due_set_day)
    due_at_ms = None if state.due_at_ms is None else start_ms
    return replace(state, due_day=marks.due_set_day, due_at_ms=due_at_ms)
