"""`flashprep schema`: the language of deck files, for an editor."""

import click

from flashprep.ui.text.output import as_json_text


@click.command("schema")
def command() -> None:
    """Print the JSON Schema of deck files, by which editors complete and check them.

    \b
    Put it beside flashprep.toml, and name it in the first line of a deck file:
      # yaml-language-server: $schema=../deck-schema.json
    or once for all of them, in VS Code's settings:
      "yaml.schemas": {"deck-schema.json": "decks/**/*.yaml"}

    Example: flashprep schema > deck-schema.json
    """  # noqa: D301 - \b is click's sign for lines to be left as they are
    from flashprep.sources.json_schema import deck_schema

    click.echo(as_json_text(deck_schema(), indent=2))
