"""Which cards: the one description that commands, sessions and database queries share."""

from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from flashprep.core.search.query import Query


class CardFilter(NamedTuple):
    """The cards of `decks` (of all decks, if there are none) that match each of `queries`, and
    have one of `keys` unless that is None."""

    decks: tuple[str, ...] = ()
    queries: "tuple[Query, ...]" = ()
    keys: AbstractSet[str] | None = None

    def __bool__(self) -> bool:
        """Whether there is any condition. Without one, all cards are meant."""
        return bool(self.decks or self.queries or self.keys is not None)

    def and_found_by(self, query: "Query") -> "CardFilter":
        """The filter, limited to the cards that match the query."""
        return self._replace(queries=(*self.queries, query))


EVERY_CARD = CardFilter()
"""The filter without a condition."""
