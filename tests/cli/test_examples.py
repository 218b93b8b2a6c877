"""The example in the help of every command runs, on the decks that ship."""

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from flashprep.ui.cli.main import commands
from tests.cli.runs import NOON, PROGRAM, Desk, after
from tests.terminal import Terminal

EXAMPLE = re.compile(r"Example: flashprep (.*?)(?:\n\n|\Z)", re.DOTALL)


def every_help() -> Iterator[tuple[str, str]]:
    """The name of each command and subcommand, and its help."""
    for name in commands.entries:
        command = commands.get_command(click.Context(commands), name)
        assert command is not None
        yield name, command.help or ""
        if isinstance(command, click.Group):
            for inner, each in command.commands.items():
                yield f"{name} {inner}", each.help or ""


EXAMPLES = {name: " ".join(EXAMPLE.findall(text)[-1:]) for name, text in every_help()}
ON_A_SCREEN = ("review", "practice")


@pytest.fixture(scope="module")
def studied(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The starter decks, reviewed for two days, with an interview, backups and files."""
    home = tmp_path_factory.mktemp("examples")
    desk = Desk(home, {})
    for part in ("decks", "flashprep.toml"):
        target = desk.folder / part
        shutil.rmtree(target) if target.is_dir() else target.unlink()
    assert desk.run("init").code == 0
    yesterday = after(days=-1)
    for now in (yesterday, NOON):
        for key in ("star/action/meaning", "star/result/meaning"):
            assert desk.run("answer", key, "good", now=now).code == 0
        assert desk.run("backup", now=now).code == 0
    assert desk.run("interview", "set", "+14", "--company", "Meta").code == 0
    assert desk.run("suspend", "star/task/letter").code == 0
    assert desk.run("export", "prep.apkg", "--with-progress").code == 0
    (home / "laptop").mkdir()
    assert desk.run("backup", home / "laptop" / "flashprep.db").code == 0
    assert desk.run("add", "Question?", "Answer").code == 0
    shutil.copy(desk.decks / "mine.yaml", desk.decks / "feedback.yaml")
    (desk.decks / "mine.yaml").write_text("notes:\n  - {basic: Why?, answer: So, id: why}\n")
    return desk


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_example_runs(studied: Desk, tmp_path: Path, name: str) -> None:
    """The example is of its command, and succeeds."""
    example = EXAMPLES[name]
    assert re.match(rf"{name}\b", example)
    desk = Desk(tmp_path)
    shutil.rmtree(desk.folder)
    shutil.copytree(studied.folder, desk.folder)
    shutil.copytree(studied.copies, desk.copies)
    shutil.copytree(studied.folder.parent / "laptop", tmp_path / "laptop")
    words = shlex.split(example.partition(" > ")[0].replace("~", str(tmp_path)))
    if name in ON_A_SCREEN:
        with Terminal([*PROGRAM, *words], env=desk.environment(), cwd=desk.folder) as terminal:
            terminal.wait_for("quit")
        return
    now = after(days=-1) if name.startswith("interview") else NOON  # the day is to be ahead
    result = desk.run(*words, now=now, EDITOR="true", VISUAL="", HOME=str(tmp_path))
    if name == "optimize":
        assert "needs about 400" in result.err  # reviews; tests of the command have them
    else:
        assert result.code == 0, result.err
