"""Who may import what: packages have one room, modules no clock, commands no ballast."""

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "flashprep"
SOURCES = {
    path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text("utf-8"), path)
    for path in sorted(PACKAGE.rglob("*.py"))
}

# Where each third-party package may be imported: a folder (ending in "/") or one file.
ROOMS = {
    "click": ("cli/",),
    "fsrs": ("core/scheduler.py",),
    "genanki": ("anki/package.py",),
    "markdown_it": ("render/markdown.py",),
    "platformdirs": ("store/backup.py",),
    "rich": ("cli/", "render/"),
    "sqlalchemy": ("store/",),
    "tzlocal": ("config.py", "collection/"),
    "yaml": ("sources/yaml_events.py",),
}

# What a run may load beyond the standard library: its arguments, the third-party packages,
# and the modules of flashprep (None: any).
FRAME = {
    "flashprep",
    "flashprep.__main__",
    "flashprep.cli",
    "flashprep.cli.main",
    "flashprep.cli.lazy",
}
LOADS: list[tuple[list[str], set[str], set[str] | None]] = [
    (["--help"], {"click"}, FRAME),
    (["--version"], {"click"}, FRAME),
    ([], {"click"}, FRAME),
    (["reviw"], {"click"}, FRAME),
]


def imported(tree: ast.AST) -> Iterator[str]:
    """The top-level name of every module that `tree` imports, wherever it does."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield str(node.module).split(".")[0]


def chance_and_clock(tree: ast.AST) -> list[str]:
    """Where `tree` reaches for the clock or for chance: what it imports or calls."""
    modules = [name for name in imported(tree) if name in {"random", "time"}]
    calls = [
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in {"now", "today", "utcnow"}
        and ast.unparse(node.value).split(".")[-1] in {"date", "datetime", "func"}
    ]
    return modules + calls


@pytest.mark.parametrize("module", SOURCES)
def test_third_party(module: str) -> None:
    """Each third-party package is imported in its own room only."""
    packages = set(imported(SOURCES[module])) - sys.stdlib_module_names - {"flashprep"}

    strangers = {name for name in packages if not module.startswith(ROOMS.get(name, ()))}

    assert not strangers


@pytest.mark.parametrize("module", [name for name in SOURCES if not name.startswith("cli/")])
def test_no_clock(module: str) -> None:
    """Below the command line nothing reads the clock or draws lots: `now` is an argument."""
    assert chance_and_clock(SOURCES[module]) == []


@pytest.mark.parametrize(
    "line",
    [
        "import time",
        "from time import monotonic",
        "import random as dice",
        "from random import Random",
        "datetime.now(UTC)",
        "dt.datetime.utcnow()",
        "date.today()",
        "func.now()",
    ],
)
def test_clock_is_seen(line: str) -> None:
    """Each way to the clock or to chance is recognised."""
    assert chance_and_clock(ast.parse(line))


@pytest.mark.parametrize(("args", "packages", "modules"), LOADS, ids=str)
def test_loads(
    args: list[str], packages: set[str], modules: set[str] | None, tmp_path: Path
) -> None:
    """A run loads the packages it needs, and no others."""
    loaded = modules_loaded(args, tmp_path)
    own = {name for name in loaded if name.split(".")[0] == "flashprep"}
    tops = {name.split(".")[0] for name in loaded} - {"flashprep"}
    foreign = {top for top in tops if not top.startswith("_")} - sys.stdlib_module_names

    assert foreign <= packages
    if modules is not None:
        assert own <= modules
        assert not loaded & {"dataclasses", "importlib.metadata", "json", "sqlite3"}


def modules_loaded(args: list[str], folder: Path) -> set[str]:
    """The names of all modules in memory when `flashprep ARGS`, run in `folder`, ends."""
    report = folder / "modules.json"
    script = """
import sys
report, *sys.argv[1:] = sys.argv[1:]
before = set(sys.modules)  # what the interpreter's own start has loaded
from flashprep.__main__ import main
main()
after = sorted(set(sys.modules) - before)
import json
with open(report, "w") as file:
    json.dump(after, file)
"""
    result = subprocess.run(
        [sys.executable, "-c", script, report, *args],
        check=False,
        cwd=folder,
        env={**os.environ, "FLASHPREP_COLLECTION": str(folder)},
        capture_output=True,
        text=True,
    )
    assert "Traceback" not in result.stderr, result.stderr
    return set(json.loads(report.read_text("utf-8")))
