"""Imports progress from Anki for cards that exist in this collection.

Cards are matched by the guid of their note. Reviews are merged with the log by their Anki id.
Resets and due dates set in Anki become events. A suspension or flag becomes an event if it
differs from the last import, or from the state in which the card was exported. The time of this
event is the modification time of the card in Anki. Therefore the latest change applies, whether
it was made in Anki or in flashprep. An import is one transaction. Rows are written in batches
whose size does not depend on the package.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field, replace
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from flashprep.anki.calendar import AnkiDays
from flashprep.anki.identity import arrival_uid, keys_of
from flashprep.anki.reading import AnkiCard, AnkiPackage, opened_package
from flashprep.anki.revlog import AHEAD_MS, DAMAGED, AnkiHistory, history_of
from flashprep.app.context import Context
from flashprep.app.replay import replayed
from flashprep.app.transfer.import_report import Adoption, Imported
from flashprep.core.events import EventKind
from flashprep.store.anki_log import Arrivals, ArrivingMark, ArrivingReview
from flashprep.store.database import Database
from flashprep.store.states import CardStatus

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet


_REVIEW, _SUSPENDED = 2, -1  # Anki's values of a card's type and queue
_BATCH: Final = 10_000
_CARDS: Final = 2_000


class _RehearsedError(Exception):
    """Rolls back a dry run's transaction."""


def import_package(
    context: Context,
    path: Path,
    now_ms: int,
    rollover: int | None = None,
    as_deck: Path | None = None,
    *,
    rehearse: bool = False,
) -> Imported:
    """Imports the progress in an Anki package. If `as_deck` is given, notes without a card in
    this collection are written to a new deck file at that path. With `rehearse` (a dry run),
    nothing is written."""
    adoption = Adoption()
    with opened_package(path) as package, ExitStack() as stack:
        if as_deck is not None:
            # This module is loaded only if deck files are created.
            from flashprep.app.transfer.deck_writer import (
                adopt_package,
                check_target,
                sync_new_files,
            )
            from flashprep.sources.files import new_files

            adoption = adopt_package(context, package, check_target(context, as_deck))
            if not rehearse:
                stack.enter_context(new_files(adoption.files))
        with suppress(_RehearsedError), context.changing():
            if adoption.files and not rehearse:
                sync_new_files(context, adoption.files, adoption.keys, now_ms)
            imported = unite_package(context, package, now_ms, rollover, adoption.keys)
            imported = replace(imported, adoption=adoption)
            if rehearse or not imported:
                raise _RehearsedError
            copy_before(context, now_ms)
    return imported


class _Target(NamedTuple):
    """A card of the package that exists in this collection, with its current key. `since_ms` is
    as in `core.renames`."""

    card: AnkiCard
    key: str
    since_ms: int


@dataclass(slots=True)
class _Tally:
    """The counts of an import. `batch` and `events` contain the rows that are not written
    yet."""

    arrivals: Arrivals
    batch: list[ArrivingReview] = field(default_factory=list)
    events: list[ArrivingMark] = field(default_factory=list)
    reviews: int = 0
    answers: int = 0
    marks: Counter[EventKind] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)
    incomplete: int = 0
    # Maps each card whose state must be recomputed to the time of its last imported review. The
    # time is 0 if no review was imported for the card.
    touched: dict[str, int] = field(default_factory=dict)

    def write(self) -> None:
        """Writes the pending reviews and events."""
        reviews = self.arrivals.add_reviews(self.batch)
        added = self.arrivals.add_marks(self.events)
        self.answers += len(self.batch)
        self.reviews += len(reviews)
        self.marks.update(mark.kind for mark in added)
        for mark in added:
            self.touched.setdefault(mark.card_key, 0)
        self.touched.update(reviews)  # in time order for each card
        self.batch.clear()
        self.events.clear()


def unite_package(
    context: Context,
    package: AnkiPackage,
    now_ms: int,
    rollover: int | None = None,
    more_keys: "AbstractSet[str]" = frozenset(),
) -> Imported:
    """Imports the package's progress and updates the card states. Must be called inside a
    transaction.

    `rollover` is the hour at which Anki's day begins, for packages that do not contain this
    hour. `more_keys` contains the keys of cards that are about to be created.
    """
    arrivals = Arrivals(context.database)
    targets, matched = _targets(context, arrivals, package, more_keys)
    days = AnkiDays(context.calendar, package.clock, rollover)
    tally = _Tally(arrivals)
    for card_id, rows in groupby(package.answers(), key=lambda row: row[0]):
        target = targets.get(card_id)
        if target is None:
            continue
        history = history_of(
            [row for _, row in rows], now_ms, first_scheduler=package.clock.first_scheduler
        )
        tally.dropped += history.dropped
        tally.incomplete += history.incomplete
        tally.batch.extend(_reviews(target, history, days))
        tally.events.extend(_marks(target, history, days))
        if len(tally.batch) >= _BATCH:
            tally.write()
    tally.events.extend(_changes(context, arrivals, targets.values(), now_ms))
    tally.write()
    _restate(context, targets.values(), days, tally)
    if damaged := package.count_damaged():
        tally.dropped[DAMAGED] += damaged
    notes = package.count_notes()
    return Imported(
        notes=notes,
        matched=matched,
        others=notes - matched,
        reviews=tally.reviews,
        known=tally.answers - tally.reviews,
        marks=dict(tally.marks),
        dropped=dict(tally.dropped),
        incomplete=tally.incomplete,
        rollover=package.clock.rollover,
    )


