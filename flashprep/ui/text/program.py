"""The name under which this run was started, for the commands in messages."""

import os
import re
import sys
from collections.abc import Mapping
from typing import Final

_NAME: Final = "flashprep"
_IN_HELP: Final = re.compile(rf"(?<=Example: ){_NAME}\b|(?<='){_NAME}(?= [a-z])")


def called_by(called: str, environment: Mapping[str, str]) -> str:
    """The command that starts flashprep again.

    If the program's folder is on PATH, the command is the name of the program. Otherwise, it
    is the path `called`. The variable `FLASHPREP_CALLED` overrides `called`. Returns the plain
    name if another program, such as a test runner, started flashprep."""
    path = environment.get("FLASHPREP_CALLED") or called
    folder, name = os.path.split(path)
    if name == "__main__.py" and folder.endswith(f"{os.sep}{_NAME}"):
        return f"python -m {_NAME}"
    if name != _NAME or not folder or folder in environment.get("PATH", "").split(os.pathsep):
        return _NAME
    # "./" shows that the path is relative to the current folder.
    return path if path.startswith(("/", "./", "../")) else f"./{path}"


FLASHPREP: Final = called_by(sys.argv[0], os.environ)


def as_called(help_text: str) -> str:
    """The help text, with the name of this run in its commands."""
    return _IN_HELP.sub(FLASHPREP, help_text)
