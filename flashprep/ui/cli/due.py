"""`flashprep due`: how much there is to study today, deck by deck."""

from collections import Counter

import click

from flashprep.app.study.candidates import Wanted
from flashprep.core.queue.order import Reason
from flashprep.ui.cli.card_filter import Choice, choosing
from flashprep.ui.cli.context import App
from flashprep.ui.text.backlog import backlog_json, backlog_words
from flashprep.ui.text.no_cards import ADD_ONE
from flashprep.ui.text.output import json_option, print_json, print_table, say


@click.command("due")
@choosing
@json_option
@click.pass_obj
def command(app: App, choice: Choice, *, as_json: bool) -> None:
    """Say how many cards are due today, deck by deck; with the options, of those that match.

    Example: flashprep due --deck values
    """
    with app.studying() as collection:
        wanted = collection.match_decks(choice.decks)
        found = choice.found(collection, app.now_ms) if choice.queries else None
        keys = None if found is None else {each.row.card.key for each in found}
        queue = collection.queue(app.now_ms, choice.decks, keys)
        counts = Counter((card.deck, card.reason) for card in (*queue.ready, *queue.waiting))
        names = [name for name in collection.states.decks() if not wanted or name in wanted]
        if found is None:
            unseen = collection.states.unseen()
        else:
            standings = [each.standing for each in found]
            names = sorted({standing.deck for standing in standings})
            unseen = Counter(each.deck for each in standings if each.queue == "new")
        rows = {
            name: {
                "due": counts[name, Reason.DUE],
                "learning": counts[name, Reason.LEARNING],
                "new": counts[name, Reason.NEW],
                "unseen": unseen.get(name, 0),
            }
            for name in names
        }
        backlog = collection.backlog(Wanted(choice.decks, keys), app.now_ms)
        day = collection.calendar.date_of(collection.today(app.now_ms))
    if as_json:
        decks_json = [{"deck": name, **row} for name, row in rows.items()]
        print_json("due", day=day.isoformat(), decks=decks_json, backlog=backlog_json(backlog))
        return
    if not rows and choice:
        click.echo("No card matches. All decks: flashprep due")
        return
    if not rows:
        click.echo(ADD_ONE)
        return
    columns = ("due", "learning", "new", "unseen")
    totals = [str(sum(row[column] for row in rows.values())) for column in columns]
    print_table(
        ("deck", "due", "learning", "new today", "never seen"),
        [
            *(
                (name, *(str(row[column] or "·") for column in columns))
                for name, row in rows.items()
            ),
            ("all", *totals),
        ],
        right=(1, 2, 3, 4),
    )
    if backlog:
        say(f"\n{backlog_words(backlog)}")
    if queue.ready or queue.waiting:
        click.echo("\nStart: flashprep review")
    else:
        click.echo("\nNothing is due now.")
