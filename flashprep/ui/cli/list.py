"""`flashprep list`: the cards that match."""

import re

import click

from flashprep.core.search.fields import IS
from flashprep.core.search.query import parse, term
from flashprep.store.catalog import CardRow
from flashprep.store.states import Standing
from flashprep.text import amount
from flashprep.ui.cli.card_filter import Choice, choosing
from flashprep.ui.cli.card_json import card_json
from flashprep.ui.cli.card_status import care_of, stands_as
from flashprep.ui.cli.context import App
from flashprep.ui.text.output import json_option, one_line, print_json, print_table, say


class _Searching(click.Command):
    """A command whose arguments may begin with "-", as does what is not to be found."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does it, which takes for an argument what begins with a space."""
        return super().parse_args(
            ctx, [f" {arg}" if re.match(r"-[^-].", arg) else arg for arg in args]
        )


@click.command("list", cls=_Searching)
@click.argument("query", nargs=-1)
@choosing
@click.option("--is", "standing", type=click.Choice(IS), help="Only where they stand.")
@json_option
@click.pass_obj
def command(
    app: App, query: tuple[str, ...], choice: Choice, standing: str | None, *, as_json: bool
) -> None:
    """List the cards that QUERY finds, and that match the options.

    Words are looked for in key and text. Other searches: deck:values tag:core is:due
    prop:lapses>=3 "exact words" -word (this or that); docs/searching.md has all of them.

    Example: flashprep list --deck values move fast
    """
    choice = choice.and_found_by(parse(" ".join(map(str.strip, query))))
    if standing is not None:
        choice = choice.and_found_by(term("is", standing))
    with app.studying() as collection:
        found = choice.found(collection, app.now_ms)
        day_of = collection.calendar.date_of
        dates = {
            each.standing.card_key: day_of(each.standing.state.due_day).isoformat()
            for each in found
            if each.standing.state is not None
        }
        # Of a card in review the day says enough, and leaves room for its front.
        stands = [
            stands_as(
                collection, each.standing, app.now_ms, dates.get(each.standing.card_key, "")
            )
            for each in found
        ]
        care = [care_of(collection, each.standing, app.now_ms) for each in found]
    if as_json:
        cards = [_as_json(each.row, each.standing, dates) for each in found]
        print_json("list", cards=[card | more for card, more in zip(cards, care, strict=True)])
        return
    if not found:
        click.echo("No card matches. All cards: flashprep list")
        return
    print_table(
        ("card", "due", "front"),
        [
            (each.row.card.key, where, one_line(each.row.card.front))
            for each, where in zip(found, stands, strict=True)
        ],
    )
    say(f"\n{amount(len(found), 'card')}. One of them: flashprep show KEY")


def _as_json(row: CardRow, standing: Standing, dates: dict[str, str]) -> dict[str, object]:
    state = standing.state
    return {
        **card_json(row.card),
        "position": row.position,
        "stands": standing.stands,
        "due_day": dates.get(row.card.key),
        "stability": state.memory.stability if state else None,
        "difficulty": state.memory.difficulty if state else None,
        "reps": state.reps if state else 0,
        "lapses": state.lapses if state else 0,
    }
