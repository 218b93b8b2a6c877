"""Compares a durable answer with one fdatasync, and the next card at two sizes.

    python scripts/bench/answer.py [answers, 100] [cards of each collection, 16000 64000]

Each answer of a session, a bare sqlite3 that commits as much, and a bare write with fdatasync
take turns on the same disk. Waiting for the disk costs no CPU time, so this one ratio compares
wall times. CPU times are compared with an empty Python, since they would differ between
machines. 1,000 reviews are due in each collection. The exit code is 1 if a limit is exceeded.
"""

import os
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from flashprep.app.study.session import Session
from flashprep.collection import Collection
from flashprep.core.memory import Rating
from scripts.bench import judging
from scripts.bench.judging import NOW_MS, Table
from scripts.bench.logged import collection_of

# What a commit of one answer writes to the log of changes: some pages with their headers.
WRITTEN = os.urandom(8 * (4_096 + 24))
MOST_OF_FDATASYNC, MOST_GROWTH = 1.15, 1.2
# In starts of an empty Python (about 12.5 ms): 0.5 ms beside the disk, and 0.1 ms to choose.
MOST_BESIDE, MOST_TO_CHOOSE = 0.04, 0.008
Times = dict[str, tuple[float, float]]


def main() -> int:
    """Print the table. Returns 0 if all limits are kept, else 1."""
    rounds, *sizes = [int(arg) for arg in sys.argv[1:]] or [100]
    few, many = sizes or (16_000, 64_000)
    # Beside this file, since the folder for temporary files may be in memory.
    with TemporaryDirectory(dir=Path(__file__).parent) as home, ExitStack() as stack:
        os.environ["FLASHPREP_BACKUPS"] = str(Path(home, "copies"))
        sessions = {}
        for cards in (few, many):
            folder = collection_of(Path(home, str(cards)), cards, 2 * cards)
            collection = stack.enter_context(Collection.opened(folder))
            sessions[cards] = begun(collection)
        bare = stack.enter_context(closing(bare_database(Path(home, "bare.db"))))
        file = stack.enter_context(Path(home, "bare").open("wb", buffering=0))
        times = in_turn({**peers(bare, file.fileno()), **steps(sessions)}, rounds)
    empty = judging.empty_python()
    for name, (wall, cpu) in times.items():
        print(f"{name:40}{1000 * wall:9.3f} ms, of it CPU {1000 * cpu:7.3f} ms")
    print()
    table = Table()
    (synced, sync_cpu), (answered, cpu) = times["fdatasync"], times[f"answer, {few:,}"]
    table.judge("answer / fdatasync, wall time", answered / synced, MOST_OF_FDATASYNC)
    table.judge("CPU beside fdatasync / empty Python", (cpu - sync_cpu) / empty, MOST_BESIDE)
    for cards in (few, many):
        chosen = times[f"next card, {cards:,}"][1]
        table.judge(f"next card of {cards:,} / empty Python", chosen / empty, MOST_TO_CHOOSE)
    growth = times[f"next card, {many:,}"][1] / times[f"next card, {few:,}"][1]
    table.judge("next card, many / few", growth, MOST_GROWTH)
    return table.end()


def begun(collection: Collection) -> Session:
    """A session at its first card."""
    instants = count(NOW_MS, 1_000)
    session = collection.session(lambda: next(instants))
    session.prepare()
    session.advance()
    return session


def steps(sessions: dict[int, Session]) -> dict[str, Callable[[], object]]:
    """For each size: an answer, the choice of the next card, and then, not judged, turning to
    it."""
    found: dict[str, Callable[[], object]] = {}
    for cards, session in sessions.items():
        found[f"answer, {cards:,}"] = partial(session.answer, Rating.GOOD)
        found[f"next card, {cards:,}"] = partial(choose, session)
        found[f"turning to it, {cards:,}"] = partial(turn, session)
    return found


def choose(session: Session) -> None:
    """Choose the next card."""
    session.choose(session.clock())


def turn(session: Session) -> None:
    """Turn to the next card, behind the notes shown before it."""
    if not session.advance():
        raise RuntimeError("no card is left; measure fewer answers")
    while session.meetings:
        session.met()


def peers(bare: sqlite3.Connection, file: int) -> dict[str, Callable[[], object]]:
    """A bare write, and a bare commit."""

    def commit() -> None:
        bare.execute("BEGIN IMMEDIATE")
        bare.execute("INSERT INTO log(text) VALUES (?)", ("x" * 200,))
        bare.execute("COMMIT")

    def sync() -> None:
        os.write(file, WRITTEN)
        os.fdatasync(file)

    return {"fdatasync": sync, "sqlite3": commit}


def in_turn(works: dict[str, Callable[[], object]], rounds: int) -> Times:
    """The median wall and CPU time of each, in seconds."""
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in works}
    for number in range(5 + rounds):
        for name, work in works.items():
            wall, cpu = time.perf_counter(), time.process_time()
            work()
            spent = time.perf_counter() - wall, time.process_time() - cpu
            if number >= 5:  # noqa: PLR2004 - the first rounds load modules and pages
                taken[name].append(spent)
    return {
        name: (statistics.median(walls), statistics.median(cpus))
        for name, each in taken.items()
        for walls, cpus in [zip(*each, strict=True)]
    }


def bare_database(path: Path) -> sqlite3.Connection:
    """A database with one table, as durable as flashprep's."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE log (id INTEGER PRIMARY KEY, text TEXT)")
    return connection


if __name__ == "__main__":
    sys.exit(main())
