"""Compares everyday commands with `--help` and with `import sqlalchemy`, and counts their SQL.

    .venv/bin/python scripts/bench/startup.py [runs of each, 11]

A collection of 370 cards is measured without an interview, and with one whose plan for the day
exists. `answer` and `undo` alternate, so every other command runs after something was written.
The exit code is 1 if a limit is exceeded.
"""

import json
import os
import pty
import select
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from contextlib import redirect_stdout, suppress
from functools import partial
from io import BytesIO, TextIOWrapper
from pathlib import Path
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from scripts.bench import judging
from scripts.bench.judging import FLASHPREP, ROOT, Work, process
from scripts.bench.logged import collection_of

CARDS, REVIEWS = 370, 5_000
COMMANDS = (("due",), ("status",), ("queue",), ("answer", "n0/basic", "good"), ("undo",))
MOST_OF_PASS, MOST_OF_HELP, MOST_OF_ALCHEMY, MOST_OF_ALCHEMY_FRONT = 5.5, 2.5, 0.5, 0.75
MOST_ADDED = 2.5  # by scripts/flashprep, in empty Pythons
MOST_STATEMENTS, MOST_WITH_INTERVIEW = 25, 35
INTERVIEW = ", interview"
FRONT_DRAWN = b"of this bench?"
GIVE_UP_S = 60
_UNCOUNTED = ("PRAGMA", "BEGIN", "COMMIT")


def main() -> int:
    """Print the table. Returns 0 if all limits are kept, else 1."""
    if sys.argv[1:2] == ["look"]:
        print(json.dumps(look(sys.argv[2:])))
        return 0
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    judging.compile_modules()
    judging.run([ROOT / "scripts" / "flashprep", "--version"])
    with tempfile.TemporaryDirectory() as home:
        folders = collections(Path(home))
        medians = judging.medians(starts(folders), runs)
        looks = {
            f"{words[0]}{name}": json.loads(
                judging.run([sys.executable, __file__, "look", *words], folder)
            )
            for name, folder in folders.items()
            for words in COMMANDS
        }
    judging.show(medians)
    table = judging.Table()
    judge_starts(table, medians, folders)
    for command, (statements, has_alchemy) in looks.items():
        limit = MOST_WITH_INTERVIEW if command.endswith(INTERVIEW) else MOST_STATEMENTS
        table.judge(f"{command}, SQL statements", statements, limit, "")
        table.judge(f"{command}, imports of sqlalchemy", has_alchemy, 0, "")
    return table.end()


def judge_starts(table: judging.Table, medians: dict[str, float], names: Iterable[str]) -> None:
    """Judge the CPU time of the commands and of the first fronts."""
    empty, shown = medians["python -c pass"], medians["--help"]
    alchemy = medians["import sqlalchemy"]
    table.judge("--help / python -c pass", shown / empty, MOST_OF_PASS)
    added = medians["scripts/flashprep --help"] - shown
    table.judge("added by scripts/flashprep / python -c pass", added / empty, MOST_ADDED)
    for name in names:
        for command, *_ in COMMANDS:
            spent = medians[f"{command}{name}"]
            table.judge(f"{command}{name} / --help", spent / shown, MOST_OF_HELP)
            table.judge(
                f"{command}{name} / import sqlalchemy", spent / alchemy, MOST_OF_ALCHEMY
            )
        table.judge(
            f"first front{name} / import sqlalchemy",
            medians[f"first front{name}"] / alchemy,
            MOST_OF_ALCHEMY_FRONT,
        )


def collections(home: Path) -> dict[str, Path]:
    """Two collections, by what is added to the names of their rows: without an interview, and
    with one whose plan for today exists. Today's backup exists too."""
    plain = collection_of(home / "plain", CARDS, REVIEWS)
    shutil.copytree(plain, home / "interview")
    judging.flashprep(home / "interview", "interview", "set", "+14", "--minutes", "20")
    folders = {"": plain, INTERVIEW: home / "interview"}
    for folder in folders.values():
        for words in COMMANDS:  # also makes today's backup and plan
            judging.flashprep(folder, *words)
    return folders


def starts(folders: dict[str, Path]) -> dict[str, Work]:
    """All programs to measure, by the names of their rows."""
    python, script = sys.executable, ROOT / "scripts" / "flashprep"
    works = {
        "python -c pass": process(python, "-c", "pass"),
        "import sqlalchemy": process(python, "-c", "import sqlalchemy"),
        "--help": process(FLASHPREP, "--help"),
        "scripts/flashprep --help": process(script, "--help"),
    }
    for name, folder in folders.items():
        for words in COMMANDS:
            works[f"{words[0]}{name}"] = process(FLASHPREP, *words, folder=folder)
        works[f"first front{name}"] = partial(seconds_to_the_front, folder)
    return works


def look(words: list[str]) -> tuple[int, bool]:
    """Run a command in this process. Returns how many SQL statements it ran, and whether it
    imported SQLAlchemy."""
    from flashprep.store import connections
    from flashprep.ui.cli.main import main as run_command

    statements: list[str] = []
    open_file = connections._opened  # noqa: SLF001 - sees the statements as SQLite does

    def opened(path: Path) -> sqlite3.Connection:
        connection = open_file(path)
        connection.set_trace_callback(statements.append)
        return connection

    with (
        patch.object(connections, "_opened", opened),
        patch.object(sys, "argv", ["flashprep", *words]),
        redirect_stdout(TextIOWrapper(BytesIO(), "utf-8")),
    ):
        if run_command():
            raise RuntimeError(f"{words} failed")
    counted = [each for each in statements if not each.startswith(_UNCOUNTED)]
    return len(counted), "sqlalchemy" in sys.modules


def seconds_to_the_front(folder: Path) -> float:
    """The CPU time of `review` in a terminal until it has drawn the first front; NaN if it
    never does."""
    ours, theirs = pty.openpty()
    review = subprocess.Popen(
        [FLASHPREP, "review"],
        env=judging.environment(folder),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    taken, screen = float("nan"), b""
    while select.select([ours], [], [], GIVE_UP_S)[0]:
        try:
            screen += os.read(ours, 65_536)
        except OSError:  # on Linux, this means that the other side was closed
            break
        if FRONT_DRAWN in screen:
            # The CPU clock of another process, as clock_getcpuclockid(3) numbers it on Linux.
            taken = time.clock_gettime(~review.pid << 3 | 2)
            os.write(ours, b"q")
            break
    drain(ours)
    review.wait(GIVE_UP_S)
    os.close(ours)
    return taken


def drain(terminal: int) -> None:
    """Read until the other side closes, so that its last output does not block it."""
    with suppress(OSError):
        while select.select([terminal], [], [], GIVE_UP_S)[0] and os.read(terminal, 65_536):
            pass


if __name__ == "__main__":
    sys.exit(main())
