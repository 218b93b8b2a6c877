"""`flashprep schema`: prints the JSON Schema of deck files, for editors."""

import click

from flashprep.ui.text.output import as_json_text


@click.command("schema")
def command() -> None:
    """Print the JSON Schema of deck files, for editors.

    \b
    With this schema, an editor completes and checks deck files. Save the schema
    next to flashprep.toml, and name it in the first line of a deck file:
      # yaml-language-server: $schema=../deck-schema.json
    For all deck files, name it in the settings of VS Code instead:
      "yaml.schemas": {"deck-schema.json": "decks/**/*.yaml"}

    Example: flashprep schema > deck-schema.json
    """  # noqa: D301 - \b tells click to keep the line breaks of the paragraph
    from flashprep.sources.json_schema import deck_schema

    click.echo(as_json_text(deck_schema(), indent=2))
