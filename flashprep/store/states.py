"""The cache: where each card stands, kept so that the queue is found by an index.

Every row follows from the logs, the deck files and the settings; `Collection.rebuild` makes
them all again. A card that was never reviewed has a row too, so that new cards are found in
their order.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Row, Select, bindparam, delete, func, select, text, true

from flashprep.core.fsrs import Curve
from flashprep.store.database import Database, is_among
from flashprep.store.queue_statements import (
    IN_LEARNING,
    IN_REVIEW,
    IS_LIVE,
    IS_NEW,
    IS_OUT,
    KNOWN,
    NEW,
    due_by,
    known_by,
    learning_by,
    losing_by,
    may_come_on,
)
from flashprep.store.schema import cache_stamp, card_state
from flashprep.store.state_rows import UNSEEN, Standing, standing_row, standing_values

__all__ = ["Among", "Standing", "States", "within"]

# What every answer runs is built once.
_FIND = select(card_state).where(card_state.c.card_key == bindparam("key"))
_LOAD = (
    select(card_state.c.due_day, func.count().label("cards"))
    .where(IN_REVIEW, card_state.c.due_day.between(bindparam("first"), bindparam("last")))
    .group_by(card_state.c.due_day)
)
# From each deck to the next one by the index, however many cards they have.
_DECKS = text(
    "WITH RECURSIVE decks(deck) AS ("
    "SELECT min(deck) FROM card_state WHERE retired = 0 UNION ALL "
    "SELECT (SELECT min(deck) FROM card_state WHERE retired = 0 AND deck > decks.deck) "
    "FROM decks WHERE decks.deck IS NOT NULL) "
    "SELECT deck FROM decks WHERE deck IS NOT NULL"
)


@dataclass(frozen=True, slots=True)
class Among:
    """The cards that the queue may give: those of `decks`, and with `keys`; None means all."""

    decks: AbstractSet[str] | None = None
    keys: AbstractSet[str] | None = None


class States:
    """The cached states of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, standings: Iterable[Standing]) -> None:
        """Write rows, replacing those of the same cards."""
        self._database.put_rows(card_state, list(map(standing_values, standings)))

    def put_new(self, cards: Iterable[tuple[str, str, int]]) -> None:
        """Write rows for live cards of which the logs know nothing: their keys, decks and
        positions."""
        self._database.put_rows(
            card_state, [(key, "new", deck, position, *UNSEEN) for key, deck, position in cards]
        )

    def put_positions(self, positions: Mapping[str, int]) -> None:
        """Write where cards stand in the introduction, and nothing else of them."""
        self._database.put_values(card_state, "position", positions)

    def clear(self) -> None:
        """Forget all rows, before all are made again."""
        self._database.execute(delete(card_state))

    def remove(self, keys: Collection[str]) -> None:
        """Forget the rows of cards that no longer have these keys."""
        self._database.execute(delete(card_state).where(is_among(card_state.c.card_key, keys)))

    def find(self, key: str) -> Standing | None:
        """The row of one card."""
        row = self._database.execute(_FIND, {"key": key}).first()
        return None if row is None else standing_row(row)

    def every(self) -> dict[str, Standing]:
        """All rows, by key."""
        return self._by_key(select(card_state))

    def each(self) -> Iterator[Standing]:
        """All rows, one after the other, in the order of their keys."""
        rows = self._database.execute(select(card_state).order_by(card_state.c.card_key))
        return map(standing_row, rows)

    def some(self, keys: Collection[str]) -> dict[str, Standing]:
        """The rows of some cards, by key; keys without a row are left out."""
        return self._by_key(select(card_state).where(is_among(card_state.c.card_key, keys)))

    def last_studied(self, most: int) -> dict[str, Standing]:
        """The rows of the cards studied last, by key, the latest first."""
        return self._by_key(
            select(card_state)
            .where(card_state.c.last_at_ms.is_not(None))
            .order_by(card_state.c.last_at_ms.desc(), card_state.c.card_key)
            .limit(most)
        )

    def misplaced(self) -> list[str]:
        """Keys of cards that stand where the queue does not look for them."""
        rows = self._database.execute(select(card_state))
        return [row.card_key for row in rows if row.standing != standing_row(row).queue]

    # What the queue asks

    def learning(self, today: int, among: Among) -> list[Standing]:
        """Cards in (re)learning whose step ends today or ended before, soonest first."""
        return self._found(learning_by(today), today, among)

    def due(
        self, today: int, among: Among, limit: int, most: Mapping[str, int] | None = None
    ) -> list[Standing]:
        """The first cards in review that are due, most overdue first; of the presets that
        `most` names, no more cards than it says."""
        return self._found(due_by(today), today, among, limit, most or {})

    def new(self, today: int, among: Among, limit: int) -> list[Standing]:
        """The first cards never seen: those whose day to be asked has come although they
        count as known, and then the others in their order of introduction."""
        known = self._found(known_by(today), today, among, limit)
        others = self._found(NEW, today, among, limit - len(known))
        return known + others

    def known(self) -> list[Standing]:
        """The new cards that count as known, in the order of the days on which they are
        asked."""
        return list(map(standing_row, self._database.execute(KNOWN)))

    def count_due(self, today: int, among: Among, most: int | None = None) -> int:
        """How many cards in review are due that are not buried; with `most`, no more are
        counted than that."""
        statement = _restricted(
            select(card_state.c.card_key).where(IN_REVIEW, card_state.c.due_day <= today),
            today,
            among,
        )
        if among.keys is None:
            found = statement.limit(most).subquery()
            counted = self._database.execute(select(func.count()).select_from(found))
            return counted.scalar() or 0
        keys = self._database.execute(statement).scalars()
        return sum(1 for _ in islice((key for key in keys if key in among.keys), most))

    def losing(
        self, today: int, among: Among, limit: int, curves: Mapping[str, Curve]
    ) -> list[Standing]:
        """The first cards in review that are due, those first of which most is lost by
        tomorrow; `curves` gives the forgetting curve of each preset."""
        return self._found(losing_by(today, curves), today, among, limit)

    def shown_on(self, day: int) -> dict[str, int]:
        """The cards last reviewed on that day, the latest last, with the instants of that."""
        rows = self._database.execute(
            select(card_state.c.card_key, card_state.c.last_at_ms)
            .where(card_state.c.last_day == day)
            .order_by(card_state.c.last_at_ms, card_state.c.card_key)
        )
        return {row.card_key: row.last_at_ms for row in rows}

    def waiting_on(self, day: int) -> frozenset[str]:
        """The cards that are not asked on that day: buried ones, and those known so far."""
        rows = self._database.execute(select(card_state.c.card_key).where(~may_come_on(day)))
        return frozenset(rows.scalars())

    def introduced_on(self, day: int) -> int:
        """How many cards were seen for the first time on that day."""
        return self._count(card_state.c.introduced_day == day)

    def reviewed_on(self, day: int) -> int:
        """How many cards were reviewed on that day that had been seen before it."""
        return self._count(_is_reviewed_on(day))

    def introduced_by_preset(self, day: int) -> Mapping[str, int]:
        """What `introduced_on` counts, by the preset that the cards have."""
        return self._count_by(card_state.c.preset, card_state.c.introduced_day == day)

    def reviewed_by_preset(self, day: int) -> Mapping[str, int]:
        """What `reviewed_on` counts, by the preset that the cards have."""
        return self._count_by(card_state.c.preset, _is_reviewed_on(day))

    def decks(self) -> list[str]:
        """The names of all decks that have a live card."""
        return list(self._database.execute(_DECKS).scalars())

    def unseen(self) -> dict[str, int]:
        """By deck, the live cards never seen that are not suspended."""
        return self._count_by(card_state.c.deck, IS_NEW)

    def count(self) -> int:
        """How many rows there are."""
        return self._count(true())

    def count_live(self) -> int:
        """How many cards there are, suspended ones included."""
        return self._count(IS_LIVE)

    def count_out(self, keys: Collection[str]) -> int:
        """How many of these cards nothing asks: they are suspended, or retired."""
        return self._count(is_among(card_state.c.card_key, keys) & IS_OUT)

    def live_by_preset(self) -> Mapping[str, int]:
        """How many cards each preset has that has any, suspended ones included."""
        return self._count_by(card_state.c.preset, IS_LIVE)

    def count_seen(self) -> int:
        """How many live cards were reviewed at least once, suspended ones included."""
        return self._count(IS_LIVE & card_state.c.phase.is_not(None))

    def due_count(self, day: int) -> int:
        """How many cards seen before are due on that day or earlier."""
        return sum(
            self._count(stands & (card_state.c.due_day <= day))
            for stands in (IN_REVIEW, IN_LEARNING)
        )

    def load(self, first_day: int, last_day: int) -> Mapping[int, int]:
        """How many cards in review are due on each of these days."""
        rows = self._database.execute(_LOAD, {"first": first_day, "last": last_day})
        return {row.due_day: row.cards for row in rows}

    # What the cache was made under

    def stamp(self, name: str) -> str | None:
        """The digest kept under `name`."""
        return self._database.execute(
            select(cache_stamp.c.digest).where(cache_stamp.c.name == name)
        ).scalar()

    def put_stamp(self, name: str, digest: str) -> None:
        """Keep a digest under `name`."""
        self._database.put_rows(cache_stamp, [(name, digest)])

    def _found(
        self,
        statement: Select[Any],
        today: int,
        among: Among,
        limit: int | None = None,
        most: Mapping[str, int] = MappingProxyType({}),
    ) -> list[Standing]:
        statement = _restricted(statement, today, among)
        if among.keys is None and not most:
            statement = statement.limit(limit)
        rows: Iterable[Row[Any]] = self._database.execute(statement)
        if among.keys is not None:
            # More than a statement takes, it may be; so the rest is passed over here.
            rows = (row for row in rows if row.card_key in among.keys)
        if most:
            rows = within(rows, most)
        return [standing_row(row) for row in islice(rows, limit)]

    def _by_key(self, statement: Select[Any]) -> dict[str, Standing]:
        rows = self._database.execute(statement)
        return {row.card_key: standing_row(row) for row in rows}

    def _count(self, condition: ColumnElement[bool]) -> int:
        statement = select(func.count()).select_from(card_state).where(condition)
        return self._database.execute(statement).scalar() or 0

    def _count_by(
        self, column: ColumnElement[Any], condition: ColumnElement[bool]
    ) -> dict[str, int]:
        statement = select(column, func.count()).where(condition).group_by(column)
        rows: Iterable[Any] = self._database.execute(statement)
        return dict(map(tuple, rows))


def _is_reviewed_on(day: int) -> ColumnElement[bool]:
    return (card_state.c.last_day == day) & (card_state.c.introduced_day < day)


_OfPreset = TypeVar("_OfPreset", Standing, Row[Any])


def within(rows: Iterable[_OfPreset], most: Mapping[str, int]) -> Iterator[_OfPreset]:
    """The rows but those of presets that had as many as `most` gives them."""
    left = dict(most)
    for row in rows:
        if row.preset in left:
            left[row.preset] -= 1
            if left[row.preset] < 0:
                continue
        yield row


def _restricted(statement: Select[Any], today: int, among: Among) -> Select[Any]:
    """Only cards of these decks that may come today."""
    statement = statement.where(may_come_on(today))
    if among.decks is not None:
        statement = statement.where(card_state.c.deck.in_(sorted(among.decks)))
    return statement
