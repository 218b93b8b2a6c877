"""`flashprep undo` and `redo`: the last answer or mark, taken back, or counting again."""

import click

from flashprep.ui.cli.context import App, json_option
from flashprep.ui.text.output import say
from flashprep.ui.text.undo import words_of


@click.command("undo")
@json_option
@click.pass_obj
def command(app: App) -> None:
    """Take back the last answer, mark or decision; again, and so on.

    Nothing is deleted: that it was undone is written down too.

    Example: flashprep undo
    """
    with app.studying() as collection:
        undone = collection.undo(app.now_ms)
    app.end_if_json("undo", undone=undone)
    say(f"Taken back: {words_of(undone)}." if undone else "There is nothing to take back.")


@click.command("redo")
@json_option
@click.pass_obj
def redo(app: App) -> None:
    """Let what was last taken back count again; again, and so on.

    Once something else was answered or marked, what was taken back before stays so.

    Example: flashprep redo
    """
    with app.studying() as collection:
        done = collection.redo(app.now_ms)
    app.end_if_json("redo", redone=done)
    say(f"Counts again: {words_of(done)}." if done else "There is nothing to bring back.")
