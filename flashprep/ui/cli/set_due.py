"""`flashprep set-due`: sets the day on which a card is due."""

import click

from flashprep.app.study.marks import keys_to_mark
from flashprep.core.events import EventKind
from flashprep.errors import FlashprepError
from flashprep.text import amount, day_and_year
from flashprep.ui.cli.card_status import say_suspended
from flashprep.ui.cli.completing import CARDS
from flashprep.ui.cli.context import App
from flashprep.ui.cli.days import day_from
from flashprep.ui.text.output import say


@click.command("set-due")
@click.argument("key", shell_complete=CARDS)
@click.argument("day", nargs=-1, required=True)
@click.pass_obj
def command(app: App, key: str, day: tuple[str, ...]) -> None:
    """Set the day on which a card is due.

    KEY is the key of a card, or the id of a note (for all its cards). DAY is today, tomorrow,
    +3 (in three days), Dec 18 (the next one) or 2026-12-18.

    The memory state of the card does not change. At the next review, FSRS uses the days that
    actually passed.

    Example: flashprep set-due star/action/meaning tomorrow
    """
    with app.studying() as collection:
        today = collection.today(app.now_ms)
        due_day = day_from(" ".join(day), today)
        rows = collection.cards_of(key)
        every = [row.card.key for row in rows]
        payload = {"day": due_day}
        seen = keys_to_mark(collection, every, EventKind.SET_DUE, app.now_ms, payload)
        if not seen:
            raise FlashprepError(f"'{key}' was never studied; a new card has no due day")
        collection.mark_all(seen, EventKind.SET_DUE, app.now_ms, payload)
        when, suspended = day_and_year(due_day), collection.states.count_out(seen)
    say(f"{amount(len(seen), 'card')} due on {when}.")
    say_suspended(suspended)
    if len(seen) < len(rows):
        say(f"{amount(len(rows) - len(seen), 'card')} never studied and still new.")
