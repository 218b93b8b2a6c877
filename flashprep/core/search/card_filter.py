"""The description of a set of cards, which commands, sessions and database queries have in
common."""

from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from flashprep.core.search.query import Query


class CardFilter(NamedTuple):
    """A filter for cards. A card passes the filter if it is in one of `decks`, matches all
    `queries`, and has one of `keys`. If `decks` is empty or `keys` is None, that condition does
    not apply."""

    decks: tuple[str, ...] = ()
    queries: "tuple[Query, ...]" = ()
    keys: AbstractSet[str] | None = None

    def __bool__(self) -> bool:
        """Whether the filter has any condition. All cards pass a filter without conditions."""
        return bool(self.decks or self.queries or self.keys is not None)

    def and_found_by(self, query: "Query") -> "CardFilter":
        """The filter, limited to the cards that match the query."""
        return self._replace(queries=(*self.queries, query))


EVERY_CARD = CardFilter()
"""The filter without conditions."""
