"""`flashprep undo` and `redo`: the last answer or mark, taken back, or counting again."""

from typing import TYPE_CHECKING

import click

from flashprep.ui.text.output import json_option, print_json, say
from flashprep.ui.text.undo import words_of

if TYPE_CHECKING:
    from flashprep.app.undo import Undone
    from flashprep.ui.cli.context import App


@click.command("undo")
@json_option
@click.pass_obj
def command(app: "App", *, as_json: bool) -> None:
    """Take back the last answer, mark or decision; again, and so on.

    Nothing is deleted: that it was undone is written down too.

    Example: flashprep undo
    """
    with app.studying() as collection:
        undone = collection.undo(app.now_ms)
    if as_json:
        print_json("undo", undone=_as_json(undone))
    elif undone is None:
        click.echo("There is nothing to take back.")
    else:
        say(f"Taken back: {words_of(undone)}.")


@click.command("redo")
@json_option
@click.pass_obj
def redo(app: "App", *, as_json: bool) -> None:
    """Let what was last taken back count again; again, and so on.

    Once something else was answered or marked, what was taken back before stays so.

    Example: flashprep redo
    """
    with app.studying() as collection:
        redone = collection.redo(app.now_ms)
    if as_json:
        print_json("redo", redone=_as_json(redone))
    elif redone is None:
        click.echo("There is nothing to bring back.")
    else:
        say(f"Counts again: {words_of(redone)}.")


def _as_json(undone: "Undone | None") -> dict[str, object] | None:
    if undone is None:
        return None
    said = undone.decision
    return {
        "keys": list(undone.card_keys),
        "what": undone.what.name.lower(),
        "of": (said.subject or None) if said else None,
    }
