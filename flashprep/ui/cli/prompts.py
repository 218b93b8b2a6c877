"""`flashprep prompts`: lists the questions to answer aloud."""

import click

from flashprep.app.decks.prompts import prompts_of_decks
from flashprep.text import amount
from flashprep.ui.cli.context import App, json_option
from flashprep.ui.text.output import one_line, say
from flashprep.ui.text.program import FLASHPREP


@click.command("prompts")
@click.option(
    "--deck", "decks", multiple=True, metavar="NAME", help="Only questions of this deck."
)
@json_option
@click.pass_obj
def command(app: App, decks: tuple[str, ...]) -> None:
    """List the questions to answer aloud.

    'flashprep practice' asks them against the clock.

    Example: flashprep prompts --deck stories
    """
    with app.studying() as collection:
        view = prompts_of_decks(collection, decks)
    found = view.prompts
    app.end_if_json("prompts", view)
    if not found:
        say(f"There are no questions yet. Write some: {FLASHPREP} new questions")
        return
    for bank in dict.fromkeys(prompt.bank for prompt in found):
        say(f"{bank}\n")
        for prompt in found:
            if prompt.bank == bank:
                say(f"  {one_line(prompt.question)}", hanging=4)
                probes = f"{one_line(prompt.probes)} · " if prompt.probes else ""
                say(f"      {probes}{prompt.key}", hanging=6)
        click.echo()
    say(f"{amount(len(found), 'question')}.")
