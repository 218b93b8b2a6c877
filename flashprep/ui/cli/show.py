"""`flashprep show`: one card whole, or all cards of a note."""

from dataclasses import asdict

import click

from flashprep.collection import Collection
from flashprep.core.answers.checklist import parted
from flashprep.core.memory import Review
from flashprep.store.catalog import CardRow
from flashprep.store.states import Standing
from flashprep.text import amount, day_and_year
from flashprep.ui.cli.card_json import card_json
from flashprep.ui.cli.card_status import care_of, stands_as
from flashprep.ui.cli.context import App
from flashprep.ui.text.output import (
    console,
    json_option,
    one_line,
    print_json,
    print_table,
    say,
)

_MEASURE = 76  # columns of a card's text
_INDENT = "   "
_SHOWN = 10  # reviews, the latest


@click.command("show")
@click.argument("key")
@json_option
@click.pass_obj
def command(app: App, key: str, *, as_json: bool) -> None:
    """Show a card: its faces, where it stands, its reviews. KEY may be a note's id.

    Example: flashprep show star/action/meaning
    """
    with app.studying() as collection:
        rows = collection.cards_of(key)
        if as_json:
            print_json("show", cards=[_as_json(collection, row, app.now_ms) for row in rows])
        elif len(rows) == 1:
            _print_card(collection, rows[0], app.now_ms)
        else:
            _print_family(collection, rows, app.now_ms)


def _print_family(collection: Collection, rows: list[CardRow], now_ms: int) -> None:
    first = rows[0].card
    say(f"{first.note_key}   {first.kind} in {first.deck}\n")
    print_table(
        ("card", "stands", "answer"),
        [
            (
                row.card.key.removeprefix(f"{first.note_key}/"),
                stands_as(collection, collection.standing(row.card.key), now_ms),
                one_line(row.card.answer),
            )
            for row in rows
        ],
    )
    say(f"\n{amount(len(rows), 'card')}. One of them: flashprep show KEY")


def _print_card(collection: Collection, row: CardRow, now_ms: int) -> None:
    from rich.text import Text

    from flashprep.render.terminal import Typesetter

    card = row.card
    standing = collection.standing(card.key)
    say(f"{card.key}   {card.deck}")
    say(f"{card.location.path}:{card.location.line}\n")
    output = console()
    setter = Typesetter(output, min(output.width, _MEASURE) - 2 * len(_INDENT))
    for line in (*setter.paragraphs(card.context, "dim"), Text(), *setter.back(card).lines):
        output.print(Text(_INDENT) + line if line else line)
    click.echo()
    for name, value in _facts(collection, row, standing, now_ms):
        say(f"  {name:12}{value}", hanging=14)
    reviews = collection.logs.reviews_by_card([card.key]).get(card.key, [])
    if reviews:
        click.echo(f"\n  {amount(len(reviews), 'review')}")
        for review in reviews[-_SHOWN:]:
            click.echo(f"    {_said(collection, review)}")


def _facts(
    collection: Collection, row: CardRow, standing: Standing, now_ms: int
) -> list[tuple[str, str]]:
    state = standing.state
    facts = [
        ("stands", stands_as(collection, standing, now_ms)),
        ("priority", row.card.priority.value),
    ]
    if row.card.company:
        facts.append(("company", row.card.company))
    if row.card.tags:
        facts.append(("tags", ", ".join(row.card.tags)))
    if collection.config.presets:
        facts.append(("preset", standing.preset))
    if state is not None:
        today = collection.today(now_ms)
        recall = collection.scheduler_of(standing).retrievability(state, today)
        facts += [
            ("due", day_and_year(state.due_day)),
            ("recall now", f"{recall:.0%}"),
            ("stability", f"{state.memory.stability:.1f} days"),
            ("difficulty", f"{state.memory.difficulty:.1f} of 10"),
            ("lapses", str(state.lapses)),
        ]
    return facts


def _said(collection: Collection, review: Review) -> str:
    day = day_and_year(collection.today(review.at_ms))
    took = f"{review.duration_ms / 1000:>6.1f} s" if review.duration_ms else ""
    return f"{day:>15}   {review.rating.name.capitalize():6}{took}".rstrip()


def _as_json(collection: Collection, row: CardRow, now_ms: int) -> dict[str, object]:
    card, standing = row.card, collection.standing(row.card.key)
    state = standing.state
    reviews = collection.logs.reviews_by_card([card.key]).get(card.key, [])
    return {
        **card_json(card),
        "reveals": list(card.reveals),
        "parts": [asdict(part) for part in answer.parts] if (answer := parted(card)) else [],
        "guid": row.guid,
        "stands": standing.stands,
        "preset": standing.preset,
        **care_of(collection, standing, now_ms),
        "state": None
        if state is None
        else {
            "phase": state.phase.value,
            "step": state.step,
            "stability": state.memory.stability,
            "difficulty": state.memory.difficulty,
            "due_day": collection.calendar.date_of(state.due_day).isoformat(),
            "due_at_ms": state.due_at_ms,
            "reps": state.reps,
            "lapses": state.lapses,
            "retrievability": collection.scheduler_of(standing).retrievability(
                state, collection.today(now_ms)
            ),
        },
        "reviews": [
            {
                "uid": review.uid,
                "at_ms": review.at_ms,
                "rating": review.rating.name.lower(),
                "duration_ms": review.duration_ms,
            }
            for review in reviews
        ],
    }
