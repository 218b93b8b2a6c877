"""The README and the page on scripting against the commands there are."""

import re
from pathlib import Path

from flashprep.ui.cli.help import topics
from flashprep.ui.cli.main import commands

ROOT = Path(__file__).parents[1]


def named_in_tables(page: str) -> set[str]:
    """The commands that the first columns of a page's tables name."""
    rows = [line.split(" | ")[0] for line in page.splitlines() if line.startswith("| `")]
    words = {
        word
        for row in rows
        for code in re.findall(r"`([^`]+)`", row)
        for word in code.removeprefix("flashprep").split()[:1]
    }
    return words & set(commands.entries)


def test_every_command_is_documented() -> None:
    """The page of commands has all of them."""
    page = (ROOT / "docs/commands.md").read_text(encoding="utf-8")

    assert named_in_tables(page) == set(commands.entries)


def test_old_names_are_not_documented() -> None:
    """No page names a command by its old name, or writes in British spelling."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    old = re.compile(
        r"\b(programmes?|practis\w+|behaviou?rally|behaviour\w*|colours?)\b", re.IGNORECASE
    )
    found = {
        (page.name, word)
        for page in pages
        for word in old.findall(page.read_text(encoding="utf-8"))
    }

    # What JSON documents had before stays.
    assert {word for _, word in found} <= {"programme", "practised", "practise"}
    assert {name for name, _ in found} <= {"scripting.md"}


def test_every_page_can_be_shown() -> None:
    """Each page that a user needs is a topic of help, and each topic is named there."""
    pages = {page.stem for page in (ROOT / "docs").glob("*.md")} - {"design"}
    help_ = commands.get_command(None, "help")  # type: ignore[arg-type]

    assert set(topics()) == pages
    assert help_ is not None
    assert help_.help is not None
    assert all(re.search(rf"\b{topic}\b", help_.help) for topic in topics())


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
    described = named_in_tables(page)
    with_json = {
        name
        for name in commands.entries
        if (command := commands.get_command(None, name))  # type: ignore[arg-type]
        and any("--json" in parameter.opts for parameter in command.params)
    }

    assert described >= with_json
