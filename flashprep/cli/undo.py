"""`flashprep undo`: the last answer or mark, taken back."""

from typing import TYPE_CHECKING

import click

from flashprep.cli.output import amount, json_option, print_json

if TYPE_CHECKING:
    from flashprep.cli.context import App


@click.command("undo")
@json_option
@click.pass_obj
def command(app: "App", *, as_json: bool) -> None:
    """Take back the last answer, burying or suspending; again, and so on.

    Nothing is deleted: that it was undone is written down too.

    Example: flashprep undo
    """
    with app.studying() as collection:
        undone = collection.undo(app.now_ms)
    if as_json:
        print_json(
            "undo",
            undone=None
            if undone is None
            else {"keys": list(undone.card_keys), "what": undone.what.name.lower()},
        )
    elif undone is None:
        click.echo("There is nothing to take back.")
    else:
        others = len(undone.card_keys) - 1
        more = f" and {amount(others, 'more card')}" if others else ""
        click.echo(f"Taken back: {undone.what.name.lower()}, for {undone.card_key}{more}.")
