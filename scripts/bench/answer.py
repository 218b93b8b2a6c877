"""Measures the time to store a review durably and to find the next card of a session.

    python scripts/bench/answer.py [answers, 300] [cards of each collection, 10000 100000]

Three writes take turns on the same disk: a review, a bare sqlite3 commit of the same size, and
a bare write with fdatasync. Their medians are compared. Then the complete queue is read; each
collection has 2,000 cards due. The exit code is 1 if a limit is exceeded.
"""

import os
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from flashprep.collection import Collection
from flashprep.core.memory import Rating

NOW_MS = 1_797_595_200_000
DUE = 2_000
# The commit of one review writes about this much to SQLite's WAL: 8 pages with headers.
WRITTEN = os.urandom(8 * (4_096 + 24))
CONTENT = (
    '{"deck": "Deck", "kind": "basic", "design": "basic", "context": "", "front": "?", '
    '"answer": "!"}'
)
MOST_OF_FDATASYNC, MOST_CPU_MS, MOST_QUEUE_MS = 1.15, 0.5, 0.1


def main() -> int:
    """Print the measurements. Returns 0 if all limits are kept, else 1."""
    rounds, *sizes = [int(arg) for arg in sys.argv[1:]] or [300]
    # Next to this file, since the folder for temporary files may be in memory.
    with TemporaryDirectory(dir=Path(__file__).parent) as folder:
        kept = [answers(Path(folder), rounds)]
        kept += [next_card(Path(folder), size) for size in sizes or (10_000, 100_000)]
    return 0 if all(kept) else 1


def answers(home: Path, rounds: int) -> bool:
    """Measure the time to store one review. Returns whether the limits are kept."""
    with (
        Collection.opened(collection_of(home, 1_000)) as collection,
        closing(bare_database(home / "bare.db")) as bare,
        (home / "bare").open("wb", buffering=0) as file,
    ):
        answer_all(collection, 20)  # not measured: loads the scheduler and fills caches
        number = 0

        def give() -> None:
            nonlocal number
            number += 1
            collection.answer(f"n{number % 900}/basic", Rating.GOOD, NOW_MS + 1_000 * number)

        def commit() -> None:
            bare.execute("BEGIN IMMEDIATE")
            bare.execute("INSERT INTO log(text) VALUES (?)", ("x" * 200,))
            bare.execute("COMMIT")

        def sync() -> None:
            os.write(file.fileno(), WRITTEN)
            os.fdatasync(file.fileno())

        times = in_turn({"fdatasync": sync, "sqlite3": commit, "answer": give}, rounds)
    for name, (wall_ms, cpu_ms) in times.items():
        print(f"{name:26} {wall_ms:7.2f} ms, of it CPU {cpu_ms:5.2f} ms")
    ratio = times["answer"][0] / times["fdatasync"][0]
    beside = times["answer"][1] - times["fdatasync"][1]
    print()
    held = judge("answer / fdatasync", ratio, MOST_OF_FDATASYNC, "x")
    return judge("CPU beside fdatasync", beside, MOST_CPU_MS, "ms") and held


def next_card(home: Path, size: int) -> bool:
    """Measure the queue of a collection of `size` cards. Returns whether it keeps its limit."""
    with Collection.opened(collection_of(home, size)) as collection:
        times = in_turn({"queue": lambda: collection.queue(NOW_MS)}, 30)
    return judge(f"next card of {size}", times["queue"][0], MOST_QUEUE_MS, "ms")


def in_turn(
    works: dict[str, Callable[[], object]], rounds: int
) -> dict[str, tuple[float, float]]:
    """The median wall time and CPU time of each function, in ms."""
    taken: dict[str, list[tuple[int, int]]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            wall, cpu = time.perf_counter_ns(), time.process_time_ns()
            work()
            taken[name].append((time.perf_counter_ns() - wall, time.process_time_ns() - cpu))
    return {
        name: (
            statistics.median(wall for wall, _ in each) / 1e6,
            statistics.median(cpu for _, cpu in each) / 1e6,
        )
        for name, each in taken.items()
    }


def judge(what: str, value: float, limit: float, unit: str) -> bool:
    """Print a figure with its limit. Returns whether the limit is kept."""
    kept = value <= limit
    print(f"{what:26} {value:7.2f} {unit:2} limit {limit:g} {'' if kept else '  NOT KEPT'}")
    return kept


def answer_all(collection: Collection, count: int) -> None:
    """Review the first `count` cards, one day before `NOW_MS`."""
    for number in range(count):
        at_ms = NOW_MS - 86_400_000 + number
        collection.answer(f"n{number}/basic", Rating.GOOD, at_ms)


def bare_database(path: Path) -> sqlite3.Connection:
    """A database with one table and the same durability settings as flashprep's database."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE log (id INTEGER PRIMARY KEY, text TEXT)")
    return connection


def collection_of(home: Path, size: int) -> Path:
    """A collection with `size` cards, of which the first 2,000 are due."""
    folder = home / f"collection-{size}"
    (folder / "decks").mkdir(parents=True)
    (folder / "flashprep.toml").write_text('[study]\ntime_zone = "UTC"\n')
    with Collection.opened(folder) as collection:
        today = collection.today(NOW_MS)
    with closing(sqlite3.connect(folder / "flashprep.db")) as connection:
        numbers = range(size)
        connection.executemany(
            "INSERT INTO card (key, note_key, file, line, column, place, position, content, "
            "reveals, guid, created_ms) VALUES (?, ?, 'a', 1, 1, 0, ?, ?, '[]', ?, 0)",
            (
                (f"n{number}/basic", f"n{number}", number, CONTENT, str(number))
                for number in numbers
            ),
        )
        connection.executemany(
            "INSERT INTO card_state (card_key, standing, deck, position, reps, lapses, "
            "retired, suspended, flag, preset) "
            "VALUES (?, 'new', ?, ?, 0, 0, 0, 0, 0, 'default')",
            ((f"n{number}/basic", f"Deck {number % 20}", number) for number in numbers),
        )
        connection.execute(
            "UPDATE card_state SET standing = 'review', phase = 'review', stability = 5, "
            "difficulty = 5, due_day = ? + 30 * (position >= ?), last_day = ?, last_at_ms = ?, "
            "introduced_day = ?, reps = 1 WHERE position < ?",
            (today, DUE, today - 5, NOW_MS - 5 * 86_400_000, today - 5, size // 2),
        )
        connection.commit()
    return folder


if __name__ == "__main__":
    sys.exit(main())
