"""Converts searches to SQL conditions, so that a search reads only cards that may match.

A condition may select more cards than the query, but never fewer. For each selected card, the
module `core.search.evaluate` decides whether the card matches.
"""

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from flashprep.core.search.query import Either, Every, Not, Query, Term, Text
from flashprep.core.search.words import plain
from flashprep.store.database import as_json

Names = Callable[[str, str], list[str]]
"""A function whose arguments are the name of a field and the searched value. It returns the
stored values that match."""

_PROPERTY = re.compile(r"([a-z]+)([<>=!]+)(.+)")
_MEASURES: Final = {
    "due": "due_day - :today",
    "interval": "due_day - last_day",
    "stability": "stability",
    "difficulty": "difficulty",
}
_STATUSES: Final = {
    "new": "queue = 'new'",
    "learning": "queue = 'learning'",
    "review": "queue = 'review'",
    "suspended": "suspended AND retired_at_ms IS NULL",
    "retired": "retired_at_ms IS NOT NULL",
    "due": "queue IN ('learning', 'review') AND due_day <= :today "
    "AND coalesce(buried_until_day, 0) <= :today",
    "buried": "coalesce(buried_until_day, 0) > :today",
    "known": "phase IS NULL AND known_until_day IS NOT NULL",
    "leech": "phase IS NOT NULL AND :leech_lapses > 0 AND lapses >= :leech_lapses",
}


class Condition(NamedTuple):
    """A condition as SQL. If `is_exact` is true, it selects only cards that match the query."""

    sql: str
    is_exact: bool = True


_MAY_MATCH: Final = Condition("1", is_exact=False)


class Conditions:
    """Builds the condition for one query. `values` contains the values of the condition's
    parameters. The caller must add the values of `:today`, the study day, and `:leech_lapses`,
    the setting."""

    def __init__(self, names: Names) -> None:
        self.values: dict[str, str | int | float] = {}
        self._names = names

    def of(self, query: Query) -> Condition:
        """The condition for a query or an inner query."""
        match query:
            case Text(text):
                return self._text(text)
            case Term(name, value):
                return self._term(name, value)
            case Not(part):
                inner = self.of(part)
                return Condition(f"NOT {inner.sql}") if inner.is_exact else _MAY_MATCH
            case Every(parts):
                return _joined(" AND ", [self.of(part) for part in parts], "1")
            case Either(parts):
                return _joined(" OR ", [self.of(part) for part in parts], "0")

    def _term(self, name: str, value: str) -> Condition:
        match name:
            case "is":
                sql = _STATUSES[value]
            case "deck" | "company" | "tag":
                column = "tags" if name == "tag" else name
                stored = self._put(as_json(self._names(column, value)))
                # The value must not be NULL, so that the negated condition also has a value.
                sql = f"coalesce({column}, '') IN (SELECT value FROM json_each({stored}))"
            case "kind" | "priority":
                sql = f"{name} = {self._put(value)}"
            case "flag":
                sql = f"flag = {self._put(int(value))}"
            case "design":
                end = self._put(f"/{value}")
                sql = f"substr(card.key, -length({end})) = {end}"
            case "note":
                start = self._put(f"{value}/")
                sql = f"substr(card.key || '/', 1, length({start})) = {start}"
            case "rated":
                sql = f"phase IS NOT NULL AND last_day > :today - {self._put(int(value))}"
            case "introduced":
                sql = f"coalesce(introduced_day, 0) > :today - {self._put(int(value))}"
            case _:
                return self._property(value)
        return Condition(f"({sql})")

    def _property(self, value: str) -> Condition:
        found = _PROPERTY.fullmatch(value)
        assert found is not None
        name, compare, number = found[1], found[2], self._put(float(found[3]))
        if name in ("lapses", "reps"):  # 0 for new cards
            return Condition(f"({name} {compare} {number})")
        if name in _MEASURES:
            sql = f"phase IS NOT NULL AND {_MEASURES[name]} {compare} {number}"
            return Condition(f"({sql})")
        return Condition("(phase IS NOT NULL)", is_exact=False)  # retrievability

    def _text(self, text: str) -> Condition:
        words = plain(text)
        if not words:  # only Markdown marks
            return _MAY_MATCH
        return Condition(f"(instr(words, {self._put(words)}) > 0)")

    def _put(self, value: str | float) -> str:
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f":{name}"


def _joined(word: str, parts: list[Condition], empty: str) -> Condition:
    sql = f"({word.join(part.sql for part in parts)})" if parts else empty
    return Condition(sql, all(part.is_exact for part in parts))
