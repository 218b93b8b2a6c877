"""`flashprep set-due`: another day for a card to come back."""

import click

from flashprep.app.study.marks import keys_to_mark
from flashprep.core.events import EventKind
from flashprep.errors import FlashprepError
from flashprep.text import amount, day_and_year
from flashprep.ui.cli.context import App
from flashprep.ui.cli.days import day_from
from flashprep.ui.text.output import say


@click.command("set-due")
@click.argument("key")
@click.argument("day")
@click.pass_obj
def command(app: App, key: str, day: str) -> None:
    """Let the card KEY, or all cards of the note KEY, come back on DAY.

    DAY is a date such as 2026-12-18, or so many days from today, such as +3; +0 is today.
    What is known of your memory stays as it is: the next answer sees the days that really
    went by, and gives the next day as ever.

    Example: flashprep set-due star/cue +3
    """
    with app.studying() as collection:
        today = collection.today(app.now_ms)
        due_day = day_from(day, today)
        rows = collection.cards_of(key)
        every = [row.card.key for row in rows]
        payload = {"day": due_day}
        seen = keys_to_mark(collection, every, EventKind.SET_DUE, app.now_ms, payload)
        if not seen:
            raise FlashprepError(
                f"'{key}' was never studied; new cards come in their order, not on a day"
            )
        collection.mark_all(seen, EventKind.SET_DUE, app.now_ms, payload)
        when = day_and_year(due_day)
    say(f"{amount(len(seen), 'card')} due on {when}.")
    if len(seen) < len(rows):
        say(f"{amount(len(rows) - len(seen), 'card')} never studied and left as new.")
