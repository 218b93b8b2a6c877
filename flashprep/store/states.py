"""The cache: the status of each card, stored so that the queue can use an index.

Every row can be derived from the logs, the deck files and the settings. `Collection.rebuild`
derives all rows again. Cards without reviews have rows too, so that new cards can be read in
order.
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
from flashprep.store.state_rows import UNSEEN, CardStatus, status_row, status_values

__all__ = ["Among", "CardStatus", "States", "within"]

# Statements that every review runs are built once.
_FIND = select(card_state).where(card_state.c.card_key == bindparam("key"))
_LOAD = (
    select(card_state.c.due_day, func.count().label("cards"))
    .where(IN_REVIEW, card_state.c.due_day.between(bindparam("first"), bindparam("last")))
    .group_by(card_state.c.due_day)
)
# Uses the index to skip from each deck to the next without reading the cards of a deck.
_DECKS = text(
    "WITH RECURSIVE decks(deck) AS ("
    "SELECT min(deck) FROM card_state WHERE retired = 0 UNION ALL "
    "SELECT (SELECT min(deck) FROM card_state WHERE retired = 0 AND deck > decks.deck) "
    "FROM decks WHERE decks.deck IS NOT NULL) "
    "SELECT deck FROM decks WHERE deck IS NOT NULL"
)


@dataclass(frozen=True, slots=True)
class Among:
    """The cards that the queue may contain: those in `decks` and with `keys`. None means
    no restriction."""

    decks: AbstractSet[str] | None = None
    keys: AbstractSet[str] | None = None


class States:
    """The cached card states of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, standings: Iterable[CardStatus]) -> None:
        """Write rows, replacing those of the same cards."""
        self._database.put_rows(card_state, list(map(status_values, standings)))

    def put_new(self, cards: Iterable[tuple[str, str, int]]) -> None:
        """Write rows for live cards that are not in the logs, given their keys, decks and
        positions."""
        self._database.put_rows(
            card_state, [(key, "new", deck, position, *UNSEEN) for key, deck, position in cards]
        )

    def put_positions(self, positions: Mapping[str, int]) -> None:
        """Write the cards' positions in the order of introduction. Changes no other column."""
        self._database.put_values(card_state, "position", positions)

    def clear(self) -> None:
        """Delete all rows, before a rebuild."""
        self._database.execute(delete(card_state))

    def remove(self, keys: Collection[str]) -> None:
        """Delete the rows with these keys, which no card has any longer."""
        self._database.execute(delete(card_state).where(is_among(card_state.c.card_key, keys)))

    def find(self, key: str) -> CardStatus | None:
        """The row of one card."""
        row = self._database.execute(_FIND, {"key": key}).first()
        return None if row is None else status_row(row)

    def every(self) -> dict[str, CardStatus]:
        """All rows, by key."""
        return self._by_key(select(card_state))

    def each(self) -> Iterator[CardStatus]:
        """All rows, one by one, in the order of their keys."""
        rows = self._database.execute(select(card_state).order_by(card_state.c.card_key))
        return map(status_row, rows)

    def some(self, keys: Collection[str]) -> dict[str, CardStatus]:
        """The rows of some cards, by key; keys without a row are left out."""
        return self._by_key(select(card_state).where(is_among(card_state.c.card_key, keys)))

    def last_studied(self, most: int) -> dict[str, CardStatus]:
        """The rows of the `most` cards studied last, by key, latest first."""
        return self._by_key(
            select(card_state)
            .where(card_state.c.last_at_ms.is_not(None))
            .order_by(card_state.c.last_at_ms.desc(), card_state.c.card_key)
            .limit(most)
        )

    def misplaced(self) -> list[str]:
        """The keys of cards whose row is in the wrong part of the queue."""
        rows = self._database.execute(select(card_state))
        return [row.card_key for row in rows if row.standing != status_row(row).queue]

    # Queries of the queue

    def learning(self, today: int, among: Among) -> list[CardStatus]:
        """Cards in (re)learning whose step ends today or earlier, earliest first."""
        return self._found(learning_by(today), today, among)

    def due(
        self, today: int, among: Among, limit: int, most: Mapping[str, int] | None = None
    ) -> list[CardStatus]:
        """The first due cards in the review phase, most overdue first. Returns at most
        `most[preset]` cards of each preset in `most`."""
        return self._found(due_by(today), today, among, limit, most or {})

    def new(self, today: int, among: Among, limit: int) -> list[CardStatus]:
        """The first new cards: those marked as known that are due for their first review, then
        the others in the order of introduction."""
        known = self._found(known_by(today), today, among, limit)
        others = self._found(NEW, today, among, limit - len(known))
        return known + others

    def known(self) -> list[CardStatus]:
        """The new cards marked as known, in the order of the days of their first review."""
        return list(map(status_row, self._database.execute(KNOWN)))

    def count_due(self, today: int, among: Among, most: int | None = None) -> int:
        """The number of due cards in the review phase that are not buried. Stops counting
        at `most`, if given."""
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
    ) -> list[CardStatus]:
        """The first due cards in the review phase, starting with the cards that lose the most
        recall by tomorrow. `curves` are the forgetting curves by preset."""
        return self._found(losing_by(today, curves), today, among, limit)

    def shown_on(self, day: int) -> dict[str, int]:
        """The cards whose most recent review was on this day: the timestamp (ms) of that review
        by key, oldest first."""
        rows = self._database.execute(
            select(card_state.c.card_key, card_state.c.last_at_ms)
            .where(card_state.c.last_day == day)
            .order_by(card_state.c.last_at_ms, card_state.c.card_key)
        )
        return {row.card_key: row.last_at_ms for row in rows}

    def waiting_on(self, day: int) -> frozenset[str]:
        """The cards not to be reviewed on this day: buried, or marked as known until later."""
        rows = self._database.execute(select(card_state.c.card_key).where(~may_come_on(day)))
        return frozenset(rows.scalars())

    def introduced_on(self, day: int) -> int:
        """The number of cards with their first review on this day."""
        return self._count(card_state.c.introduced_day == day)

    def reviewed_on(self, day: int) -> int:
        """The number of cards reviewed on this day that were introduced earlier."""
        return self._count(_is_reviewed_on(day))

    def introduced_by_preset(self, day: int) -> Mapping[str, int]:
        """Like `introduced_on`, by the preset of the cards."""
        return self._count_by(card_state.c.preset, card_state.c.introduced_day == day)

    def reviewed_by_preset(self, day: int) -> Mapping[str, int]:
        """Like `reviewed_on`, by the preset of the cards."""
        return self._count_by(card_state.c.preset, _is_reviewed_on(day))

    def decks(self) -> list[str]:
        """The names of all decks that have a live card."""
        return list(self._database.execute(_DECKS).scalars())

    def unseen(self) -> dict[str, int]:
        """The number of new cards that are not suspended, by deck."""
        return self._count_by(card_state.c.deck, IS_NEW)

    def count(self) -> int:
        """The number of rows."""
        return self._count(true())

    def count_live(self) -> int:
        """The number of live cards, including suspended ones."""
        return self._count(IS_LIVE)

    def count_out(self, keys: Collection[str]) -> int:
        """The number of these cards that are suspended or retired."""
        return self._count(is_among(card_state.c.card_key, keys) & IS_OUT)

    def live_by_preset(self) -> Mapping[str, int]:
        """The number of live cards by preset, including suspended ones."""
        return self._count_by(card_state.c.preset, IS_LIVE)

    def count_seen(self) -> int:
        """The number of live cards with at least one review, including suspended ones."""
        return self._count(IS_LIVE & card_state.c.phase.is_not(None))

    def due_count(self, day: int) -> int:
        """The number of introduced cards due on this day or earlier."""
        return sum(
            self._count(status & (card_state.c.due_day <= day))
            for status in (IN_REVIEW, IN_LEARNING)
        )

    def load(self, first_day: int, last_day: int) -> Mapping[int, int]:
        """The number of cards in the review phase due on each of these days."""
        rows = self._database.execute(_LOAD, {"first": first_day, "last": last_day})
        return {row.due_day: row.cards for row in rows}

    # Digests of the settings and files from which the cache was computed

    def stamp(self, name: str) -> str | None:
        """The digest stored under `name`."""
        return self._database.execute(
            select(cache_stamp.c.digest).where(cache_stamp.c.name == name)
        ).scalar()

    def put_stamp(self, name: str, digest: str) -> None:
        """Store a digest under `name`."""
        self._database.put_rows(cache_stamp, [(name, digest)])

    def _found(
        self,
        statement: Select[Any],
        today: int,
        among: Among,
        limit: int | None = None,
        most: Mapping[str, int] = MappingProxyType({}),
    ) -> list[CardStatus]:
        statement = _restricted(statement, today, among)
        if among.keys is None and not most:
            statement = statement.limit(limit)
        rows: Iterable[Row[Any]] = self._database.execute(statement)
        if among.keys is not None:
            # Filtered here, since there may be too many keys for one statement.
            rows = (row for row in rows if row.card_key in among.keys)
        if most:
            rows = within(rows, most)
        return [status_row(row) for row in islice(rows, limit)]

    def _by_key(self, statement: Select[Any]) -> dict[str, CardStatus]:
        rows = self._database.execute(statement)
        return {row.card_key: status_row(row) for row in rows}

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


_OfPreset = TypeVar("_OfPreset", CardStatus, Row[Any])


def within(rows: Iterable[_OfPreset], most: Mapping[str, int]) -> Iterator[_OfPreset]:
    """The rows, with at most `most[preset]` rows of each preset in `most`."""
    left = dict(most)
    for row in rows:
        if row.preset in left:
            left[row.preset] -= 1
            if left[row.preset] < 0:
                continue
        yield row


def _restricted(statement: Select[Any], today: int, among: Among) -> Select[Any]:
    """Restrict a statement to the decks of `among` and to cards that may be shown today."""
    statement = statement.where(may_come_on(today))
    if among.decks is not None:
        statement = statement.where(card_state.c.deck.in_(sorted(among.decks)))
    return statement
