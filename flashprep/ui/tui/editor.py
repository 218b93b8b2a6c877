"""The person's own editor, opened where a card is written."""

import os
import shlex
import shutil
import subprocess
from pathlib import Path

from flashprep.errors import FlashprepError, reason

_USUAL = ("vi", "nano")
# These do not know +LINE, which all others do.
_GO_TO = ("code", "codium", "cursor")


def edit(path: Path, line: int) -> None:
    """Open the file at that line and wait until the editor is closed.

    The editor is $VISUAL, else $EDITOR, else vi or nano. FlashprepError if there is none or
    it does not start.
    """
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    try:
        words = shlex.split(chosen) if chosen else []
    except ValueError:
        words = []
    if not words:
        words = [name for name in _USUAL if shutil.which(name)][:1]
    if not words:
        raise FlashprepError("no editor was found; name yours in $EDITOR")
    name = Path(words[0]).name
    place = ["--goto", f"{path}:{line}"] if name in _GO_TO else [f"+{line}", str(path)]
    try:
        subprocess.run([*words, *place], check=False)  # noqa: S603 - the person's own choice
    except OSError as error:
        said = f"the editor '{words[0]}' does not start: {reason(error).lower()}"
        raise FlashprepError(f"{said}; name another in $EDITOR") from error
