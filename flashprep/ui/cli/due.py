"""`flashprep due`: counts the cards to study today, deck by deck."""

import click

from flashprep.app.study.due import due_today
from flashprep.core.search.card_filter import CardFilter
from flashprep.ui.cli.card_filter import choosing
from flashprep.ui.cli.context import App, json_option
from flashprep.ui.text.backlog import backlog_words
from flashprep.ui.text.no_cards import ADD_ONE
from flashprep.ui.text.output import print_table, say
from flashprep.ui.text.program import FLASHPREP


@click.command("due")
@choosing
@json_option
@click.pass_obj
def command(app: App, choice: CardFilter) -> None:
    """Count today's cards, deck by deck.

    With options, only matching cards are counted. 'flashprep queue' lists the cards, and
    'flashprep status' shows the total and what to do next.

    Example: flashprep due --deck values
    """
    with app.studying() as collection:
        found = due_today(collection, choice, app.now_ms)
    app.end_if_json("due", found)
    if not found.decks and choice:
        say(f"No card matches. All decks: {FLASHPREP} due")
        return
    if not found.decks:
        say(ADD_ONE)
        return
    rows = [(each.deck, each.due, each.learning, each.new, each.unseen) for each in found.decks]
    _, *counts = zip(*rows, strict=True)
    print_table(
        ("deck", "due", "learning", "new today", "never seen"),
        [
            *((name, *(str(count or "·") for count in row)) for name, *row in rows),
            ("all", *(str(sum(column)) for column in counts)),
        ],
        right=(1, 2, 3, 4),
    )
    if found.backlog:
        say(f"\n{backlog_words(found.backlog)}")
    if any(each.today for each in found.decks):
        say(f"\nStart: {FLASHPREP} review")
    else:
        say("\nNothing is due now.")
