"""The options with which the user chooses cards. They are the same for all commands."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from flashprep.app.study.named import is_search, names_deck
from flashprep.core.priorities import Priority
from flashprep.core.queue.order import Order
from flashprep.core.search.card_filter import CardFilter
from flashprep.ui.cli.completing import DECKS

if TYPE_CHECKING:
    from flashprep.collection import Collection
    from flashprep.store.full_cards import CardRow

search_option = click.option(
    "--search",
    metavar="QUERY",
    help="Only cards that match a search such as 'is:due -tag:later'.",
)
# Click matches the names of an enum's members, but users type their values.
order_option = click.option(
    "--order",
    type=click.Choice([each.value for each in Order], case_sensitive=False),
    callback=lambda _context, _option, value: Order(value) if value else None,
    help="Order of the cards, for this run only.",
)
_OPTIONS = (
    click.option(
        "--deck",
        "decks",
        multiple=True,
        metavar="NAME",
        help="Only cards of this deck.",
        shell_complete=DECKS,
    ),
    click.option("--kind", metavar="KIND", help="Only cards of notes of this kind."),
    click.option("--tag", metavar="TAG", help="Only cards with this tag."),
    click.option(
        "--priority",
        type=click.Choice([each.value for each in Priority]),
        help="Only cards of this priority.",
    ),
    search_option,
)


def choosing(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that choose cards to a command. The command gets their values as the
    argument `choice`."""

    @wraps(function)
    def chosen(
        *args: Any,  # noqa: ANN401 - click passes these
        decks: tuple[str, ...],
        kind: str | None,
        tag: str | None,
        priority: str | None,
        search: str | None,
        **others: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        choice = CardFilter(decks)
        named = {"kind": kind, "tag": tag, "priority": priority}
        if search is not None or any(named.values()):
            from flashprep.core.search.query import parse, term

            for name, value in named.items():
                if value is not None:
                    choice = choice.and_found_by(term(name, value))
            if search is not None:
                choice = choice.and_found_by(parse(search))
        return function(*args, choice=choice, **others)

    for option in reversed(_OPTIONS):
        chosen = option(chosen)
    return chosen


def chosen_rows(
    collection: "Collection", keys: tuple[str, ...], search: str | None, now_ms: int
) -> "list[CardRow]":
    """The cards that `keys` name, and the cards that match the query `search`.

    Each item of `keys` is the key of a card, the id of a note, the name of a deck, or a query.
    """
    if not keys and search is None:
        raise click.UsageError("Name cards: by key, note or deck, or by a search.")
    decks = [key for key in keys if names_deck(collection, key)]
    searches = [*filter(is_search, keys), *(f'deck:"{name}"' for name in decks)]
    rows = {
        row.card.key: row
        for key in keys
        if not is_search(key) and key not in decks
        for row in collection.cards_of(key)
    }
    for each in searches if search is None else (*searches, search):
        rows |= found_by(collection, each, now_ms)
    return list(rows.values())


def found_by(collection: "Collection", query: str, now_ms: int) -> "dict[str, CardRow]":
    """The cards that match a query. The result maps keys to cards."""
    from flashprep.core.search.query import parse

    return {each.row.card.key: each.row for each in collection.search(parse(query), now_ms)}
