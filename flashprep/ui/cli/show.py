"""`flashprep show`: shows one card in detail, or lists all cards of a note."""

import click

from flashprep.app.study.card_details import CardDetails, card_details
from flashprep.app.study.search import CardView, card_view
from flashprep.collection import Collection
from flashprep.core.memory import Review
from flashprep.text import amount, day_and_year
from flashprep.ui.cli.card_status import status_words
from flashprep.ui.cli.completing import CARDS
from flashprep.ui.cli.context import App, json_option
from flashprep.ui.text.output import console, one_line, print_table, say
from flashprep.ui.text.program import FLASHPREP

_MEASURE = 76  # maximum width of a card's text
_INDENT = "   "
_SHOWN = 10  # the number of recent reviews to show


@click.command("show")
@click.argument("key", shell_complete=CARDS)
@json_option
@click.pass_obj
def command(app: App, key: str) -> None:
    """Show a card or a note with its state and reviews.

    KEY is the key of a card or the id of a note. For a note, all its cards are listed.
    'flashprep history KEY' shows past states and actions.

    Example: flashprep show star/action/meaning
    """
    with app.studying() as collection:
        rows = collection.cards_of(key)
        if len(rows) > 1 and not app.as_json:
            standing, today = collection.standing, collection.today(app.now_ms)
            _print_note(
                [card_view(collection, row, standing(row.card.key), today) for row in rows]
            )
            return
        cards = card_details(collection, rows, app.now_ms)
        app.end_if_json("show", cards=cards)
        _print_card(collection, cards[0])


def _print_note(cards: list[CardView]) -> None:
    first = cards[0].row.card
    say(f"{first.note_key}   {first.kind} in {first.deck}\n")
    print_table(
        ("card", "status", "answer"),
        [
            (
                each.row.card.key.removeprefix(f"{first.note_key}/"),
                status_words(each),
                one_line(each.row.card.answer),
            )
            for each in cards
        ],
    )
    say(f"\n{amount(len(cards), 'card')}. To show one: {FLASHPREP} show KEY")


def _print_card(collection: Collection, whole: CardDetails) -> None:
    from rich.text import Text

    from flashprep.render.terminal import Typesetter

    card, reviews = whole.card.row.card, whole.reviews
    say(f"{card.key}   {card.deck}")
    say(f"{card.location.path}:{card.location.line}\n")
    output = console()
    setter = Typesetter(output, min(output.width, _MEASURE) - 2 * len(_INDENT))
    for line in (*setter.paragraphs(card.context, "dim"), Text(), *setter.back(card).lines):
        output.print(Text(_INDENT) + line if line else line)
    click.echo()
    for name, value in _facts(collection, whole):
        say(f"  {name:12}{value}", hanging=14)
    if reviews:
        click.echo(f"\n  {amount(len(reviews), 'review')}")
        for review in reviews[-_SHOWN:]:
            click.echo(f"    {_review_line(collection, review)}")


def _facts(collection: Collection, whole: CardDetails) -> list[tuple[str, str]]:
    card, standing = whole.card.row.card, whole.card.standing
    facts = [("status", status_words(whole.card)), ("priority", card.priority.value)]
    if card.company:
        facts.append(("company", card.company))
    if card.tags:
        facts.append(("tags", ", ".join(card.tags)))
    if collection.config.presets:
        facts.append(("preset", standing.preset))
    if whole.state is not None:
        state = whole.state.state
        facts += [
            ("due", day_and_year(state.due_day)),
            ("recall now", f"{whole.state.retrievability:.0%}"),
            ("stability", f"{state.memory.stability:.1f} days"),
            ("difficulty", f"{state.memory.difficulty:.1f} of 10"),
            ("lapses", str(state.lapses)),
        ]
    return facts


def _review_line(collection: Collection, review: Review) -> str:
    day = day_and_year(collection.today(review.at_ms))
    took = f"{review.duration_ms / 1000:>6.1f} s" if review.duration_ms else ""
    return f"{day:>15}   {review.rating.name.capitalize():6}{took}".rstrip()
