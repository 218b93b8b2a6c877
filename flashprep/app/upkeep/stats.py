"""Statistics of a collection: passes its cards and reviews to `core.stats`.

Cards and reviews are read card by card, so that memory use does not grow with their number.
"""

from collections import defaultdict
from collections.abc import Iterator
from itertools import tee

from flashprep.app.context import Context
from flashprep.core.events import EventKind
from flashprep.core.gc_pause import collector_paused
from flashprep.core.stats.statistics import CardRecord, summarize
from flashprep.core.stats.summary import Summary
from flashprep.store.queries import beside, histories, ticked_parts


def statistics(
    context: Context, now_ms: int, decks: frozenset[str] | None, days: int
) -> Summary:
    """The statistics of all decks, or of `decks`, over the last `days` study days."""
    today = context.today(now_ms)
    start_ms = context.calendar.start_of(today - days + 1)
    with collector_paused():
        return summarize(
            _records(context, decks, start_ms), context.scheduler, context.calendar, today, days
        )


def _records(
    context: Context, decks: frozenset[str] | None, since_ms: int
) -> Iterator[CardRecord]:
    database, logs = context.database, context.logs
    forgotten: dict[str, list[int]] = defaultdict(list)
    renames = logs.renames()
    for event in logs.events(EventKind.FORGET):
        forgotten[renames.today(event.subject, event.since_ms)].append(event.at_ms)
    parts = ticked_parts(database, since_ms)
    statuses, again = tee(context.states.each())
    found = beside((each.card_key for each in again), histories(database, logs))
    for standing, (key, answers) in zip(statuses, found, strict=True):
        card = standing.card
        if decks is None or card.deck in decks:
            yield CardRecord(
                key=key,
                note_key=card.note_key,
                deck=card.deck,
                kind=card.kind,
                priority=card.priority,
                answers=answers,
                state=standing.state,
                in_study=standing.queue != "out",
                buried_until_day=standing.marks.buried_until_day,
                forgotten_ms=sorted(forgotten.get(key, ())),
                scheduler=context.scheduler_for(standing.preset),
                parts=parts,
            )
