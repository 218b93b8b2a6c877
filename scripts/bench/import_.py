"""Measures the time and the memory of importing progress from Anki.

    python scripts/bench/import_.py [cards] [answers to each]

The package has the newest form and contains only the cards of the collection, each with the
same number of reviews. The CPU time is compared with the sum of two simpler tasks: SQLite
writes the same rows into a table with the same indexes, and the scheduler replays the rows. The
second import of the package finds nothing new.
"""

import os
import resource
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from flashprep.app.transfer.anki_import import import_package

sys.path.insert(0, str(Path(__file__).parents[2]))

from flashprep.collection import Collection
from tests.anki.packages import CREATED_S, OURS, AnkiPackage

MOST = 2.5
DAY_MS = 86_400_000
START_MS = CREATED_S * 1000


def decks(folder: Path, count: int) -> None:
    """Create a collection with `count` questions, 5,000 in each file."""
    (folder / "decks").mkdir(parents=True)
    (folder / "flashprep.toml").write_text('[study]\ntime_zone = "UTC"\n')
    for start in range(0, count, 5000):
        notes = "".join(
            f"  - {{basic: Question {number} of this bench?, answer: A, id: q{number}}}\n"
            for number in range(start, min(start + 5000, count))
        )
        (folder / "decks" / f"d{start}.yaml").write_text(f"notes:\n{notes}")


def package(path: Path, guids: list[str], answers: int) -> None:
    """Write a package with the cards of these notes and `answers` reviews of each card."""
    notes = [(number, guid, OURS, "x") for number, guid in enumerate(guids, 1)]
    cards = [(10**9 + number, number, 2, 2, 100, 0, 9) for number in range(1, len(guids) + 1)]
    log = (
        (START_MS + turn * 3 * DAY_MS + number, 10**9 + number, 3, 3, 200, 4000, min(turn, 1))
        for number in range(1, len(guids) + 1)
        for turn in range(answers)
    )
    AnkiPackage(notes, cards, log).write(path)


def bare_write(database: Path, target: Path) -> float:
    """The CPU time, in seconds, to copy the review log of `database` to the new database
    `target`, including the indexes."""
    with closing(sqlite3.connect(database)) as connection:
        made = connection.execute(
            "SELECT sql FROM sqlite_master WHERE tbl_name = 'review' AND sql IS NOT NULL"
        ).fetchall()
        rows = connection.execute("SELECT * FROM review").fetchall()
    with closing(sqlite3.connect(target)) as connection:
        for (statement,) in made:
            connection.execute(statement)
        begin = time.process_time()
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO review VALUES ({marks})", rows)  # noqa: S608 - no input
        connection.commit()
        return time.process_time() - begin


def peak_mb() -> float:
    """The peak memory of this process so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(count: int = 10_000, answers: int = 10) -> int:
    """Print the measurements. Returns 0 if the ratio is within its limit, else 1."""
    now_ms = START_MS + 400 * DAY_MS
    with TemporaryDirectory() as home:
        os.environ["FLASHPREP_BACKUPS"] = str(Path(home, "copies"))
        folder, path = Path(home, "collection"), Path(home, "a.apkg")
        decks(folder, count)
        with Collection.opened(folder) as collection:
            collection.sync(now_ms)
            guids = [row.guid for row in collection.catalog.cards().values()]
        package(path, guids, answers)
        before = peak_mb()
        with Collection.opened(folder) as collection:
            begin, at = time.perf_counter(), time.process_time()
            imported = import_package(collection, path, now_ms)
            took, cpu = time.perf_counter() - begin, time.process_time() - at
            after = peak_mb()
            at = time.process_time()
            import_package(collection, path, now_ms)
            again = time.process_time() - at
            at = time.process_time()
            collection.rebuild()
            replay = time.process_time() - at
        writing = bare_write(folder / "flashprep.db", Path(home, "bare.db"))
    ratio = cpu / (writing + replay)
    print(f"{count:,} cards, {imported.reviews:,} answers, {path.suffix} of the present form")
    print(f"  import        {cpu:7.1f} s of CPU ({took:.1f} s)")
    print(f"  its memory    {before:.0f} -> {after:.0f} MB at most")
    print(f"  a second time {again:7.1f} s")
    print(f"  writing alone {writing:7.1f} s")
    print(f"  replay alone  {replay:7.1f} s")
    print(f"import / (writing + replay) {ratio:.2f} (at most {MOST:.2f})")
    return 0 if ratio <= MOST else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
