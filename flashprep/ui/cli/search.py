"""`flashprep search`: lists the cards that match a search."""

import re
from datetime import date

import click

from flashprep.app.study.search import CardView, found_cards
from flashprep.core.search.card_filter import CardFilter
from flashprep.core.search.fields import IS
from flashprep.core.search.query import parse, term
from flashprep.text import amount
from flashprep.ui.cli.card_filter import choosing
from flashprep.ui.cli.card_status import status_words
from flashprep.ui.cli.context import App, json_option
from flashprep.ui.text.output import one_line, print_table, say
from flashprep.ui.text.program import FLASHPREP


class _Searching(click.Command):
    """A command whose arguments may begin with "-". In a query, "-" negates the search term
    after it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments as click does. A space is added before each "-" that begins a
        search term, so that click does not read the term as an option."""
        return super().parse_args(
            ctx, [f" {arg}" if re.match(r"-[^-].", arg) else arg for arg in args]
        )


@click.command("search", cls=_Searching)
@click.argument("query", nargs=-1)
@choosing
@click.option("--is", "status", type=click.Choice(IS), help="Only cards in this state.")
@json_option
@click.pass_obj
def command(app: App, query: tuple[str, ...], choice: CardFilter, status: str | None) -> None:
    """List the cards that match QUERY and the options.

    Plain words match the keys and texts of cards. Other terms are deck:values, tag:core,
    is:due, prop:lapses>=3, and "exact words". A - before a term excludes its cards, 'or'
    accepts either of two terms, and parentheses group terms. 'flashprep help searching'
    describes all terms.

    Example: flashprep search --deck values move fast
    """
    choice = choice.and_found_by(parse(" ".join(map(str.strip, query))))
    if status is not None:
        choice = choice.and_found_by(term("is", status))
    with app.studying() as collection:
        cards = found_cards(collection, choice, app.now_ms)
    app.end_if_json("list", cards=cards)
    if not cards:
        say(f"No card matches. All cards: {FLASHPREP} search")
        return
    print_table(
        ("card", "due", "front"),
        [
            # A card in the review phase shows only its due day, to leave room for the front.
            (each.row.card.key, status_words(each, _due(each)), one_line(each.row.card.front))
            for each in cards
        ],
    )
    say(f"\n{amount(len(cards), 'card')}. To show one: {FLASHPREP} show KEY")


def _due(card: CardView) -> str:
    state = card.standing.state
    return date.fromordinal(state.due_day).isoformat() if state else ""
