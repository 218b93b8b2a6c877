"""`flashprep new`: prints a template for a note, or for a company's values."""

import shlex
from pathlib import Path

import click

from flashprep.errors import FlashprepError
from flashprep.text import did_you_mean, listed
from flashprep.ui.cli.context import App
from flashprep.ui.text.output import say
from flashprep.ui.text.program import FLASHPREP

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
    help="Write the template to a new file.",
)
@click.pass_obj
def command(app: App, kind: str | None, name: str, output: Path | None) -> None:
    """Print a template for a note, or for a company's values.

    KIND is the kind of note, and NAME its name. Without KIND, the kinds are listed.
    'flashprep new company NAME' prints a file for the values of a company.

    Replace the text in <angle brackets>. Until you do, the note is left out of study. The
    template contains the optional fields as comments.

    Example: flashprep new company Amazon -o decks/values/amazon.yaml
    """
    from flashprep.sources.schema import KINDS
    from flashprep.sources.templates import company_template, template

    if kind is None:
        if output is not None:
            raise click.UsageError(f"Name a KIND to write; '{FLASHPREP} new' lists the kinds.")
        _list_kinds()
        return
    name = " ".join(name.split())
    if not name.isprintable():
        raise click.UsageError("NAME contains a character that cannot be printed; remove it.")
    if kind == _COMPANY:
        if not name:
            raise click.UsageError(f"Name the company: {FLASHPREP} new company Amazon")
        text = company_template(name)
    elif kind in KINDS:
        text = template(
            kind, name, f"Save the file below decks/, then: {FLASHPREP} preview FILE"
        )
    else:
        known = (*KINDS, _COMPANY)
        advice = did_you_mean(kind, known) or f"; use {listed(tuple(KINDS), 'or')}."
        raise click.UsageError(f"Unknown kind '{kind}'{advice}")
    if output is None:
        click.echo(text, nl=False)
    else:
        _write(app, output, text, "values" if kind == _COMPANY else "mine")


def _list_kinds() -> None:
    from flashprep.sources.schema import KINDS

    width = max(map(len, KINDS)) + 2
    for noun, record in KINDS.items():
        say(f"  {noun:{width}}{record.doc}", hanging=width + 2)
    say(f"  {_COMPANY:{width}}A file for a company's values.", hanging=width + 2)
    say(f"\nTo write one: {FLASHPREP} new framework -o decks/mine/launch.yaml")


def _write(app: App, path: Path, text: str, room: str) -> None:
    """Write a new file. If the file is not below the decks folder, print where to move it.

    Missing folders are created only below the decks folder, because deck files in other folders
    are not read. `room` is the subfolder to suggest.
    """
    from flashprep.sources.files import new_files

    if path.suffix.lower() not in _SUFFIXES:
        raise click.UsageError(f"'{path}' is not the name of a deck file; it must end in .yaml")
    decks = _decks(app)
    is_read = decks is not None and path.parent.resolve().is_relative_to(decks.resolve())
    if not is_read and not path.parent.is_dir():
        raise FlashprepError(
            f"{path}: cannot be written (no such folder); choose a folder that exists, "
            "is writable and has free space"
        )
    with new_files({path: text.encode()}):
        pass
    quoted = shlex.quote(str(path))
    say(f"{path}: written. Fill it in, then: {FLASHPREP} preview {quoted}")
    if decks is None:
        say(f"{path} is not in a collection, so it will not be studied.")
    elif not is_read:
        say(
            f"{path} is not below {decks.name}/, so it will not be studied. Move it, "
            f"for example to {_shown(decks / room / path.name)}"
        )


def _decks(app: App) -> Path | None:
    """The path of the decks folder, or None if no collection is found."""
    from flashprep.config import read_config

    try:
        folder = app.folder()
    except FlashprepError:
        return None
    return folder / read_config(folder).decks


def _shown(path: Path) -> str:
    """The path of the file, in the form in which the user would type it in the current
    folder."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
