"""Checks that there is a terminal for the screens."""

import os
import sys

from flashprep.errors import FlashprepError


def require_terminal(command: str, instead: str) -> None:
    """Raises FlashprepError if the terminal cannot show a screen.

    `instead` names the commands that programs can use.
    """
    if os.name != "posix":
        raise FlashprepError(
            f"{command} needs Linux or macOS; on Windows, run flashprep in WSL"
        )
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise FlashprepError(f"{command} needs a terminal; programs can use {instead}")
