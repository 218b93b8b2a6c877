"""`flashprep queue`: today's cards in their order, each with its reason."""

import click

from flashprep.cli.context import App
from flashprep.cli.output import amount, json_option, print_json, print_table, say
from flashprep.collection import Collection
from flashprep.core.queue import Candidate, Reason


@click.command("queue")
@click.option("--deck", "decks", multiple=True, metavar="NAME", help="Only this deck.")
@click.option("--limit", type=click.IntRange(min=1), help="Only the first so many cards.")
@json_option
@click.pass_obj
def command(app: App, decks: tuple[str, ...], limit: int | None, *, as_json: bool) -> None:
    """List the cards that come next today, in order, and why each of them.

    Example: flashprep queue --limit 5
    """
    with app.studying() as collection:
        queue = collection.queue(app.now_ms, decks)
        ready = queue.ready[:limit]
        reasons = {
            card.key: _reason(collection, card, app.now_ms) for card in (*ready, *queue.waiting)
        }
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
            )
            return
    if not ready:
        click.echo("Nothing is due now.")
    else:
        print_table(("card", "why"), [(card.key, reasons[card.key]) for card in ready])
    rest = len(queue.ready) - len(ready)
    notes = [
        f"{amount(rest, 'more card')}" if rest else "",
        f"{amount(len(queue.waiting), 'learning step')} not over yet" if queue.waiting else "",
        f"{amount(len(queue.held), 'card')} kept for another day, since a card of today "
        "gives the answer away"
        if queue.held
        else "",
    ]
    said = [note for note in notes if note]
    if said:
        say("\n" + "\n".join(said))


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
            return "due today" if days == 0 else f"due for {amount(days, 'day')}"


def _as_json(
    collection: Collection, number: int, card: Candidate, why: str
) -> dict[str, object]:
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
    }
