"""`flashprep` alone: where you stand, and what to do next."""

from typing import TYPE_CHECKING

import click

from flashprep.app.study.status import Status, status_of
from flashprep.core.queue.order import Reason, expected_seconds
from flashprep.text import amount, day_span
from flashprep.ui.cli.context import App
from flashprep.ui.text.backlog import backlog_json, backlog_words
from flashprep.ui.text.no_cards import no_cards
from flashprep.ui.text.output import json_option, print_json, say, styled

if TYPE_CHECKING:
    from flashprep.ui.cli.interview_summary import Ahead

SOON_DAYS = 14
"""So long before it begins a break is mentioned."""


@click.command("status")
@json_option
@click.pass_obj
def command(app: App, *, as_json: bool) -> None:
    """Say where you stand and what to do next. The same as flashprep alone.

    Example: flashprep status --json
    """
    with app.studying() as collection:
        status = status_of(collection, app.now_ms)
        decks_folder = collection.config.decks
        rest = _next_break(status)
    total, seen, decks, presets = status.cards, status.seen, status.decks, status.presets
    queue, seconds, backlog = (
        status.todays.queue,
        status.todays.planned_s,
        status.todays.backlog,
    )
    planned, ahead = seconds is not None, _ahead(status)
    cards = (*queue.ready, *queue.waiting)
    new = sum(card.reason is Reason.NEW for card in cards)
    due = len(cards) - new
    early = sum(card.due_day is not None and card.due_day > status.today for card in cards)
    minutes = round((expected_seconds(cards) if seconds is None else seconds) / 60)
    if as_json:
        print_json(
            "status",
            cards=total,
            decks=decks,
            unseen=total - seen,
            new=new,
            due=due - early,
            early=early,
            minutes=minutes,
            presets=presets,
            backlog=backlog_json(backlog),
            **(ahead.as_json() if ahead else {"interviews": [], "expected": None}),
        )
        return
    if not total:
        for line in no_cards(decks_folder):
            say(line)
        return
    if ahead is None:
        click.echo(f"{amount(total, 'card')} in {amount(decks, 'deck')}\n")
    else:
        say(styled("\n".join(ahead.headings()), bold=True) + "\n")
    # On the day of the last interview the warm-up is all there is to do; before another one the
    # plan goes on after it.
    is_the_day = ahead is not None and ahead.is_today and bool(seen) and not planned
    warm_up = ahead.warm_up_words() if ahead else ""
    if is_the_day:
        lines = _on_the_day(warm_up, due)
    else:
        todays = _today(new, due, minutes, planned=planned)
        lines = [("Warm-up", warm_up), ("Afterwards" if warm_up else "Today", todays)]
        lines.append(("Waiting", backlog_words(backlog) if backlog else ""))
    lines += ahead.outlook() if ahead else ()
    lines.append(("Break", rest or ""))
    lines.append(("Seen", f"{seen:,} of {total:,}{' cards' if ahead else ''}"))
    if len(presets) > 1:
        each = (f"{name} {amount(count, 'card')}" for name, count in presets.items())
        lines.append(("Presets", " · ".join(each)))
    for name, told in lines:
        if told:
            say(f"  {name:10} {told}", hanging=13)
    if is_the_day and (warm_up or cards):
        start = "Warm up:" if warm_up else "If you like:"
        say(f"\n{start} flashprep review    How ready you are: flashprep ready")
    else:
        say(_footer(status.tomorrow, is_any=bool(cards), is_ahead=bool(ahead)))


def _today(new: int, due: int, minutes: int, *, planned: bool) -> str:
    if not new + due:
        return "nothing more, by the plan" if planned else "done"
    counts = f"{styled(f'{new:,} new', fg='blue')} · {styled(f'{due:,} due', fg='green')}"
    return f"{counts} · about {max(1, minutes)} min{', by the plan' if planned else ''}"


def _on_the_day(warm_up: str, due: int) -> list[tuple[str, str]]:
    """What to do on the day of an interview with no other ahead."""
    first = ("Warm-up", warm_up) if warm_up else ("Today", "nothing more that you need to do")
    wait = f"{amount(due, 'card')} due today can wait until then" if due else ""
    return [first, ("Tomorrow", wait)]


def _footer(tomorrow: int, *, is_any: bool, is_ahead: bool) -> str:
    """What to do next."""
    if is_any and is_ahead:
        return "\nStart: flashprep review          Weeks: flashprep plan"
    if is_any:
        return "\nStart: flashprep review          By deck: flashprep due"
    if is_ahead:
        return "\nWeeks: flashprep plan            How ready you are: flashprep ready"
    return (
        f"  Tomorrow   {tomorrow} due, and new cards if any are left\n"
        "\nBy deck: flashprep due           All cards: flashprep list"
    )


def _ahead(status: Status) -> "Ahead | None":
    """The interviews to come; what tells of them is loaded only if there are any."""
    if status.coming is None:
        return None
    from flashprep.ui.cli.interview_summary import Ahead

    return Ahead(status.today, status.coming)


def _next_break(status: Status) -> str | None:
    """The break that is on or begins soon, in words."""
    for rest in status.breaks:
        if rest.to_day >= status.today and rest.from_day <= status.today + SOON_DAYS:
            return day_span(rest.from_day, rest.to_day)
    return None
