"""The command with which the user started flashprep. Messages use it in the commands they
suggest."""

import os
import re
import sys
from collections.abc import Mapping
from typing import Final

_NAME: Final = "flashprep"
_IN_HELP: Final = re.compile(rf"(?<=Example: ){_NAME}\b|(?<='){_NAME}(?= [a-z])")


def called_by(called: str, environment: Mapping[str, str]) -> str:
    """The command that starts flashprep again.

    It is the name of the program if the folder of the program is on PATH, otherwise the path
    `called`. The variable `FLASHPREP_CALLED` overrides `called`. If another program, such as a
    test runner, started flashprep, the command is the name of the program.
    """
    path = environment.get("FLASHPREP_CALLED") or called
    folder, name = os.path.split(path)
    if name == "__main__.py" and folder.endswith(f"{os.sep}{_NAME}"):
        return f"python -m {_NAME}"
    if name != _NAME or not folder or folder in environment.get("PATH", "").split(os.pathsep):
        return _NAME
    # "./" makes the shell look in the current folder.
    return path if path.startswith(("/", "./", "../")) else f"./{path}"


FLASHPREP: Final = called_by(sys.argv[0], os.environ)


def as_called(help_text: str) -> str:
    """The help text, in which commands begin with the command that started this run."""
    return _IN_HELP.sub(FLASHPREP, help_text)
