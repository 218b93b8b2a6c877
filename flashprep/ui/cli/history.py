"""`flashprep history`: shows everything that happened to a card."""

from typing import TYPE_CHECKING

import click

from flashprep.app.upkeep.card_history import (
    AnswerView,
    Entry,
    MarkView,
    card_history,
    recall_by_day,
)
from flashprep.collection import Collection
from flashprep.core.events import Event
from flashprep.core.memory import Review
from flashprep.text import amount, short_day
from flashprep.ui.cli.completing import CARDS
from flashprep.ui.cli.context import App, json_option
from flashprep.ui.text.history import entry_cells, event_words
from flashprep.ui.text.output import print_table, say
from flashprep.ui.text.program import FLASHPREP

if TYPE_CHECKING:
    from flashprep.render.report import Curve

_WIDEST = 100
_FEWEST_DAYS = 3


@click.command("history")
@click.argument("key", shell_complete=CARDS)
@json_option
@click.pass_obj
def command(app: App, key: str) -> None:
    """Show everything that happened to a card.

    Each review is shown with its predicted recall and its result: days until the next review,
    stability in days, and difficulty from 1 to 10. The list also contains other actions, such
    as suspensions.

    Example: flashprep history star/action/meaning
    """
    with app.studying() as collection:
        row = collection.card(key)
        entries = card_history(collection, row.card.key)
        if app.as_json:
            views = [
                MarkView(each, event_words(each.act))
                if isinstance(each.act, Event)
                else AnswerView(each)
                for each in entries
            ]
            app.end_if_json("history", key=key, entries=views)
        table = [entry_cells(entry) for entry in entries]
        chart = _chart(collection, row.card.key, entries, app.now_ms) if entries else None
    if not entries:
        say(f"{key} was never studied.")
        return
    headings = ("day", "what", "took", "recall", "next in", "stability", "difficulty")
    print_table(headings, table, right=(2, 3, 4, 5, 6))
    if chart:
        from flashprep.ui.text.report import print_report

        click.echo()
        print_report([chart], _WIDEST)
    reviews = [entry for entry in entries if isinstance(entry.act, Review)]
    undone = sum(entry.undone for entry in reviews)
    of_them = f", {undone} of them undone" if undone else ""
    say(f"\n{amount(len(reviews), 'review')}{of_them}. The card: {FLASHPREP} show {key}")


def _chart(
    collection: Collection, key: str, entries: list[Entry], now_ms: int
) -> "Curve | None":
    """The curve of recall from the first day to the due day, or to today if today is later.

    Returns None if the curve would cover fewer than `_FEWEST_DAYS` days, because the table
    is enough for so few days.
    """
    from flashprep.render.report import Curve

    today, state = collection.today(now_ms), collection.standing(key).state
    if state is None:
        return None
    until = max(today, state.due_day)
    course = recall_by_day(collection, key, entries, until)
    first = course[0][0]
    if until - first < _FEWEST_DAYS:
        return None
    words: dict[float, str] = {first: short_day(first), today: "today"}
    if state.due_day > today:
        words[state.due_day] = f"due {short_day(state.due_day)}"
    title = "Recall, day by day"
    return Curve(course, words, title, title=title, is_share=True)
