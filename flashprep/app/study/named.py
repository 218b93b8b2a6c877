"""Interprets the names that users give for cards: the name of a deck, note or card, or a
search."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flashprep.app.context import Context, no_such
from flashprep.core.deck_path import level_matcher

if TYPE_CHECKING:
    from flashprep.core.search.query import Query


def is_search(name: str) -> bool:
    """Whether a name is a search, such as deck:values. A name with "::" is not a search, since
    "::" separates the levels of a deck's name."""
    return ":" in name.replace("::", "")


def names_deck(context: Context, name: str) -> bool:
    """Whether a name belongs to a deck and not to a note."""
    is_deck = any(map(level_matcher(name), context.states.decks()))
    return is_deck and not context.catalog.some_notes([name.partition("/")[0]])


def decks_or_query(
    context: Context, names: Sequence[str]
) -> tuple[tuple[str, ...], "tuple[Query, ...]"]:
    """Two results: the decks and the queries to which these names refer. If all names are
    decks, the result contains the decks and no query. Otherwise it contains no decks, and a
    single query that matches all cards to which at least one of the names refers. Raises
    FlashprepError if a name is unknown."""
    decks = context.states.decks()
    is_deck = {name: any(map(level_matcher(name), decks)) for name in names}
    if all(is_deck.values()):
        return tuple(names), ()
    from flashprep.core.search.query import Either, parse, term

    def query(name: str) -> "Query":
        if is_search(name):
            return parse(name)
        if is_deck[name]:
            return term("deck", name)
        if not context.catalog.some_notes([name.partition("/")[0]]):
            levels = {level for deck in decks for level in (deck, *deck.split("::"))}
            known = [*sorted(levels), *context.catalog.note_keys()]
            raise no_such("no deck, note or card is called", name, known, "no-such-deck")
        return term("note", name)

    return (), (Either(tuple(map(query, names))),)
