"""The terminal that the screens need."""

import os
import sys

from flashprep.errors import FlashprepError


def require_terminal(command: str, instead: str) -> None:
    """FlashprepError if a screen cannot be drawn; `instead` names what programs can use."""
    if os.name != "posix":
        raise FlashprepError(
            f"{command} needs Linux or macOS; on Windows, run flashprep in WSL"
        )
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise FlashprepError(f"{command} needs a terminal; programs can use {instead}")
