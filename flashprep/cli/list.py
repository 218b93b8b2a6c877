"""`flashprep list`: the cards that match."""

import click

from flashprep.cli.context import App
from flashprep.cli.output import amount, json_option, one_line, print_json, print_table, say
from flashprep.core.cards import Priority
from flashprep.errors import FlashprepError
from flashprep.store.mirror import CardRow
from flashprep.store.states import Standing

_STANDINGS = ("new", "learning", "review", "suspended", "retired")


@click.command("list")
@click.argument("words", nargs=-1)
@click.option("--deck", "decks", multiple=True, metavar="NAME", help="Only this deck.")
@click.option("--kind", metavar="KIND", help="Only cards of notes of this kind.")
@click.option("--tag", metavar="TAG", help="Only cards with this tag.")
@click.option("--priority", type=click.Choice([each.value for each in Priority]))
@click.option("--is", "standing", type=click.Choice(_STANDINGS), help="Only where they stand.")
@json_option
@click.pass_obj
def command(  # noqa: PLR0913 - one for each filter
    app: App,
    words: tuple[str, ...],
    decks: tuple[str, ...],
    kind: str | None,
    tag: str | None,
    priority: str | None,
    standing: str | None,
    *,
    as_json: bool,
) -> None:
    """List the cards that have all WORDS in their key or text, and match the options.

    Example: flashprep list --deck values move fast
    """
    with app.studying() as collection:
        wanted = collection.match_decks(decks)
        standings = collection.states.every()
        cards = collection.mirror.cards(retired=None)
        kinds = {row.card.kind for row in cards.values()}
        if kind is not None and kind not in kinds:
            known = ", ".join(sorted(kinds)) or "none yet"
            raise FlashprepError(f"no card is of the kind '{kind}'; there are: {known}")
        rows = [
            (row, standings[key])
            for key, row in cards.items()
            if (wanted is None or row.card.deck in wanted)
            and (kind is None or row.card.kind == kind)
            and (tag is None or tag in row.card.tags)
            and (priority is None or row.card.priority.value == priority)
            and _stands(standings[key], standing)
            and all(word.casefold() in _text(row) for word in words)
        ]
        dates = {
            row.card.key: collection.calendar.date_of(found.state.due_day).isoformat()
            for row, found in rows
            if found.state is not None
        }
    if as_json:
        print_json("list", cards=[_as_json(row, found, dates) for row, found in rows])
        return
    if not rows:
        click.echo("No card matches. All cards: flashprep list")
        return
    print_table(
        ("card", "stands", "due", "front"),
        [
            (
                row.card.key,
                stands_as(found),
                dates.get(row.card.key, ""),
                one_line(row.card.front),
            )
            for row, found in rows
        ],
    )
    say(f"\n{amount(len(rows), 'card')}. One of them: flashprep show KEY")


def stands_as(standing: Standing) -> str:
    """Where a card stands, in a word."""
    if standing.retired:
        return "retired"
    if standing.marks.suspended:
        return "suspended"
    return standing.queue


def _stands(standing: Standing, wanted: str | None) -> bool:
    if wanted is None:
        return not standing.retired
    return stands_as(standing) == wanted


def _text(row: CardRow) -> str:
    card = row.card
    return one_line(f"{card.key} {card.context} {card.front} {card.answer}").casefold()


def _as_json(row: CardRow, standing: Standing, dates: dict[str, str]) -> dict[str, object]:
    card, state = row.card, standing.state
    return {
        "key": card.key,
        "note": card.note_key,
        "deck": card.deck,
        "kind": card.kind,
        "design": card.design,
        "priority": card.priority.value,
        "tags": list(card.tags),
        "position": row.position,
        "stands": stands_as(standing),
        "due_day": dates.get(card.key),
        "stability": state.memory.stability if state else None,
        "difficulty": state.memory.difficulty if state else None,
        "reps": state.reps if state else 0,
        "lapses": state.lapses if state else 0,
        "context": card.context,
        "front": card.front,
        "answer": card.answer,
        "path": card.location.path,
        "line": card.location.line,
    }