def copy_before(context: Context, now_ms: int) -> None:
    """Backs up the state of the database before the current transaction.

    The backup uses another connection, which does not see the changes of the transaction.
    Raises FlashprepError if the backup cannot be made.
    """
    from flashprep.store.backup import copy_apart

    day = context.calendar.date_of(context.today(now_ms))
    with closing(Database(context.database.path)) as before:
        copy_apart(before, context.identity.collection_id, context.folder, day, "import")


def _targets(
    context: Context, arrivals: Arrivals, package: AnkiPackage, more_keys: "AbstractSet[str]"
) -> tuple[dict[int, _Target], int]:
    """The cards of the package that exist in this collection, by their Anki id, and the number
    of notes to which they belong."""
    renames = context.logs.renames()
    by_guid = arrivals.keys_by_guid()
    known = {*by_guid.values(), *more_keys}
    found: dict[int, _Target] = {}
    notes: set[int] = set()
    taken: set[str] = set()
    for card in package.cards():
        # flashprep exports each card as a note with a single card.
        names = [by_guid[card.guid]] if card.guid in by_guid and card.ord == 0 else []
        if not names and card.guid not in by_guid:
            derived = (renames.today(key, 0) for key in keys_of(card.guid, card.ord))
            names = [key for key in derived if key in known]
        if not names or names[0] in taken:
            continue
        key = names[0]
        notes.add(card.note_id)
        taken.add(key)
        found[card.id] = _Target(card, key, renames.since(key))
    return found, len(notes)


def _reviews(target: _Target, history: AnkiHistory, days: AnkiDays) -> Iterator[ArrivingReview]:
    for each in history.reviews:
        yield ArrivingReview(
            uid=arrival_uid(target.card.guid, each.anki_id),
            anki_id=each.anki_id,
            card_key=target.key,
            since_ms=target.since_ms,
            rating=int(each.rating),
            duration_ms=each.duration_ms,
            due_day=days.due(each.anki_id, each.interval),
            utc_offset_min=days.utc_offset(each.anki_id),
        )


def _marks(target: _Target, history: AnkiHistory, days: AnkiDays) -> Iterator[ArrivingMark]:
    for at_ms in history.forgotten:
        yield _mark(target, EventKind.FORGET, at_ms)
    day = days.counted(target.card.due) if target.card.type == _REVIEW else None
    if history.due_set is not None and day is not None:
        yield _mark(target, EventKind.SET_DUE, history.due_set, day=day)


def _changes(
    context: Context, arrivals: Arrivals, targets: Iterable[_Target], now_ms: int
) -> Iterator[ArrivingMark]:
    """Yields suspension and flag events. A card gets an event if its value in Anki differs from
    the value of the last import, or from the exported value."""
    renames = context.logs.renames()
    suspension = (EventKind.SUSPEND, EventKind.UNSUSPEND)
    suspended = arrivals.last_told(suspension, renames)
    flags = arrivals.last_told([EventKind.FLAG], renames)
    for target in targets:
        card = target.card
        at_ms = card.mod_s * 1000
        if not 0 < at_ms <= now_ms + AHEAD_MS:
            continue
        was_suspended, flag = card.sent
        before = suspended.get(target.key, (suspension[not was_suspended], {}))[0]
        now = suspension[card.queue != _SUSPENDED]
        if now is not before:
            yield _mark(target, now, at_ms)
        if card.flag != flags.get(target.key, (EventKind.FLAG, {"flag": flag}))[1].get(
            "flag", 0
        ):
            yield _mark(target, EventKind.FLAG, at_ms, flag=card.flag)


def _mark(target: _Target, kind: EventKind, at_ms: int, **payload: int) -> ArrivingMark:
    card = target.card
    uid = arrival_uid(card.guid, card.ord, kind.name, at_ms, *payload.values())
    return ArrivingMark(uid, at_ms, kind, target.key, target.since_ms, payload)


def _restate(
    context: Context, targets: Iterable[_Target], days: AnkiDays, tally: _Tally
) -> None:
    """Recomputes the states of cards in small batches. If a card's last review was imported
    from Anki, the card keeps Anki's due day, even if FSRS would choose another day."""
    due_days = {
        target.key: (target, day)
        for target in targets
        if target.card.type == _REVIEW
        and tally.touched.get(target.key)
        and (day := days.counted(target.card.due)) is not None
    }
    made = replayed(context, tally.touched.keys())
    while standings := list(islice(made, _CARDS)):
        marks: list[ArrivingMark] = []
        for place, standing in enumerate(standings):
            key, state = standing.card_key, standing.state
            target, day = due_days.get(key, (None, 0))
            at_ms = tally.touched[key]
            if (
                target
                and state
                and state.last_at_ms == at_ms >= standing.marks.settled_ms
                and state.due_day != day
            ):
                marks.append(_mark(target, EventKind.SET_DUE, at_ms, day=day))
                standings[place] = _due_on(context, standing, day, at_ms)
        tally.arrivals.add_marks(marks)
        context.states.put(standings)


def _due_on(context: Context, standing: CardStatus, day: int, at_ms: int) -> CardStatus:
    """The status that a replay computes after the due date was set to `day` at the time
    `at_ms`."""
    state = standing.state
    assert state is not None
    due_at_ms = None if state.due_at_ms is None else context.calendar.start_of(day)
    return replace(
        standing,
        state=replace(state, due_day=day, due_at_ms=due_at_ms),
        marks=replace(standing.marks, due_set_day=day, due_set_at_ms=at_ms),
    )
