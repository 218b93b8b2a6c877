"""`flashprep suspend` and `unsuspend`: cards taken out of study, and brought back."""

import click

from flashprep.cli.context import App
from flashprep.cli.output import amount
from flashprep.core.history import EventKind


@click.command("suspend")
@click.argument("keys", nargs=-1, required=True, metavar="KEY...")
@click.pass_obj
def command(app: App, keys: tuple[str, ...]) -> None:
    """Take cards out of study until 'flashprep unsuspend'. A note's id means all its cards.

    Example: flashprep suspend star/cue
    """
    _mark(app, keys, EventKind.SUSPEND, "out of study")


@click.command("unsuspend")
@click.argument("keys", nargs=-1, required=True, metavar="KEY...")
@click.pass_obj
def unsuspend(app: App, keys: tuple[str, ...]) -> None:
    """Bring suspended cards back into study. A note's id means all its cards.

    Example: flashprep unsuspend star/cue
    """
    _mark(app, keys, EventKind.UNSUSPEND, "back in study")


def _mark(app: App, keys: tuple[str, ...], kind: EventKind, outcome: str) -> None:
    with app.studying() as collection:
        rows = {row.card.key: row for key in keys for row in collection.cards_of(key)}
        suspend = kind is EventKind.SUSPEND
        changed = [
            key for key in rows if collection.standing(key).marks.suspended is not suspend
        ]
        collection.mark_all(changed, kind, app.now_ms)
    if changed:
        click.echo(f"{amount(len(changed), 'card')} {outcome}.")
    else:
        click.echo(f"Nothing to do: {amount(len(rows), 'card')} {outcome} already.")
