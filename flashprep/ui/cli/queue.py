"""`flashprep queue`: lists today's cards in order, each with its reason."""

import click

from flashprep.app.study.candidates import Wanted
from flashprep.app.study.up_next import NextCard, up_next
from flashprep.core.queue.order import Order
from flashprep.core.search.card_filter import CardFilter
from flashprep.text import amount
from flashprep.ui.cli.card_filter import choosing, order_option
from flashprep.ui.cli.context import App, json_option
from flashprep.ui.text.output import one_line, print_table, say, styled, terminal_width


@click.command("queue")
@choosing
@click.option("--limit", type=click.IntRange(min=1), help="List at most N cards.")
@order_option
@click.option("--no-plan", is_flag=True, help="Ignore the plan; use FSRS and the daily limits.")
@click.option(
    "--explain",
    is_flag=True,
    help="Add the predicted recall and a list of the cards that wait.",
)
@json_option
@click.pass_obj
def command(
    app: App,
    choice: CardFilter,
    limit: int | None,
    *,
    order: Order | None,
    no_plan: bool,
    explain: bool,
) -> None:
    """List today's cards in order, each with its reason.

    While an interview is upcoming, the plan chooses these cards, unless you choose cards or an
    order. 'flashprep due' counts the cards of each deck.

    Example: flashprep queue --limit 5
    """
    with app.studying() as collection:
        if choice.queries:
            from flashprep.app.study.search import with_keys

            choice = with_keys(collection, choice, app.now_ms)
        buries = collection.config.bury_siblings
        wanted = Wanted(choice, order=order, plan=not no_plan)
        queue = collection.agenda(wanted, app.now_ms).queue(app.now_ms)
        planned = wanted.follows_plan and collection.interview_ahead(app.now_ms)
        found = up_next(collection, queue, app.now_ms, limit, in_full=app.as_json)
        rows_by_key = collection.catalog.some([each.candidate.key for each in found.cards])
    app.end_if_json("queue", found)
    if not found.cards:
        say("The plan has nothing more now." if planned else "Nothing is due now.")
    else:
        fronts = (one_line(rows_by_key[each.candidate.key].card.front) for each in found.cards)
        named = [each.candidate.key for each in found.cards]
        whys = [each.why for each in found.cards]
        recalls = [map(_known, found.cards)] if explain else []
        headings = ("card", "why", *(["recall now"] if explain else []), "front")
        rows = zip(named, whys, *recalls, fronts, strict=True)
        # Users copy keys, so keys are cut only if they need more than half of the width.
        half = (terminal_width() or 80) // 2
        kept = (0,) if max(map(len, named)) <= half else ()
        print_table(headings, rows, right=(2,) if explain else (), kept=kept)
    kept_back = found.held
    if explain and (kept_back or found.waiting):
        say(styled("\n  waiting", dim=True))
        for key, why in (
            *((each.candidate.key, each.why) for each in found.waiting),
            *((each.key, each.why) for each in kept_back),
        ):
            say(f"  {key}")
            say(f"    {why}", hanging=4)
    because = "a card of today reveals the answer"
    if buries:
        because = "a sibling or a card that reveals the answer is asked today"
    notes = [
        f"{amount(found.more, 'more card')}" if found.more else "",
        f"{amount(len(found.waiting), 'learning step')} still waiting" if found.waiting else "",
        f"{amount(len(kept_back), 'card')} kept for another day, because {because}"
        f"{'' if explain else ' (--explain lists them)'}"
        if kept_back
        else "",
    ]
    shown = [note for note in notes if note]
    if shown:
        say("\n" + "\n".join(shown))


def _known(card: NextCard) -> str:
    recall = card.candidate.recall
    return "" if recall is None else f"{recall:.0%}"
