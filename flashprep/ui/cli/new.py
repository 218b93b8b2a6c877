"""`flashprep new`: a note, or the values of a company, to be filled in."""

from pathlib import Path

import click

from flashprep.ui.text.output import say

_COMPANY = "company"
_SUFFIXES = (".yaml", ".yml")


@click.command("new")
@click.argument("kind", required=False)
@click.argument("name", required=False, default="")
@click.option(
    "-o",
    "--output",
    "output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write a new file instead of printing.",
)
def command(kind: str | None, name: str, output: Path | None) -> None:
    """Print a note of a KIND, called NAME, to be filled in; without KIND, list the kinds.
    `new company NAME` prints a file for the values of a company.

    What is to be written stands in <angle brackets>; until it is replaced, the note is left out
    of study. Optional fields stand below as comments.

    Example: flashprep new company Amazon -o decks/values/amazon.yaml
    """
    from flashprep.sources.messages import listed, suggestion
    from flashprep.sources.schema import KINDS
    from flashprep.sources.templates import company_template, template

    if kind is None:
        if output is not None:
            raise click.UsageError("Name a KIND to write; 'flashprep new' lists the kinds.")
        _list_kinds()
        return
    name = " ".join(name.split())
    if not name.isprintable():
        raise click.UsageError("NAME holds a character that cannot be printed; leave it out.")
    if kind == _COMPANY:
        if not name:
            raise click.UsageError("Name the company: flashprep new company Amazon")
        text = company_template(name)
    elif kind in KINDS:
        text = template(kind, name)
    else:
        known = (*KINDS, _COMPANY)
        advice = suggestion(kind, known) or f"; a note is one of {listed(tuple(KINDS), 'or')}."
        raise click.UsageError(f"There is no kind '{kind}'{advice}")
    if output is None:
        click.echo(text, nl=False)
    else:
        _write(output, text)


def _list_kinds() -> None:
    from flashprep.sources.schema import KINDS

    width = max(map(len, KINDS)) + 2
    for noun, record in KINDS.items():
        say(f"  {noun:{width}}{record.doc}", hanging=width + 2)
    say(f"  {_COMPANY:{width}}A file for the values of a company.", hanging=width + 2)
    say("\nOne to fill in: flashprep new framework -o decks/mine/launch.yaml")


def _write(path: Path, text: str) -> None:
    import shlex

    from flashprep.sources.files import new_files

    if path.suffix.lower() not in _SUFFIXES:
        raise click.UsageError(f"'{path}' is no name of a deck file; let it end in .yaml")
    with new_files({path: text.encode()}):
        pass
    say(f"{path}: written. Fill it in, then: flashprep preview {shlex.quote(str(path))}")
