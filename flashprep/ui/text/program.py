"""The name by which this run was called, for the commands that are printed."""

import os
import re
import sys
from collections.abc import Mapping
from pathlib import PurePath
from typing import Final

_NAME: Final = "flashprep"
_IN_HELP: Final = re.compile(rf"(?<=Example: ){_NAME}\b|(?<='){_NAME}(?= [a-z])")


def called_by(called: str, environment: Mapping[str, str]) -> str:
    """What to type to start flashprep again: its name if the shell finds it by that, else the
    path `called`, which `FLASHPREP_CALLED` overrides.

    A start through another program, such as a test runner, returns the plain name.
    """
    path = PurePath(environment.get("FLASHPREP_CALLED") or called)
    if path.parts[-2:] == (_NAME, "__main__.py"):
        return f"python -m {_NAME}"
    on_path = str(path.parent) in environment.get("PATH", "").split(os.pathsep)
    if path.name != _NAME or len(path.parts) == 1 or on_path:
        return _NAME
    # A path relative to this folder keeps its "./", without which no shell would take it.
    return str(path) if path.is_absolute() or path.parts[0] == ".." else f"./{path}"


FLASHPREP: Final = called_by(sys.argv[0], os.environ)


def as_called(help_text: str) -> str:
    """A help text whose commands are named as this run was called."""
    return _IN_HELP.sub(FLASHPREP, help_text)
