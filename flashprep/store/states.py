"""The states of cards. A replay of the logs computes the states. They are stored so that
queries for the queue can use an index.

Every state can be computed from the logs, the deck files and the settings (see
`app.replay.rebuild`). Cards without reviews also have stored values, so that new cards can be
read in order.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from types import MappingProxyType
from typing import TypeVar

from flashprep.core.fsrs import Curve
from flashprep.core.search.card_filter import CardFilter
from flashprep.errors import FlashprepError
from flashprep.store import queue_statements as sql
from flashprep.store.card_rows import (
    CardStatus,
    RecallGroup,
    Values,
    state_values,
    status_of,
    summary_of,
)
from flashprep.store.database import Database, Row, as_json

__all__ = ["CardStatus", "States", "within"]


class States:
    """The card states of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, statuses: Iterable[CardStatus]) -> None:
        """Write the states of these cards. Cards that the catalog does not contain are
        ignored."""
        self.put_values(list(map(state_values, statuses)))

    def put_values(self, values: Sequence[Values]) -> None:
        """Like `put`, with the values that `state_values` returns."""
        self._database.write_many(sql.PUT, values)

    def every_values(self) -> Iterator[Values]:
        """The values of all cards, in the order of their keys."""
        return self._database.stream(sql.EVERY_VALUES)

    def find(self, key: str) -> CardStatus | None:
        """The card with this key and its state; None if there is no such card."""
        row = self._database.row(sql.FIND, (key,))
        return None if row is None else status_of(row)

    def every(self) -> dict[str, CardStatus]:
        """All cards with their states, by key."""
        return {each.card_key: each for each in self.each()}

    def each(self) -> Iterator[CardStatus]:
        """Yields all cards with their states, one by one, in the order of their keys."""
        return map(status_of, self._database.stream(sql.EVERY))

    def some(self, keys: Collection[str]) -> dict[str, CardStatus]:
        """The cards with these keys and their states, by key. Unknown keys are ignored."""
        rows = self._database.rows(sql.SOME, (as_json(keys),))
        return {row[0]: status_of(row) for row in rows}

    def studied_last(
        self, day: int, before_ms: int, most: int
    ) -> dict[str, tuple[str, int | None]]:
        """The cards that were studied last before a day, and possibly some more cards.
        `before_ms` is the time at which the day begins. The result contains at least the `most`
        cards studied last. It maps each card's key to the card's preset and the time when the
        card was last reset to new, or None if it was never reset."""
        values = {"day": day, "before_ms": before_ms, "most": most}
        rows = self._database.rows(sql.STUDIED_LAST, values)
        return {key: (preset, forgotten_ms) for key, preset, forgotten_ms in rows}

    # Queries of the queue

    def learning(self, today: int, cards: CardFilter) -> list[CardStatus]:
        """The cards whose (re)learning step ends today or earlier. The card whose step ends
        first comes first."""
        return self._found(sql.LEARNING, today, cards)

    def due(
        self, today: int, cards: CardFilter, limit: int, most: Mapping[str, int] | None = None
    ) -> list[CardStatus]:
        """At most `limit` due cards in the review phase, most overdue first. For each preset in
        `most`, the result contains at most `most[preset]` cards."""
        return self._found(sql.DUE, today, cards, limit, most or {})

    def new(self, today: int, cards: CardFilter, limit: int) -> list[CardStatus]:
        """At most `limit` new cards. Cards marked as known whose day for the first review has
        come are first. The other new cards follow in the order of introduction."""
        known = self._found(sql.KNOWN, today, cards, limit)
        others = self._found(sql.NEW, today, cards, limit - len(known))
        return known + others

    def of_notes(self, keys: Collection[str]) -> list[CardStatus]:
        """The live cards of these notes, in the order of introduction."""
        return list(map(status_of, self._database.rows(sql.OF_NOTES, {"keys": as_json(keys)})))

    def recalls(
        self,
        day: int,
        memory_factor: float,
        curves: Mapping[str, Curve],
        kinds: Iterable[str],
    ) -> list[RecallGroup]:
        """Groups of the reviewed cards that are not suspended, with the sum of their recall on
        `day`. If a card was reviewed on `day` or later, its recall is computed for the day
        after its last review. The cards of a group have the same deck, kind, priority and
        company. If the kind is in `kinds`, they also belong to the same note."""
        values: dict[str, str | float] = {
            "day": day,
            "memory_factor": memory_factor,
            "kinds": as_json(kinds),
            "curves": _listed(curves),
        }
        rows = self._database.rows(sql.RECALLS, values)
        return [RecallGroup(summary_of(row[1:-3]), row[-2], row[-1]) for row in rows]

    def known(self) -> list[CardStatus]:
        """The new cards marked as known, sorted by the day of their first review."""
        return list(map(status_of, self._database.rows(sql.EVERY_KNOWN)))

    def count_due(self, today: int, cards: CardFilter, most: int | None = None) -> int:
        """The number of due cards in the review phase that are not buried. If `most` is given,
        the count stops at `most`."""
        if cards.keys is None:
            values = _values(today, cards, most)
            return int(self._database.value(_of(sql.COUNT_DUE, cards), values))
        keys = self._database.column(_of(sql.DUE_KEYS, cards), _values(today, cards))
        return sum(1 for _ in islice((key for key in keys if key in cards.keys), most))

    def losing(
        self, today: int, cards: CardFilter, limit: int, curves: Mapping[str, Curve]
    ) -> list[CardStatus]:
        """At most `limit` due cards in the review phase. The cards that lose the most recall
        until tomorrow, per second of review time, come first. `curves` contains the forgetting
        curves by preset."""
        return self._found(sql.LOSING, today, cards, limit, curves=_listed(curves))

    def shown_on(self, day: int) -> dict[str, int]:
        """The cards whose last review was on this day. The result maps each card's key to the
        timestamp of that review; the latest comes last."""
        return dict(self._database.rows(sql.SHOWN_ON, (day,)))

    def waiting_on(self, day: int) -> frozenset[str]:
        """The keys of the cards that must not be reviewed on this day, because they are buried,
        or marked as known until a later day."""
        return frozenset(self._database.column(sql.WAITING, {"today": day}))

    def introduced_on(self, day: int) -> int:
        """The number of cards whose first review was on this day."""
        return int(self._database.value(sql.COUNT_INTRODUCED, (day,)))

    def reviewed_on(self, day: int) -> int:
        """The number of cards reviewed on this day that were introduced earlier."""
        return int(self._database.value(sql.COUNT_REVIEWED, {"today": day}))

    def introduced_by_preset(self, day: int) -> Mapping[str, int]:
        """Like `introduced_on`, but separately for each preset."""
        return dict(self._database.rows(sql.INTRODUCED_BY_PRESET, (day,)))

    def reviewed_by_preset(self, day: int) -> Mapping[str, int]:
        """Like `reviewed_on`, but separately for each preset."""
        return dict(self._database.rows(sql.REVIEWED_BY_PRESET, {"today": day}))

    def decks(self) -> list[str]:
        """The names of all decks that have a live card."""
        kept = self._database.kept
        return list(kept.found("decks", lambda: self._database.column(sql.DECKS)))

    def unseen(self) -> dict[str, int]:
        """The number of new cards that are not suspended, by deck."""
        return dict(self._database.rows(sql.UNSEEN_BY_DECK))

    def count(self) -> int:
        """The number of all live and retired cards."""
        return int(self._database.value(sql.COUNT))

    def count_live(self) -> tuple[int, int]:
        """The number of live cards, and the number of live cards with a review. Suspended cards
        are included."""
        live, seen = self._database.rows(sql.COUNT_LIVE)[0]
        return live, seen

    def has_live(self) -> bool:
        """Whether there is a live card."""
        return self._database.row(sql.ANY_LIVE) is not None

    def count_out(self, keys: Collection[str]) -> int:
        """The number of these cards that are suspended or retired."""
        return int(self._database.value(sql.COUNT_OUT, (as_json(keys),)))

    def live_by_preset(self) -> Mapping[str, int]:
        """The number of live cards by preset, including suspended cards."""
        return dict(self._database.rows(sql.LIVE_BY_PRESET))

    def due_count(self, day: int) -> int:
        """The number of cards in learning or in the review phase that are due on this day or
        earlier."""
        return int(self._database.value(sql.COUNT_DUE_BY, {"day": day}))

    def load(self, first_day: int, last_day: int) -> Mapping[int, int]:
        """The number of cards in the review phase due on each of these days."""
        return dict(self._database.rows(sql.LOAD, (first_day, last_day)))

    # Stamps: digests of the data from which the states were computed, and other small cached
    # texts

    def stamp(self, name: str) -> str | None:
        """The digest stored under `name`."""
        found: str | None = self._database.value(sql.STAMP, (name,))
        return found

    def put_stamp(self, name: str, digest: str) -> None:
        """Store a digest under `name`."""
        self._database.write(sql.PUT_STAMP, (name, digest))

    def keep_stamp(self, name: str, text: str) -> None:
        """Stores a text that later commands need not compute again. The write is a separate
        transaction. If the database cannot be written, nothing is stored. Results in the query
        cache stay valid."""

        def write() -> None:
            with suppress(FlashprepError), self._database.transaction():
                self.put_stamp(name, text)

        self._database.kept.unaffected_by(write)

    def _found(
        self,
        choice: sql.Choice,
        today: int,
        cards: CardFilter,
        limit: int | None = None,
        most: Mapping[str, int] = MappingProxyType({}),
        **more: str,
    ) -> list[CardStatus]:
        # The statement limits the rows only if every row is part of the result. Otherwise the
        # limit is applied below.
        all_count = cards.keys is None and not most
        values = _values(today, cards, limit if all_count else None) | more
        rows: Iterable[Row] = self._database.stream(_of(choice, cards), values)
        if cards.keys is not None:
            # Keys are compared here and not in the statement, since there may be very many
            # keys.
            rows = (row for row in rows if row[0] in cards.keys)
        if most:
            rows = within(rows, most, lambda row: row[-1])
        return list(map(status_of, islice(rows, limit)))


def _listed(curves: Mapping[str, Curve]) -> str:
    """The forgetting curves as JSON, for the parameter `:curves` of a statement."""
    return json.dumps({name: [curve.factor, curve.decay] for name, curve in curves.items()})


def _of(choice: sql.Choice, cards: CardFilter) -> str:
    return choice.all if not cards.decks else choice.of_decks


def _values(today: int, cards: CardFilter, limit: int | None = None) -> dict[str, str | int]:
    values: dict[str, str | int] = {"today": today, "limit": -1 if limit is None else limit}
    if cards.decks:
        values["decks"] = as_json(sorted(cards.decks))
    return values


_Item = TypeVar("_Item")


def within(
    items: Iterable[_Item], most: Mapping[str, int], preset_of: Callable[[_Item], str]
) -> Iterator[_Item]:
    """Yields the items. For each preset in `most`, at most `most[preset]` items are yielded."""
    left = dict(most)
    for item in items:
        preset = preset_of(item)
        if preset in left:
            left[preset] -= 1
            if left[preset] < 0:
                continue
        yield item
