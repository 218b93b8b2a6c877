"""Opens the user's editor at the line of a card."""

import os
import shlex
import shutil
import subprocess
from pathlib import Path

from flashprep.errors import FlashprepError, reason

_DEFAULTS = ("vi", "nano")
# These editors take --goto FILE:LINE; all other editors take +LINE.
_WITH_GOTO = ("code", "codium", "cursor")


def edit(path: Path, line: int) -> None:
    """Open the file `path` at line `line` in the user's editor, and wait until the editor
    closes.

    The editor is $VISUAL, else $EDITOR, else vi or nano. Raises FlashprepError if no editor is
    found, or if the editor does not start.
    """
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    try:
        words = shlex.split(chosen) if chosen else []
    except ValueError:
        words = []
    if not words:
        words = [name for name in _DEFAULTS if shutil.which(name)][:1]
    if not words:
        raise FlashprepError("no editor was found; set $EDITOR to yours")
    name = Path(words[0]).name
    place = ["--goto", f"{path}:{line}"] if name in _WITH_GOTO else [f"+{line}", str(path)]
    try:
        subprocess.run([*words, *place], check=False)  # noqa: S603 - the user chose the editor
    except OSError as error:
        message = f"the editor '{words[0]}' does not start: {reason(error).lower()}"
        raise FlashprepError(f"{message}; set $EDITOR to another") from error
