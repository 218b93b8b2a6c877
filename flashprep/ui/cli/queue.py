"""`flashprep queue`: today's cards in their order, each with its reason."""

import click

from flashprep.app.study.candidates import Wanted
from flashprep.collection import Collection
from flashprep.core.queue.order import Candidate, Order, Queue, Reason
from flashprep.text import amount
from flashprep.ui.cli.card_filter import Choice, choosing, order_option
from flashprep.ui.cli.context import App
from flashprep.ui.text.output import json_option, print_json, print_table, say, styled


@click.command("queue")
@choosing
@click.option("--limit", type=click.IntRange(min=1), help="Only the first so many cards.")
@order_option
@click.option("--no-plan", is_flag=True, help="By FSRS and its limits, and not by the plan.")
@click.option(
    "--explain", is_flag=True, help="Also say how well each is known, and why some wait."
)
@json_option
@click.pass_obj
def command(
    app: App,
    choice: Choice,
    limit: int | None,
    *,
    order: str | None,
    no_plan: bool,
    explain: bool,
    as_json: bool,
) -> None:
    """List the cards that come next today, in order, and why each of them.

    While an interview lies ahead these are the cards of the plan, unless you choose cards or an
    order yourself.

    Example: flashprep queue --limit 5
    """
    with app.studying() as collection:
        keys = choice.keys(collection, app.now_ms)
        buries = collection.config.bury_siblings
        asked = Order(order) if order else None
        wanted = Wanted(choice.decks, keys, order=asked, plan=not no_plan)
        queue = collection.agenda(wanted, app.now_ms).queue(app.now_ms)
        planned = wanted.follows_plan and collection.interview_ahead(app.now_ms)
        ready = queue.ready[:limit]
        reasons = {
            card.key: _reason(collection, card, app.now_ms) for card in (*ready, *queue.waiting)
        }
        held = {card.key: why_held(collection, queue, card, app.now_ms) for card in queue.held}
        if as_json:
            print_json(
                "queue",
                day=collection.calendar.date_of(collection.today(app.now_ms)).isoformat(),
                cards=[
                    _as_json(collection, number, card, reasons[card.key])
                    for number, card in enumerate(ready, start=1)
                ],
                waiting=[
                    {"key": card.key, "due_at_ms": card.due_at_ms, "why": reasons[card.key]}
                    for card in queue.waiting
                ],
                held=[card.key for card in queue.held],
                held_by=[
                    {"key": key, "by": queue.held_by[key], "why": why}
                    for key, why in held.items()
                ],
            )
            return
        known = {card.key: _known(card) for card in ready if explain}
    if not ready:
        click.echo("The plan has nothing more now." if planned else "Nothing is due now.")
    elif explain:
        rows = [(card.key, reasons[card.key], known[card.key]) for card in ready]
        print_table(("card", "why", "recall now"), rows, right=(2,))
    else:
        print_table(("card", "why"), [(card.key, reasons[card.key]) for card in ready])
    if explain and (held or queue.waiting):
        click.echo(styled("\n  waiting", dim=True))
        for key, why in (
            *((card.key, reasons[card.key]) for card in queue.waiting),
            *held.items(),
        ):
            say(f"  {key}")
            say(f"    {why}", hanging=4)
    rest = len(queue.ready) - len(ready)
    because = "a card of today gives the answer away"
    if buries:
        because = "a sibling comes today, or one that gives the answer away"
    notes = [
        f"{amount(rest, 'more card')}" if rest else "",
        f"{amount(len(queue.waiting), 'learning step')} not over yet" if queue.waiting else "",
        f"{amount(len(held), 'card')} kept for another day, since {because}"
        f"{'' if explain else ' (--explain says which)'}"
        if held
        else "",
    ]
    said = [note for note in notes if note]
    if said:
        say("\n" + "\n".join(said))


def why_held(collection: Collection, queue: Queue, card: Candidate, now_ms: int) -> str:
    """Which card of today a card waits for, and what they have to do with each other."""
    other = queue.held_by[card.key]
    reveals = collection.catalog.reveals([other, card.key])
    state = collection.standing(other).state
    studied = state is not None and state.last_day == collection.today(now_ms)
    when = "studied today" if studied else "which comes today"
    if card.key in reveals[other]:
        return f"{other} gives it away, {when}"
    if other in reveals[card.key]:
        return f"gives {other} away, whose learning step is to be a proof"
    return f"sibling of {other}, {when}"


def _known(card: Candidate) -> str:
    return "" if card.recall is None else f"{card.recall:.0%}"


def _reason(collection: Collection, card: Candidate, now_ms: int) -> str:
    today = collection.today(now_ms)
    match card.reason:
        case Reason.NEW:
            return "new"
        case Reason.LEARNING:
            late = (card.due_at_ms or 0) <= now_ms
            return "learning step is over" if late else "learning step runs"
        case Reason.DUE:
            days = today - (card.due_day or today)
            if days < 0:  # by the plan
                return "before its due day, for the interview"
            return "due today" if days == 0 else f"due for {amount(days, 'day')}"


def _as_json(
    collection: Collection, number: int, card: Candidate, why: str
) -> dict[str, object]:
    from flashprep.app.study.first_meetings import meetings_before

    row = collection.card(card.key)
    due = (
        None if card.due_day is None else collection.calendar.date_of(card.due_day).isoformat()
    )
    return {
        "number": number,
        "key": card.key,
        "deck": row.card.deck,
        "reason": card.reason.value,
        "why": why,
        "due_day": due,
        "context": row.card.context,
        "front": row.card.front,
        "answer": row.card.answer,
        "first_meeting": [
            {"note": met.sheet.key, "part": met.part.id if met.part else None}
            for met in meetings_before(collection, row.card)
        ],
    }
