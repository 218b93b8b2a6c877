"""What all benches share: CPU time measured in turns, and a table of ratios with their limits.

CPU time is the user and system time of this process and of the processes it waited for, so a
busy machine distorts it less than wall time. The works to compare take turns, and the median of
each counts. Each row of the table is a ratio to a peer or floor that was measured in the same
run.
"""

import gc
import itertools
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Hashable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parents[2]
FLASHPREP = str(Path(sys.executable).with_name("flashprep"))
NOW_MS = 1_797_595_200_000  # noon of 2026-12-18, UTC
DAY_MS = 86_400_000

Name = TypeVar("Name", bound=Hashable)
Act = Callable[[], object]
Work = Callable[[], float]
"""Does something, and returns the CPU time it took, in seconds."""

_later = itertools.count(0, 20_000)


class Table:
    """Collects a row for each ratio; `end` prints them."""

    def __init__(self) -> None:
        self._rows: list[str] = []
        self._status = 0

    def judge(
        self, name: str, value: float, limit: float, unit: str = "x", *, least: bool = False
    ) -> None:
        """Add a row. The value must be at most the limit, or at least the limit with `least`.
        A NaN, the value of what failed, is never within its limit."""
        kept = value >= limit if least else value <= limit
        sign, said = "≥" if least else "≤", "ok" if kept else "missed"
        self._rows.append(f"{name:52}{value:9.3f}{sign:>4}{limit:7g} {unit:5}{said}")
        if not kept:
            self._status = 1

    def end(self) -> int:
        """Print the rows. Returns the exit code: 0 if all limits are kept, else 1."""
        print(f"{'':52}{'ratio':>9}{'limit':>11}", *self._rows, sep="\n")
        return self._status


def medians(works: Mapping[Name, Work], rounds: int, *, warm: int = 1) -> dict[Name, float]:
    """The median time of each work, in seconds. Each round does every work once, after `warm`
    rounds that do not count."""
    taken: dict[Name, list[float]] = {name: [] for name in works}
    for number in range(warm + rounds):
        for name, work in works.items():
            seconds = work()
            if number >= warm:
                taken[name].append(seconds)
    return {name: statistics.median(times) for name, times in taken.items()}


def timed(act: Act) -> Work:
    """The work of calling `act` in this process."""

    def work() -> float:
        gc.collect()
        begin = time.process_time()
        act()
        return time.process_time() - begin

    return work


def process(*command: str | Path, folder: Path | None = None) -> Work:
    """The work of a program from its start to its end, with its own processes."""

    def work() -> float:
        begin = _of_children()
        run(command, folder)
        return _of_children() - begin

    return work


def _of_children() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def empty_python() -> float:
    """The CPU time of an empty Python, in seconds: about 12.5 ms. Limits that were set in
    seconds are multiples of it, since seconds differ from machine to machine."""
    return medians({"": process(sys.executable, "-c", "pass")}, 9)[""]


def show(times: Mapping[str, float]) -> None:
    """Print absolute times, which differ from machine to machine and are not judged."""
    for name, seconds in times.items():
        print(f"{name:52}{1000 * seconds:9.1f} ms")
    print()


def environment(folder: Path | None = None) -> dict[str, str]:
    """The environment of a command: this checkout, bytecode, backups of its own beside the
    collection, and a clock that is later with each call."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("FLASHPREP")}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    kept |= {"TERM": "xterm-256color", "PYTHONPATH": str(ROOT), "COLUMNS": "80"}
    kept["FLASHPREP_NOW"] = str(NOW_MS + next(_later))
    if folder is not None:
        kept["FLASHPREP_COLLECTION"] = str(folder)
        kept["FLASHPREP_BACKUPS"] = str(folder.parent / f"{folder.name}-copies")
    return kept


def run(command: Sequence[str | Path], folder: Path | None = None) -> bytes:
    """Run a program to its end. Returns what it printed, and raises if it fails."""
    done = subprocess.run(command, check=True, capture_output=True, env=environment(folder))
    return done.stdout


def flashprep(folder: Path, *words: str | Path) -> bytes:
    """Run a command in a collection. Returns what it printed."""
    return run([FLASHPREP, *words], folder)


def compile_modules() -> None:
    """Compile all modules, or commands would be measured while they compile."""
    run([sys.executable, "-m", "compileall", "-q", ROOT / "flashprep", ROOT / "scripts/bench"])


def peak_mib() -> float:
    """The peak memory of this process. (`getrusage` includes the peak of its parent.)"""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024
