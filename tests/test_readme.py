"""The README and the page on scripting against the commands there are."""

import re
from pathlib import Path

from flashprep.ui.cli.main import commands

ROOT = Path(__file__).parents[1]


def named_in_table(page: str, start: str) -> set[str]:
    """The commands that the first column of the table after `start` names."""
    after = page[page.index(start) :]
    table = after[after.index("\n|") :].partition("\n\n")[0]
    rows = [line.split(" | ")[0] for line in table.splitlines() if line.startswith("| `")]
    words = {
        word
        for row in rows
        for code in re.findall(r"`([^`]+)`", row)
        for word in code.removeprefix("flashprep").split()[:1]
    }
    return words & set(commands.entries)


def test_readme_names_every_command() -> None:
    """The README's table of commands has all of them."""
    page = (ROOT / "README.md").read_text(encoding="utf-8")

    assert named_in_table(page, "Every command has `--help`") | {"status"} == set(
        commands.entries
    )


def test_every_command_has_help_with_an_example() -> None:
    """The help of every command says what it does and gives an example."""
    for name in commands.entries:
        command = commands.get_command(None, name)  # type: ignore[arg-type]
        assert command is not None
        assert command.help is not None
        assert f"Example: flashprep {name}" in command.help, name


def test_every_json_is_described() -> None:
    """The page on scripting has a row for every command with `--json`."""
    page = (ROOT / "docs/scripting.md").read_text(encoding="utf-8")
    described = named_in_table(page, "## The form of the JSON")
    with_json = {
        name
        for name in commands.entries
        if (command := commands.get_command(None, name))  # type: ignore[arg-type]
        and any("--json" in parameter.opts for parameter in command.params)
    }

    assert described >= with_json
