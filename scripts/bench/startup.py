"""Compares flashprep's start time with an empty Python and with `import sqlalchemy`.

Runs are interleaved, so that a busy machine slows all rows equally. The medians of the rows are
compared. The exit code is 1 if a limit is exceeded.

    .venv/bin/python scripts/bench/startup.py [runs of each, 21]
"""

import os
import pty
import select
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FLASHPREP = str(Path(sys.executable).with_name("flashprep"))
SCRIPT = str(ROOT / "scripts" / "flashprep")
FRONT_DRAWN = b"continue"  # the note that is shown before the first card
GIVE_UP_S = 20

Start = Callable[[], float]


def main() -> int:
    """Print the table of start times. Returns 0 if all limits are kept, else 1."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 21
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "TERM": "xterm-256color", "FLASHPREP_COLLECTION": folder}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)

        def ends(*command: str) -> Start:
            return lambda: seconds_to_the_end(command, environment)

        subprocess.run([SCRIPT, "--version"], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([FLASHPREP, "init", folder], check=False, stdout=subprocess.DEVNULL)
        starts: dict[str, Start] = {
            "python -c pass": ends(sys.executable, "-c", "pass"),
            "import sqlalchemy": ends(sys.executable, "-c", "import sqlalchemy"),
            "flashprep --help": ends(FLASHPREP, "--help"),
            "scripts/flashprep --help": ends(SCRIPT, "--help"),
            "flashprep due": ends(FLASHPREP, "due"),
            "first front of review": lambda: seconds_to_the_front(environment),
        }
        medians = measure(starts, runs)
    for name, median in medians.items():
        print(f"{name:26} {1000 * median:7.1f} ms")
    print()
    empty, alchemy = medians["python -c pass"], medians["import sqlalchemy"]
    shown, due = medians["flashprep --help"], medians["flashprep due"]
    front = medians["first front of review"]
    added = 1000 * (medians["scripts/flashprep --help"] - shown)
    kept = [
        judge("--help / python -c pass", shown / empty, 5.5, "x"),
        judge("due / import sqlalchemy", due / alchemy, 1.4, "x"),
        judge("front / import sqlalchemy", front / alchemy, 1.4, "x"),
        judge("added by scripts/flashprep", added, 30, "ms"),
    ]
    return 0 if all(kept) else 1


def measure(starts: dict[str, Start], runs: int) -> dict[str, float]:
    """The median time of each start, in seconds; NaN if a start fails."""
    times: dict[str, list[float]] = {name: [] for name in starts}
    for start in starts.values():
        start()  # not measured: fills disk caches and compiles modules
    for _ in range(runs):
        for name, start in starts.items():
            times[name].append(start())
    return {name: statistics.median(values) for name, values in times.items()}


def judge(what: str, value: float, limit: float, unit: str) -> bool:
    """Print a figure with its limit. Returns whether the limit is kept; False for NaN."""
    kept = value <= limit
    print(f"{what:26} {value:7.1f} {unit:2} limit {limit:g} {'' if kept else '  NOT KEPT'}")
    return kept


def seconds_to_the_end(command: tuple[str, ...], environment: dict[str, str]) -> float:
    """The time of a complete run, in seconds; NaN if the run fails."""
    began = time.perf_counter()
    result = subprocess.run(command, check=False, env=environment, capture_output=True)
    ended = time.perf_counter()
    return ended - began if result.returncode == 0 else float("nan")


def seconds_to_the_front(environment: dict[str, str]) -> float:
    """The time until `review` draws the first front in a terminal, in seconds; NaN if it never
    does."""
    ours, theirs = pty.openpty()
    began = time.perf_counter()
    review = subprocess.Popen(
        [FLASHPREP, "review"],
        env=environment,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    taken = float("nan")
    screen = b""
    while select.select([ours], [], [], GIVE_UP_S)[0]:
        try:
            screen += os.read(ours, 65_536)
        except OSError:  # on Linux: the other side is closed
            break
        if FRONT_DRAWN in screen:
            taken = time.perf_counter() - began
            os.write(ours, b"q")
            break
    drain(ours)
    review.wait(GIVE_UP_S)
    os.close(ours)
    return taken


def drain(terminal: int) -> None:
    """Read the terminal until the program closes it, so that the program's last output does
    not block."""
    try:
        while select.select([terminal], [], [], GIVE_UP_S)[0] and os.read(terminal, 65_536):
            pass
    except OSError:
        pass


if __name__ == "__main__":
    sys.exit(main())
