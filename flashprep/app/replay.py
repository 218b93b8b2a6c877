"""Replay: computes card states from the logs alone and stores them in the cache."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Collection as Some
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Final

from flashprep.app.context import STATES, Context
from flashprep.core.courses import Course, StateRow
from flashprep.core.events import fold_marks
from flashprep.core.marks import Marks
from flashprep.store.card_rows import CardStatus, Values, status_with, values_of
from flashprep.store.queries import courses, has_reviews, keys_apart

if TYPE_CHECKING:
    from flashprep.core.scheduler import LoggedAnswer, Scheduler

Key = str

# The number of cards that are queried together.
_PIECE: Final = 2_000
# The number of states that are written to the database together, and the number of reviews
# that are replayed together.
_AT_A_TIME: Final = 10_000
_REVIEWS_AT_A_TIME: Final = 50_000
# From so many reviews on, computing with numpy saves more time than loading it takes.
_MANY_REVIEWS: Final = 100_000


def restate(context: Context, keys: Some[Key] | None = None) -> None:
    """Recomputes the cached states of these cards, or of all cards, from the logs."""
    with context.database.transaction():
        found = differing(context) if keys is None else _values(context, keys)
        while chunk := list(islice(found, _AT_A_TIME)):
            context.states.put_values(chunk)


def rebuild(context: Context) -> None:
    """Recomputes the entire cache from the logs, with the current settings and the adopted
    parameters."""
    with context.database.transaction():
        context.settle()
        restate(context)
        context.states.put_stamp(STATES, context.settings_digest)


def replayed(context: Context, keys: Some[Key]) -> Iterator[CardStatus]:
    """Computes the status of these cards. Memory use does not grow with the number of cards."""
    found = _values(context, keys)
    while chunk := list(islice(found, _PIECE)):
        cards = context.catalog.summaries([values[-1] for values in chunk])
        for *values, key in chunk:
            yield status_with(cards[key], values)


def differing(context: Context) -> Iterator[Values]:
    """Computes the values of all cards, and yields those that differ from the cached ones. The
    cache and the log are read side by side, so that memory use does not grow with the number
    of cards."""
    for values, cached in zip(
        values_of_all(context), context.states.every_values(), strict=True
    ):
        if values != cached:
            yield values


def values_of_all(context: Context, among: frozenset[Key] | None = None) -> Iterator[Values]:
    """Computes the values of all cards, or of those among some keys, in the order of their
    keys."""
    marks = {key: fold_marks(events) for key, events in context.logs.marks_by_card().items()}
    apart = keys_apart(context.database, context.logs)
    apart |= {key for key, each in marks.items() if each.forgotten_at_ms is not None}
    rows_after = _rows_after(context)
    for batch in _batches(context, among):
        alone = _some(context, [key for key, _, _ in batch if key in apart])
        found = {values[-1]: values for values in alone}
        by_preset: dict[str, list[Course]] = defaultdict(list)
        for key, preset, course in batch:
            if course and key not in found:
                by_preset[preset].append(course)
        rows: dict[Key, StateRow] = {}
        for preset, group in by_preset.items():
            after = rows_after(context.scheduler_for(preset), group)
            rows.update(zip([course.key for course in group], after, strict=True))
        for key, preset, _ in batch:
            if key in found:
                yield found[key]
            elif key in marks:
                yield _marked(context, key, preset, marks[key], rows.get(key))
            else:
                yield values_of(key, preset, None, rows.get(key))


def _values(context: Context, keys: Some[Key]) -> Iterator[Values]:
    """Computes the values of these cards."""
    if len(keys) > _PIECE and 2 * len(keys) > context.catalog.count():
        # To read the entire log once is faster than to query most of the log card by card.
        yield from values_of_all(context, frozenset(keys))
        return
    ordered = sorted(keys)
    for start in range(0, len(ordered), _PIECE):
        yield from _some(context, ordered[start : start + _PIECE])


def _some(context: Context, keys: Some[Key]) -> Iterator[Values]:
    """Computes the values of a few cards, with queries for their rows."""
    if not keys:
        return
    reviews = context.logs.reviews_by_card(keys)
    events = context.logs.marks_by_card(keys)
    preset_of = _preset_of(context)
    for key, card in context.catalog.summaries(keys).items():
        marks, row = fold_marks(events.get(key, ())), None
        preset = preset_of(card.deck, card.tags)
        counting = marks.since_forgotten(reviews.get(key, ()))
        if counting:
            answers = [(each.at_ms, each.rating, each.due_day) for each in counting]
            row = _row_after(context.scheduler_for(preset), key, answers)
        yield _marked(context, key, preset, marks, row)


def _marked(
    context: Context, key: Key, preset: str, marks: Marks, row: StateRow | None
) -> Values:
    """The values of a card with these marks. A reviewed card is no longer marked as known. The
    due day that a user sets applies until the next review."""
    if row:
        if marks.known_until_day is not None:
            marks = replace(marks, known_until_day=None)
        day = marks.due_set_day
        if day is not None and marks.settled_ms > row.last_at_ms:
            # A learning step ends when the due day begins.
            due_at_ms = None if row.due_at_ms is None else context.calendar.start_of(day)
            row = row._replace(due_day=day, due_at_ms=due_at_ms)
    return values_of(key, preset, marks, row)


def _preset_of(context: Context) -> Callable[[str, tuple[str, ...]], str]:
    """Returns a function that maps a card's deck and tags to the name of its preset. The
    function caches its results, since there are many more cards than decks."""
    return cache(lambda deck, tags: context.config.preset_of(deck, tags).name)


def _batches(
    context: Context, among: frozenset[Key] | None
) -> Iterator[list[tuple[Key, str, Course | None]]]:
    """All cards, or those among some keys, in groups of about the same number of reviews: the
    key, the preset and the course of each card."""
    preset_of, found = _preset_of(context), courses(context.database)
    course = next(found, None)
    batch, size = [], 0
    for key, deck, tags in context.catalog.decks_and_tags():
        while course and course.key < key:
            course = next(found, None)
        if among is None or key in among:
            own = course if course and course.key == key else None
            batch.append((key, preset_of(deck, tags), own))
            size += own.reviews if own else 1
            if size >= _REVIEWS_AT_A_TIME:
                yield batch
                batch, size = [], 0
    yield batch


def _rows_after(
    context: Context,
) -> "Callable[[Scheduler, Sequence[Course]], Iterable[StateRow]]":
    """The function that computes the states of many cards: with numpy, if the log is long."""
    if has_reviews(context.database, _MANY_REVIEWS):
        from flashprep.core.bulk_replay import rows_after

        return rows_after
    return _one_by_one


def _one_by_one(scheduler: "Scheduler", group: Iterable[Course]) -> Iterator[StateRow]:
    """The state after each course, like `rows_after`."""
    return (_row_after(scheduler, course.key, course.answers()) for course in group)


def _row_after(scheduler: "Scheduler", key: Key, answers: "Sequence[LoggedAnswer]") -> StateRow:
    """The state of a card after these reviews."""
    state = scheduler.state_after(key, answers)
    return StateRow.of(state, scheduler.days.day_of(answers[0][0]))
