"""`flashprep new`: a note to be filled in."""

import click

from flashprep.cli.output import say


@click.command("new")
@click.argument("kind", required=False)
@click.argument("name", required=False, default="")
def command(kind: str | None, name: str) -> None:
    """Print a note of a KIND, called NAME, to be filled in; without KIND, list the kinds.

    It reads without a mistake as it is. Its optional fields stand below it as comments.

    Example: flashprep new framework > decks/mine.yaml
    """
    from flashprep.sources.schema import KINDS
    from flashprep.sources.templates import template
    from flashprep.sources.wording import listed, suggestion

    if kind is None:
        width = max(map(len, KINDS)) + 2
        for noun, record in KINDS.items():
            say(f"  {noun:{width}}{record.doc}", hanging=width + 2)
        say("\nOne to fill in: flashprep new framework > decks/mine.yaml")
        return
    if kind not in KINDS:
        advice = suggestion(kind, KINDS) or f"; a note is one of {listed(KINDS, 'or')}."
        raise click.UsageError(f"There is no kind '{kind}'{advice}")
    name = " ".join(name.split())
    if not name.isprintable():
        raise click.UsageError("NAME holds a character that cannot be printed; leave it out.")
    click.echo(template(kind, name), nl=False)
