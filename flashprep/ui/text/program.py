"""The name that this run was started by, for the commands in messages."""

import os
import re
import sys
from collections.abc import Mapping
from pathlib import PurePath
from typing import Final

_NAME: Final = "flashprep"
_IN_HELP: Final = re.compile(rf"(?<=Example: ){_NAME}\b|(?<='){_NAME}(?= [a-z])")


def called_by(called: str, environment: Mapping[str, str]) -> str:
    """The command that starts flashprep again: its name if that is on PATH, else the path
    `called`, which `FLASHPREP_CALLED` overrides.

    Returns the plain name if another program, such as a test runner, started flashprep.
    """
    path = PurePath(environment.get("FLASHPREP_CALLED") or called)
    if path.parts[-2:] == (_NAME, "__main__.py"):
        return f"python -m {_NAME}"
    on_path = str(path.parent) in environment.get("PATH", "").split(os.pathsep)
    if path.name != _NAME or len(path.parts) == 1 or on_path:
        return _NAME
    # The shell needs "./" before a relative path.
    return str(path) if path.is_absolute() or path.parts[0] == ".." else f"./{path}"


FLASHPREP: Final = called_by(sys.argv[0], os.environ)


def as_called(help_text: str) -> str:
    """A help text whose commands start with the name of this run."""
    return _IN_HELP.sub(FLASHPREP, help_text)
