"""What is said of several cards at once: which of them it changes, and how that is told."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from flashprep.core.events import EventKind
from flashprep.text import amount
from flashprep.ui.cli.card_filter import chosen_rows
from flashprep.ui.text.output import say

if TYPE_CHECKING:
    from flashprep.store.states import Standing
    from flashprep.ui.cli.context import App


def mark_cards(
    app: "App",
    keys: tuple[str, ...],
    search: str | None,
    kind: EventKind,
    outcome: str,
    payload: Mapping[str, str | int] | None = None,
) -> None:
    """Mark the cards with these keys and those that are found, where that changes anything.

    `outcome` completes "3 cards …". All of it is one act, which one undo takes back.
    """
    with app.studying() as collection:
        rows = chosen_rows(collection, keys, search, app.now_ms)
        today = collection.today(app.now_ms)
        changed = [
            row.card.key
            for row in rows
            if _changes(collection.standing(row.card.key), kind, payload or {}, today)
        ]
        collection.mark_all(changed, kind, app.now_ms, payload)
    if changed:
        say(f"{amount(len(changed), 'card')} {outcome}.")
    elif rows:
        say(f"Nothing to do: {amount(len(rows), 'card')} {outcome} already.")
    else:
        click.echo("No card matches. All cards: flashprep list")


def _changes(
    standing: "Standing", kind: EventKind, payload: Mapping[str, str | int], today: int
) -> bool:
    """Whether the mark says anything new of a card that stands so."""
    match kind:
        case EventKind.SUSPEND | EventKind.UNSUSPEND:
            return standing.marks.suspended is not (kind is EventKind.SUSPEND)
        case EventKind.BURY | EventKind.UNBURY:
            return standing.marks.rests_on(today) is not (kind is EventKind.BURY)
        case EventKind.FLAG:
            return standing.marks.flag != payload["flag"]
        case EventKind.FORGET:
            return standing.state is not None
        case _:
            return True
