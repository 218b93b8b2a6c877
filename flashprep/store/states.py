"""The states of cards: what a replay of the logs computes, stored so that the queue can use an
index.

Every state can be derived from the logs, the deck files and the settings; `app.replay.rebuild`
does so. Cards without reviews have a state too, so that new cards can be read in order.
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
    CardSummary,
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
        """Write the states of cards that the catalog contains."""
        self.put_values(list(map(state_values, statuses)))

    def put_values(self, values: Sequence[Values]) -> None:
        """Like `put`, with the values that `state_values` returns."""
        self._database.write_many(sql.PUT, values)

    def every_values(self) -> Iterator[Values]:
        """The values of all cards, in the order of their keys."""
        return self._database.stream(sql.EVERY_VALUES)

    def find(self, key: str) -> CardStatus | None:
        """One card and its state."""
        row = self._database.row(sql.FIND, (key,))
        return None if row is None else status_of(row)

    def every(self) -> dict[str, CardStatus]:
        """All cards, by key."""
        return {each.card_key: each for each in self.each()}

    def each(self) -> Iterator[CardStatus]:
        """All cards, one by one, in the order of their keys."""
        return map(status_of, self._database.stream(sql.EVERY))

    def some(self, keys: Collection[str]) -> dict[str, CardStatus]:
        """Some cards, by key; unknown keys are left out."""
        rows = self._database.rows(sql.SOME, (as_json(keys),))
        return {row[0]: status_of(row) for row in rows}

    def studied_last(
        self, day: int, before_ms: int, most: int
    ) -> dict[str, tuple[str, int | None]]:
        """The cards that may be among the `most` cards studied last before a day, which begins
        at `before_ms`: by key, the preset and the time of the last forget, if any."""
        values = {"day": day, "before_ms": before_ms, "most": most}
        rows = self._database.rows(sql.STUDIED_LAST, values)
        return {key: (preset, forgotten_ms) for key, preset, forgotten_ms in rows}

    # Queries of the queue

    def learning(self, today: int, cards: CardFilter) -> list[CardStatus]:
        """Cards in (re)learning whose step ends today or earlier, earliest first."""
        return self._found(sql.LEARNING, today, cards)

    def due(
        self, today: int, cards: CardFilter, limit: int, most: Mapping[str, int] | None = None
    ) -> list[CardStatus]:
        """The first due cards in the review phase, most overdue first; at most `most[preset]`
        cards of each preset listed there."""
        return self._found(sql.DUE, today, cards, limit, most or {})

    def new(self, today: int, cards: CardFilter, limit: int) -> list[CardStatus]:
        """The first new cards: those marked as known that are due for their first review, then
        the others in the order of introduction."""
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
    ) -> list[tuple[CardSummary, int, float]]:
        """The cards with a review that are not suspended, in groups: one card of each, their
        number and the sum of their recall on `day`, at least a day after their last review. The
        cards of a group have the same kind, deck, priority and company and, if the kind is one
        of `kinds`, the same note."""
        values: dict[str, str | float] = {
            "day": day,
            "memory_factor": memory_factor,
            "kinds": as_json(kinds),
            "curves": _listed(curves),
        }
        rows = self._database.rows(sql.RECALLS, values)
        return [(summary_of(row[1:-3]), row[-3], row[-1]) for row in rows]

    def known(self) -> list[CardStatus]:
        """The new cards marked as known, in the order of the days of their first review."""
        return list(map(status_of, self._database.rows(sql.EVERY_KNOWN)))

    def count_due(self, today: int, cards: CardFilter, most: int | None = None) -> int:
        """The number of due cards in the review phase that are not buried; counts up to
        `most`, if given."""
        if cards.keys is None:
            values = _values(today, cards, most)
            return int(self._database.value(_of(sql.COUNT_DUE, cards), values))
        keys = self._database.column(_of(sql.DUE_KEYS, cards), _values(today, cards))
        return sum(1 for _ in islice((key for key in keys if key in cards.keys), most))

    def losing(
        self, today: int, cards: CardFilter, limit: int, curves: Mapping[str, Curve]
    ) -> list[CardStatus]:
        """The first due cards in the review phase, those first that lose the most recall by
        tomorrow. `curves` are the forgetting curves by preset."""
        return self._found(sql.LOSING, today, cards, limit, curves=_listed(curves))

    def shown_on(self, day: int) -> dict[str, int]:
        """The timestamps of the last reviews of cards last reviewed on this day, by key, latest
        last."""
        return dict(self._database.rows(sql.SHOWN_ON, (day,)))

    def waiting_on(self, day: int) -> frozenset[str]:
        """The cards not to be reviewed on this day: buried, or marked as known until later."""
        return frozenset(self._database.column(sql.WAITING, {"today": day}))

    def introduced_on(self, day: int) -> int:
        """The number of cards with their first review on this day."""
        return int(self._database.value(sql.COUNT_INTRODUCED, (day,)))

    def reviewed_on(self, day: int) -> int:
        """The number of cards reviewed on this day that were introduced earlier."""
        return int(self._database.value(sql.COUNT_REVIEWED, {"today": day}))

    def introduced_by_preset(self, day: int) -> Mapping[str, int]:
        """Like `introduced_on`, by the preset of the cards."""
        return dict(self._database.rows(sql.INTRODUCED_BY_PRESET, (day,)))

    def reviewed_by_preset(self, day: int) -> Mapping[str, int]:
        """Like `reviewed_on`, by the preset of the cards."""
        return dict(self._database.rows(sql.REVIEWED_BY_PRESET, {"today": day}))

    def decks(self) -> list[str]:
        """The names of all decks that have a live card."""
        kept = self._database.kept
        return list(kept.found("decks", lambda: self._database.column(sql.DECKS)))

    def unseen(self) -> dict[str, int]:
        """The number of new cards that are not suspended, by deck."""
        return dict(self._database.rows(sql.UNSEEN_BY_DECK))

    def count(self) -> int:
        """The number of cards, live or retired."""
        return int(self._database.value(sql.COUNT))

    def count_live(self) -> int:
        """The number of live cards, including suspended ones."""
        return int(self._database.value(sql.COUNT_LIVE))

    def count_out(self, keys: Collection[str]) -> int:
        """The number of these cards that are suspended or retired."""
        return int(self._database.value(sql.COUNT_OUT, (as_json(keys),)))

    def live_by_preset(self) -> Mapping[str, int]:
        """The number of live cards by preset, including suspended ones."""
        return dict(self._database.rows(sql.LIVE_BY_PRESET))

    def count_seen(self) -> int:
        """The number of live cards with at least one review, including suspended ones."""
        return int(self._database.value(sql.COUNT_SEEN))

    def due_count(self, day: int) -> int:
        """The number of introduced cards due on this day or earlier."""
        return int(self._database.value(sql.COUNT_DUE_BY, {"day": day}))

    def load(self, first_day: int, last_day: int) -> Mapping[int, int]:
        """The number of cards in the review phase due on each of these days."""
        return dict(self._database.rows(sql.LOAD, (first_day, last_day)))

    # Digests of the settings and files from which the states were computed

    def stamp(self, name: str) -> str | None:
        """The digest stored under `name`."""
        found: str | None = self._database.value(sql.STAMP, (name,))
        return found

    def put_stamp(self, name: str, digest: str) -> None:
        """Store a digest under `name`."""
        self._database.write(sql.PUT_STAMP, (name, digest))

    def keep_stamp(self, name: str, text: str) -> None:
        """Stores what later commands need not compute again, in a transaction of its own. If
        the database cannot be written, nothing is stored. Cached results remain valid."""

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
        # Otherwise limited here, since some of the rows do not count.
        all_count = cards.keys is None and not most
        values = _values(today, cards, limit if all_count else None) | more
        rows: Iterable[Row] = self._database.stream(_of(choice, cards), values)
        if cards.keys is not None:
            # Filtered here, since there may be too many keys for one statement.
            rows = (row for row in rows if row[0] in cards.keys)
        if most:
            rows = within(rows, most, lambda row: row[-1])
        return list(map(status_of, islice(rows, limit)))


def _listed(curves: Mapping[str, Curve]) -> str:
    """The curves as a statement reads them."""
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
    """The items, with at most `most[preset]` of each preset listed there."""
    left = dict(most)
    for item in items:
        preset = preset_of(item)
        if preset in left:
            left[preset] -= 1
            if left[preset] < 0:
                continue
        yield item
