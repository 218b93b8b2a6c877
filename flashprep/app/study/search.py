"""Searching: which cards a query finds, and where they stand."""

from collections.abc import Iterator
from dataclasses import dataclass

from flashprep.app.context import Context
from flashprep.core.search.evaluate import (
    Present,
    Subject,
    check_names,
    predicate,
    wants_retired,
)
from flashprep.core.search.query import Query
from flashprep.store.catalog import CardRow
from flashprep.store.states import Standing


@dataclass(frozen=True, slots=True)
class Found:
    """A card that was found, and where it stands."""

    row: CardRow
    standing: Standing


def search(
    context: Context, query: Query, now_ms: int, decks: frozenset[str] | None
) -> list[Found]:
    """The cards of these decks, or of all, that the query finds, in the order of their
    introduction. Retired ones are among them only if it asks for them.

    Raises SearchError for a deck, kind or design that no card has.
    """
    retired = None if wants_retired(query) else False
    check_names(query, lambda name: context.catalog.said(name, retired=retired))
    matches = predicate(query, _present(context, now_ms))
    found = [
        Found(row, standing)
        for row, standing in _standing_rows(context, retired=retired)
        if (decks is None or row.card.deck in decks) and matches(_subject(row, standing))
    ]
    return sorted(found, key=lambda each: (each.row.position, each.row.card.key))


def _standing_rows(
    context: Context, *, retired: bool | None
) -> Iterator[tuple[CardRow, Standing]]:
    """The cards and where they stand, one after the other: however many there are, only those
    that are found are kept in memory."""
    standings = context.states.each()
    for row in context.catalog.each(retired=retired):
        key = row.card.key
        yield row, next(each for each in standings if each.card_key == key)


def _present(context: Context, now_ms: int) -> Present:
    def retrievability(subject: Subject, day: int) -> float:
        # The scheduler takes a while to load, and few searches ask.
        assert subject.state is not None
        preset = context.config.preset_of(subject.card.deck, subject.card.tags)
        return context.scheduler_for(preset.name).retrievability(subject.state, day)

    return Present(context.today(now_ms), context.config.leech_lapses, retrievability)


def _subject(row: CardRow, standing: Standing) -> Subject:
    return Subject(
        card=row.card,
        stands=standing.stands,
        state=standing.state,
        marks=standing.marks,
        introduced_day=standing.introduced_day,
    )
