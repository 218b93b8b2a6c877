"""`flashprep status`: shows today's cards and what to do next."""

from typing import TYPE_CHECKING

import click

from flashprep.app.study.status import Status, status_of
from flashprep.text import amount
from flashprep.ui.cli.context import App, json_option
from flashprep.ui.text.backlog import backlog_words
from flashprep.ui.text.no_cards import no_cards
from flashprep.ui.text.output import say, styled
from flashprep.ui.text.program import FLASHPREP

if TYPE_CHECKING:
    from collections.abc import Iterable


@click.command("status")
@json_option
@click.pass_obj
def command(app: App) -> None:
    """Show today's cards and what to do next.

    'flashprep' without a command does the same. 'flashprep due' counts the cards of each deck,
    and 'flashprep queue' lists the cards.

    Example: flashprep status --json
    """
    with app.studying() as collection:
        status = status_of(collection, app.now_ms)
        decks_folder = collection.config.decks
    app.end_if_json("status", status)
    if not status.cards:
        say("\n".join(no_cards(decks_folder)))
    else:
        _print(status)


def _print(status: Status) -> None:
    total, coming, cards = status.cards, status.coming, status.new + status.due + status.early
    outlook: Iterable[tuple[str, str]] = ()
    if coming is None:
        say(f"{amount(total, 'card')} in {amount(status.decks, 'deck')}\n")
    else:
        from flashprep.ui.cli import interview_words

        headings = "\n".join(interview_words.headings(coming, status.today))
        say(styled(headings, bold=True) + "\n")
        outlook = interview_words.outlook(coming, status.today)
    warm_up = ""
    if coming and coming.warm_up:
        warm_up = f"{amount(coming.warm_up, 'card')}, the weakest you know"
    if status.is_the_day:
        lines = _on_the_day(warm_up, status.due + status.early)
    else:
        lines = [("Warm-up", warm_up), ("Afterwards" if warm_up else "Today", _today(status))]
        lines.append(("Waiting", backlog_words(status.backlog) if status.backlog else ""))
    lines += outlook
    if status.rest:
        lines.append(("Break", str(status.rest)))
    lines.append(("Seen", f"{status.seen:,} of {total:,}{' cards' if coming else ''}"))
    if len(status.presets) > 1:
        each = (f"{name} {amount(count, 'card')}" for name, count in status.presets.items())
        lines.append(("Presets", " · ".join(each)))
    for name, text in lines:
        if text:
            say(f"  {name:10} {text}", hanging=13)
    if status.is_the_day and (warm_up or cards):
        start = "Warm up:" if warm_up else "If you like:"
        say(f"\n{start} {FLASHPREP} review    How ready you are: {FLASHPREP} ready")
    else:
        say(_footer(status.tomorrow, is_any=bool(cards), is_ahead=bool(coming)))


def _today(status: Status) -> str:
    new, due = status.new, status.due + status.early
    by_plan = ", by the plan" if status.planned else ""
    if not new + due:
        return "nothing more is planned" if by_plan else "done"
    counts = f"{styled(f'{new:,} new', fg='blue')} · {styled(f'{due:,} due', fg='green')}"
    return f"{counts} · about {max(1, status.minutes)} min{by_plan}"


def _on_the_day(warm_up: str, due: int) -> list[tuple[str, str]]:
    """The lines for the day of an interview, if no later interview is upcoming. They are the
    warm-up, and the due cards that can wait until tomorrow."""
    first = ("Warm-up", warm_up) if warm_up else ("Today", "nothing more that you need to do")
    wait = f"{amount(due, 'card')} due today can wait until then" if due else ""
    return [first, ("Tomorrow", wait)]


def _footer(tomorrow: int, *, is_any: bool, is_ahead: bool) -> str:
    """The last lines of the output, with the commands that the user may want next."""
    if is_any and is_ahead:
        return f"\nStart: {FLASHPREP} review          Weeks: {FLASHPREP} plan"
    if is_any:
        return f"\nStart: {FLASHPREP} review          By deck: {FLASHPREP} due"
    if is_ahead:
        return f"\nWeeks: {FLASHPREP} plan            How ready you are: {FLASHPREP} ready"
    return (
        f"  Tomorrow   {tomorrow} due, and new cards if any are left\n"
        f"\nBy deck: {FLASHPREP} due           All cards: {FLASHPREP} search"
    )
