"""Who may import what: packages have one room, modules no clock, commands no ballast."""

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from flashprep.ui.cli.main import commands

PACKAGE = Path(__file__).parent.parent / "flashprep"
SOURCES = {
    path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text("utf-8"), path)
    for path in sorted(PACKAGE.rglob("*.py"))
}

# Where each third-party package may be imported: a folder (ending in "/") or one file.
ROOMS = {
    "click": ("ui/",),
    "fsrs": ("core/scheduler.py",),
    "fsrs_rs_python": ("core/fitting.py",),
    "genanki": ("anki/package.py",),
    "icalendar": ("render/plan_calendar.py",),
    "markdown_it": ("render/markdown.py",),
    "numpy": ("core/arrays.py",),
    "platformdirs": ("store/data_folder.py",),
    "plotille": ("render/charts.py",),
    "rich": ("ui/", "render/"),
    "sqlalchemy": ("store/",),
    "tzlocal": ("store/identity.py",),
    "yaml": ("sources/yaml/events.py",),
    "zstandard": ("anki/container.py",),
}

# The third-party packages that a run may load, in a collection where nothing is new.
STORE = {"click"}
# fsrs imports the other.
FSRS = {"fsrs", "typing_extensions"}
LOADS = {
    "--help": {"click"},
    "--version": {"click"},
    "reviw": {"click"},
    "status": STORE,
    "schema": {"click"},
    "new framework": {"click", "yaml"},
    "preview star --json": STORE | {"yaml"},
    "due": STORE,
    "queue": STORE,
    "queue --json": STORE,
    "list": STORE,
    "prompts": STORE,
    "practice --list": STORE,
    "practice star --rating good": STORE,
    "program": STORE,
    "show star": STORE,
    "show star --json": STORE,
    "show star/cue": STORE | {"rich"},
    "stats": STORE | FSRS | {"plotille", "rich"},
    "stats --json": STORE | FSRS,
    "stats --html page.html": STORE | FSRS,
    "optimize": STORE | {"fsrs_rs_python"},
    "simulate": STORE | FSRS | {"plotille", "rich"},
    "simulate --json": STORE | FSRS,
    "check": STORE | {"yaml"},
    "sync": STORE | {"yaml"},
    "postpone": STORE,
    "interview": STORE,
    "plan": STORE,
    "ready": STORE,
    "break --from +2 --to +4 --dry-run": STORE,
    "answer star/cue good": STORE | FSRS,
    "doctor": STORE | FSRS | {"yaml"},
    "backup --list": STORE,
    "restore": STORE,
    "export -o prep.apkg": STORE
    | {"genanki", "cached_property", "chevron", "yaml"}
    | {"markdown_it", "mdurl"},
    "import prep.apkg": STORE | {"sqlalchemy", "typing_extensions", "yaml"},
    "export -o prep.apkg --with-progress": STORE
    | FSRS
    | {"genanki", "cached_property", "chevron", "yaml"}
    | {"markdown_it", "mdurl"},
}

# The modules of flashprep behind --help, and what is too slow to be among them.
FRAME = {
    "flashprep",
    "flashprep.__main__",
    "flashprep.ui",
    "flashprep.ui.cli",
    "flashprep.ui.cli.lazy",
    "flashprep.ui.cli.main",
    "flashprep.ui.text",
    "flashprep.ui.text.program",
    "flashprep.ui.text.safe_output",
    "flashprep.text",
}
SLOW = {"dataclasses", "importlib.metadata", "json", "pathlib", "sqlite3"}


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


@pytest.mark.parametrize("module", [name for name in SOURCES if not name.startswith("ui/")])
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


@pytest.fixture(scope="module")
def collection(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A collection that is in use: begun, and looked at once."""
    folder = tmp_path_factory.mktemp("collection")
    if find_spec("flashprep.ui.cli.init"):
        for command in (["init", str(folder)], ["due"]):
            modules_loaded(command, folder)
    return folder


@pytest.mark.parametrize("line", LOADS)
def test_loads(line: str, collection: Path) -> None:
    """A run loads the packages it needs, and no others."""
    command = line.split(maxsplit=1)[0]
    if command in commands.entries and find_spec(commands.entries[command][0]) is None:
        pytest.skip("not written yet")

    names = {name.split(".")[0] for name in modules_loaded(line.split(), collection)}

    foreign = {name for name in names if not name.startswith("_")} - sys.stdlib_module_names
    assert foreign - {"flashprep"} <= LOADS[line]


def test_help_loads(tmp_path: Path) -> None:
    """Help is drawn from the table of commands: no command and nothing slow is loaded."""
    loaded = modules_loaded(["--help"], tmp_path)

    assert {name for name in loaded if name.split(".")[0] == "flashprep"} <= FRAME
    assert not loaded & SLOW


def modules_loaded(args: list[str], folder: Path) -> set[str]:
    """The names of the modules that `flashprep ARGS` has loaded, run in `folder`."""
    report = folder / "modules.json"
    script = """
import sys
report, *sys.argv[1:] = sys.argv[1:]
before = set(sys.modules)  # what the interpreter's own start has loaded
from flashprep.__main__ import main
main()
after = [name for name in sys.modules if name not in before]
files = [name for name in after if getattr(sys.modules[name], "__spec__", None)]
import json
with open(report, "w") as file:
    json.dump(files, file)
"""
    result = subprocess.run(
        [sys.executable, "-c", script, report, *args],
        check=False,
        cwd=folder,
        env={
            **os.environ,
            "FLASHPREP_COLLECTION": str(folder),
            "FLASHPREP_BACKUPS": str(folder / "copies"),
        },
        capture_output=True,
        text=True,
    )
    assert "Traceback" not in result.stderr, result.stderr
    return set(json.loads(report.read_text("utf-8")))


def test_the_first_front_waits_for_no_plan() -> None:
    """What review loads before its first front leaves out what plans, and what tells of it."""
    program = (
        "import sys, flashprep.app.study.cram_session\n"
        "from flashprep.ui.tui import reviewing, session_summary, terminal\n"
        "print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    loaded = set(done.stdout.split())
    assert "flashprep.app.study.today" in loaded
    late = {
        "flashprep.app.prep.plan_input",
        "flashprep.core.notes.model",
        "flashprep.render.words",
    }
    assert not loaded & late
