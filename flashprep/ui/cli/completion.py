"""`flashprep completion`: completes commands, options, decks and cards in a shell."""

import os
from pathlib import Path

import click
from click.shell_completion import get_completion_class

from flashprep.errors import FlashprepError, reason
from flashprep.ui.cli.files import write_file
from flashprep.ui.text.output import say

_SHELLS = ("bash", "zsh", "fish")
# The lines that --install adds to ~/.zshrc, so that zsh finds the completion script.
_ZSHRC = "fpath=({folder} $fpath)\nautoload -Uz compinit && compinit\n"


@click.command("completion")
@click.argument("shell", type=click.Choice(_SHELLS))
@click.option("--install", is_flag=True, help="Save the script where the shell looks for it.")
@click.pass_context
def command(ctx: click.Context, shell: str, *, install: bool) -> None:
    """Print the completion script of a shell, or install it with --install.

    For bash, you need the package bash-completion, which loads the installed file. For zsh,
    --install also adds two lines to ~/.zshrc if they are missing. fish needs nothing else.

    Example: flashprep completion bash
    """
    from flashprep.ui.cli.main import COMPLETE_VARIABLE

    kind = get_completion_class(shell)
    assert kind is not None
    script = kind(ctx.find_root().command, {}, "flashprep", COMPLETE_VARIABLE).source()
    if not install:
        click.echo(script)
        return
    path = _place(shell)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, script.encode())
        say(f"Installed: {path}")
        if shell == "zsh":
            _extend_zshrc(path.parent)
    except OSError as error:
        raise FlashprepError(f"{path}: cannot be written: {reason(error).lower()}") from error
    say("Open a new shell to use it.")


def _place(shell: str) -> Path:
    """The path at which the shell looks for flashprep's completion script."""
    home = Path.home()
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local/share")
    config = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    return {
        "bash": data / "bash-completion/completions/flashprep",
        "zsh": data / "zsh/site-functions/_flashprep",
        "fish": config / "fish/completions/flashprep.fish",
    }[shell]


def _extend_zshrc(folder: Path) -> None:
    path = Path(os.environ.get("ZDOTDIR") or Path.home()) / ".zshrc"
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    lines = _ZSHRC.format(folder=folder)
    if lines not in before:
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{'' if before.endswith(chr(10)) or not before else chr(10)}{lines}")
        say(f"Added two lines to {path}.")
