"""`flashprep` alone: where you stand, and what to do next."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from flashprep.cli.context import App
from flashprep.cli.output import (
    amount,
    day_name,
    json_option,
    one_line,
    print_json,
    say,
    styled,
)
from flashprep.cli.waiting import backlog_json, backlog_words
from flashprep.collection.queueing import Wanted
from flashprep.core.presets import DEFAULT
from flashprep.core.queue import Reason, expected_seconds

if TYPE_CHECKING:
    from flashprep.collection import Collection

_BAR = 25
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
        wanted = Wanted(plan=True)
        queue = collection.agenda(wanted, app.now_ms).queue(app.now_ms)
        planned = collection.interview_ahead(app.now_ms)
        backlog = None if planned else collection.backlog(Wanted(), app.now_ms)
        total, seen = collection.states.count_live(), collection.states.count_seen()
        decks = len(collection.states.decks())
        presets = _cards_by_preset(collection)
        rest = _next_break(collection, app.now_ms)
        ahead = list(_interviews(collection, app.now_ms))
        tomorrow = collection.states.due_count(collection.today(app.now_ms) + 1)
    cards = (*queue.ready, *queue.waiting)
    new = sum(card.reason is Reason.NEW for card in cards)
    due = len(cards) - new
    minutes = round(expected_seconds(cards) / 60)
    if as_json:
        print_json(
            "status",
            cards=total,
            decks=decks,
            unseen=total - seen,
            new=new,
            due=due,
            minutes=minutes,
            presets=presets,
            backlog=backlog_json(backlog),
        )
        return
    if not total:
        say("There are no cards yet.\n\nWrite a deck file, then: flashprep check")
        return
    click.echo(f"{amount(total, 'card')} in {amount(decks, 'deck')}\n")
    today = "done"
    if cards:
        today = (
            f"{styled(f'{new} new', fg='blue')} · {styled(f'{due} due', fg='green')} · "
            f"about {max(1, minutes)} min"
        )
    click.echo(f"  Today      {today}{' (the plan)' if cards and planned else ''}")
    if backlog:
        say(f"  Waiting    {backlog_words(backlog)}", hanging=13)
    for line in ahead:
        say(line, hanging=13)
    if rest:
        say(f"  Break      {rest}", hanging=13)
    click.echo(f"  Seen       {seen} of {total}")
    if len(presets) > 1:
        told = " · ".join(f"{name} {amount(count, 'card')}" for name, count in presets.items())
        say(f"  Presets    {told}", hanging=13)
    if ahead and (cards or planned):
        say(
            f"\n{'Start' if cards else 'More'}: flashprep review          Weeks: flashprep plan"
        )
    elif cards:
        say("\nStart: flashprep review          By deck: flashprep due")
    else:
        say(f"  Tomorrow   {tomorrow} due, and new cards if any are left")
        say("\nBy deck: flashprep due           All cards: flashprep list")


def _interviews(collection: "Collection", now_ms: int) -> Iterator[str]:
    """The interviews to come, what the last plan expects on the day, and what is weakest."""
    from flashprep.collection.interviewing import coming_interviews

    today = collection.today(now_ms)
    interviews = coming_interviews(collection, now_ms)
    for each in interviews:
        when = "today" if each.day == today else f"in {amount(each.day - today, 'day')}"
        day = day_name(collection.calendar.date_of(each.day))
        yield f"  Interview  {each.name}, {day}, {when}"
    if not interviews:
        return
    from flashprep.collection.outlook import expected, weakest
    from flashprep.render.plan_words import day_name as short_day
    from flashprep.render.stats_words import percent

    found = expected(collection, now_ms)
    if found:
        made_day, recall = found
        filled = int(_BAR * recall)
        bar = styled("█" * filled, fg="green") + "░" * (_BAR - filled)
        made = "" if made_day == today else f"  as of {short_day(made_day)}"
        yield f"  On the day {percent(recall)}  {bar}{made}"
    topics = weakest(collection, now_ms)[:2]
    if topics:
        told = " · ".join(f"{one_line(each.topic.name)} {percent(each.now)}" for each in topics)
        yield f"  Weakest    {told}"


def _next_break(collection: "Collection", now_ms: int) -> str | None:
    """The break that is on or begins soon, in words."""
    today = collection.today(now_ms)
    for rest in collection.breaks():
        if rest.to_day >= today and rest.from_day <= today + SOON_DAYS:
            from flashprep.cli.break_ import span

            return span(collection, rest)
    return None


def _cards_by_preset(collection: "Collection") -> dict[str, int]:
    """How many cards each preset has; one that has none may be meant for a deck that is
    called otherwise."""
    if not collection.config.presets:
        return {DEFAULT: collection.states.count_live()}
    found = collection.states.live_by_preset()
    return {each.name: found.get(each.name, 0) for each in collection.config.every_preset}
