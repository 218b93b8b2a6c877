"""`flashprep undo` and `flashprep redo`: undo or redo the last action."""

import click

from flashprep.ui.cli.context import App, json_option
from flashprep.ui.text.output import say
from flashprep.ui.text.undo import words_of


@click.command("undo")
@json_option
@click.pass_obj
def command(app: App) -> None:
    """Undo the last review or other action.

    Repeat the command to undo earlier actions. The log keeps every action, and records the undo
    too. 'flashprep redo' reverses an undo.

    Example: flashprep undo
    """
    with app.studying() as collection:
        undone = collection.undo(app.now_ms)
    app.end_if_json("undo", undone=undone)
    say(f"Undone: {words_of(undone)}." if undone else "There is nothing to undo.")


@click.command("redo")
@json_option
@click.pass_obj
def redo(app: App) -> None:
    """Redo the last undone action.

    Repeat the command to redo more undone actions. After a new review or other action, what you
    undid before can no longer be redone.

    Example: flashprep redo
    """
    with app.studying() as collection:
        done = collection.redo(app.now_ms)
    app.end_if_json("redo", redone=done)
    say(f"Redone: {words_of(done)}." if done else "There is nothing to redo.")
