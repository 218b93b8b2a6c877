"""The JSON of every command, held to golden files: names in their order, types, and values.

Sentences, faces, paths and ids are there by their types alone. A change of a golden file is a
change of what programs read: names may be added, and nothing else. A heading says in which
state (`tests/cli/states.py`) which command is run, and its exit status: add one, and have the
file rewritten with FLASHPREP_GOLDEN=write.
"""

import json
import os
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from flashprep.ui.cli.main import commands
from tests.cli.runs import Desk, Result, after
from tests.cli.states import DECKS, SETTINGS, STATES

GOLDEN = Path(__file__).parent.parent / "golden" / "json"
COMMANDS = sorted(path.stem for path in GOLDEN.glob("*.txt"))
CASE = re.compile(r"^## ([^:]+): (.*?)(?: -> \d+)?$", re.MULTILINE)
WIDTH = 96
UNSTABLE = {
    *("front", "answer", "context", "extra", "hint", "source", "message", "said", "about"),
    *("uid", "path", "guid", "restored", "kept_as", "texts", "spine", "cells", "weights"),
    *("question", "do"),
}
SENTENCE = re.compile(r"\S+ +\S+ +\S+ +\S+|[\\/]copies[\\/]|^/")


def shape(value: Any, name: str = "") -> Any:
    """A value as the golden file has it: what may differ between runs, or be told in other
    words, by its type."""
    if isinstance(value, dict):
        return {key: shape(each, key) for key, each in value.items()}
    if isinstance(value, list):
        return [shape(each, name) for each in value]
    if isinstance(value, float):
        return float(f"{value:.3g}")
    if isinstance(value, str) and value and (name in UNSTABLE or SENTENCE.search(value)):
        return f"<{name}>"
    return value


def written(value: Any, indent: int = 0) -> str:
    """JSON with what fits a line on one."""
    text = json.dumps(value, ensure_ascii=False)
    if not value or not isinstance(value, dict | list) or indent + len(text) < WIDTH:
        return text
    inside = "  " * (indent // 2 + 1)
    if isinstance(value, dict):
        parts = [
            f"{json.dumps(key)}: {written(each, indent + 2)}" for key, each in value.items()
        ]
    else:
        parts = [written(each, indent + 2) for each in value]
    body = f",\n{inside}".join(parts)
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return f"{opening}\n{inside}{body}\n{'  ' * (indent // 2)}{closing}"


def runs(command: str, shelf: Path, home: Path) -> Iterator[str]:
    """What the command says in its states, each time in a collection of its own; the states
    stay on the shelf."""
    for number, (state, text) in enumerate(CASE.findall(path_of(command).read_text("utf-8"))):
        bring_about, day = STATES[state]
        made = shelf / bring_about.__name__
        if not made.exists():
            bring_about(Desk(made, DECKS, SETTINGS))
        desk = Desk(home / str(number), {})
        shutil.copytree(made, home / str(number), dirs_exist_ok=True)
        done = desk.run(*shlex.split(text), "--json", now=after(day))
        yield f"## {state}: {text} -> {done.code}\n{written(document(done))}\n"


def path_of(command: str) -> Path:
    """The golden file of a command."""
    return GOLDEN / f"{command}.txt"


def document(done: Result) -> Any:
    """The one document that was printed, in its shape; None if none was."""
    return shape(done.json) if done.out.startswith("{") else None


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for collections that several runs begin with."""
    return tmp_path_factory.mktemp("shelf")


@pytest.mark.parametrize("command", COMMANDS)
def test_documents_are_as_they_were(command: str, shelf: Path, tmp_path: Path) -> None:
    """Names, their order, types and values of a command's JSON are those of the golden file."""
    text = "\n".join(runs(command, shelf, tmp_path))
    if os.environ.get("FLASHPREP_GOLDEN") == "write":
        path_of(command).write_text(text, "utf-8")
    assert text == path_of(command).read_text("utf-8")


def test_every_command_with_json_is_here() -> None:
    """Each command that has --json is among those compared."""
    names = {name for name in commands.entries if has_json(name)}
    assert names == {commands.aliases.get(each, each) for each in COMMANDS}


def has_json(name: str) -> bool:
    """Whether a command has --json."""
    command = commands.get_command(click.Context(commands), name)
    return command is not None and any("--json" in each.opts for each in command.params)
