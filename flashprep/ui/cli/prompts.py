"""`flashprep prompts`: the questions to answer aloud."""

import click

from flashprep.app.context import matching_decks
from flashprep.core.cards import Prompt
from flashprep.text import amount
from flashprep.ui.cli.context import App
from flashprep.ui.text.output import json_option, one_line, print_json, say


@click.command("prompts")
@click.option("--deck", "decks", multiple=True, metavar="NAME", help="Only this deck.")
@json_option
@click.pass_obj
def command(app: App, decks: tuple[str, ...], *, as_json: bool) -> None:
    """List the questions of the deck files that are to be answered aloud, in your own words.

    Example: flashprep prompts --deck behavioural
    """
    with app.studying() as collection:
        found = collection.prompts()
    if decks:
        wanted = matching_decks({prompt.deck for prompt in found}, decks)
        found = tuple(prompt for prompt in found if prompt.deck in wanted)
    if as_json:
        print_json("prompts", prompts=[_as_json(prompt) for prompt in found])
        return
    if not found:
        click.echo("There are no questions yet. Write some: flashprep new questions")
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


def _as_json(prompt: Prompt) -> dict[str, object]:
    return {
        "key": prompt.key,
        "deck": prompt.deck,
        "bank": prompt.bank,
        "question": prompt.question,
        "probes": prompt.probes or None,
        "follow_ups": list(prompt.follow_ups),
        "priority": prompt.priority.value,
        "tags": list(prompt.tags),
        "source": prompt.source,
        "path": prompt.location.path,
        "line": prompt.location.line,
    }
