"""Checks that the terminal can show the review and practice screens."""

import os
import sys

from flashprep.errors import FlashprepError


def require_terminal(command: str, instead: str) -> None:
    """Raise FlashprepError if the terminal cannot show a screen.

    `instead` names the commands to use instead of the screen.
    """
    if os.name != "posix":
        raise FlashprepError(
            f"{command} needs Linux or macOS; on Windows, run flashprep in WSL"
        )
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise FlashprepError(f"{command} needs a terminal; programs can use {instead}")
