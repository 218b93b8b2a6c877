"""`flashprep help`: shows the help of a command, a list of all commands, or a page of the
documentation."""

import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import click

from flashprep.ui.cli.lazy import LazyGroup
from flashprep.ui.text.output import console, say
from flashprep.ui.text.program import FLASHPREP
from flashprep.ui.text.safe_output import raw

_WIDEST = 88  # maximum width of a page


@click.command("help")
@click.argument("names", nargs=-1, metavar="[COMMAND | TOPIC]")
@click.option("--all", "everything", is_flag=True, help="List every command.")
@click.pass_context
def command(ctx: click.Context, names: tuple[str, ...], *, everything: bool) -> None:
    """Explain a command, list every command, or show a page of the documentation.

    The pages are anki, authoring, commands, deck-format, glossary, planning, reviewing,
    scheduling, scripting, searching, settings and statistics.

    Example: flashprep help review
    """
    top = ctx.find_root()
    group = top.command
    assert isinstance(group, LazyGroup)
    page = _page(names[0]) if len(names) == 1 and names[0] not in group.entries else None
    if page is not None:
        _show(page.read_text(encoding="utf-8"))
    elif names:
        click.echo(_help_of(top, group, names))
    elif everything:
        formatter = top.make_formatter()
        group.list_groups({**group.everyday, **group.others}, formatter)
        click.echo(formatter.getvalue().strip("\n"))
        say(f"\nA command in detail: {FLASHPREP} help COMMAND")
        say(f"A page of the documentation: {FLASHPREP} help TOPIC ({', '.join(topics())})")
    else:
        click.echo(group.get_help(top))


def topics() -> list[str]:
    """The names of the pages that `flashprep help` shows, in alphabetical order."""
    names = (each.name for each in _folder().iterdir())
    pages = (name.removesuffix(".md") for name in names if name.endswith(".md"))
    return sorted(name for name in pages if name != "design")  # the page for contributors


def _folder() -> Traversable:
    """The folder with the pages of the documentation, in the installed package or in the
    checkout."""
    packaged = resources.files("flashprep") / "docs"
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / "docs"


def _page(name: str) -> Traversable | None:
    return _folder() / f"{name}.md" if name in topics() else None


def _help_of(top: click.Context, group: LazyGroup, names: Sequence[str]) -> str:
    """The help of the command `names`. If there is a second name, it names a subcommand."""
    found: click.Command = group
    context = top
    for name in names:
        inner = found.get_command(context, name) if isinstance(found, click.Group) else None
        if inner is None:
            raise click.UsageError(group.unknown(" ".join(names), topics()), top)
        found, context = inner, click.Context(inner, parent=context, info_name=name)
    return found.get_help(context)


def _show(markdown: str) -> None:
    """Print a page of the documentation. On a terminal, the page is formatted and shown in the
    pager; otherwise it is printed as plain Markdown."""
    output = console()
    if not output.is_terminal:
        click.echo(markdown, nl=False)
        return
    from rich.markdown import Markdown

    output.width = min(output.width, _WIDEST)
    with output.capture() as capture:
        output.print(Markdown(markdown))
    with redirect_stdout(raw(sys.stdout)):  # without a pager, click prints the page
        click.echo_via_pager(capture.get())
