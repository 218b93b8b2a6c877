"""Measures four syncs: the first, and those after no change, a changed file, and a new note.

    python scripts/bench/sync.py [notes, 10000]

The figures are CPU times, the best of several rounds. A sync is compared with four simpler
tasks. The first reads the notes. The second uses bare sqlite3: it computes the digest of each
note, compares it with the stored digest, and writes a row for each new note. The third writes
the rows of a finished sync with bare sqlite3. The fourth hashes the files. A sync writes three
rows for each note (the note, its card, and the card's state) and their indexes. So the first
and the third task together are a lower bound. The exit code is 1 if a limit is exceeded.
"""

import hashlib
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from flashprep.collection import Collection
from flashprep.sources.deck_file import read_deck
from flashprep.sources.folder import read_folder
from flashprep.store.database import Database

NOW_MS = 1_797_595_200_000
FILES = 100
ROUNDS = 3
TABLES = ("note", "card", "card_state")
MOST_OF_ROWS, MOST_OF_COMPARING, MOST_OF_HASHING, MOST_KIB = 2.5, 1.3, 3.0, 4.0

Times = dict[str, float]


def main() -> int:
    """Print the measurements. Returns 0 if all limits are kept, else 1."""
    if sys.argv[1:2] == ["peak"]:
        print(peak_kib_of_sync(Path(sys.argv[2])))
        return 0
    notes = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    best: Times = {}
    with TemporaryDirectory(dir=Path(__file__).parent) as home:
        for number in range(ROUNDS):
            folder = Path(home, str(number))
            write_decks(folder, notes)
            for name, spent in measure(folder, notes).items():
                best[name] = min(spent, best.get(name, spent))
        kib = peak_in_a_process(folder) / notes
    for name, spent in best.items():
        print(f"{name:24} {spent:9.1f} ms")
    print()
    reading, first = best["reading the notes"], best["first sync"]
    rows, comparing = best["the same rows, bare"], best["digests compared, first"]
    again = best["digests compared, again"]
    print(f"first / reading and digests compared   {first / (reading + comparing):6.2f} x")
    print(f"first without reading / comparing      {(first - reading) / comparing:6.2f} x")
    kept = [
        judge("first / reading and the same rows", first / (reading + rows), MOST_OF_ROWS, "x"),
        judge("one file / comparing", best["one file changed"] / again, MOST_OF_COMPARING, "x"),
        judge("nothing / comparing", best["nothing changed"] / again, MOST_OF_COMPARING, "x"),
        judge(
            "nothing / hashing",
            best["nothing changed"] / best["hashing the files"],
            MOST_OF_HASHING,
            "x",
        ),
        judge("peak of the first", kib, MOST_KIB, "KiB a note"),
    ]
    return 0 if all(kept) else 1


def judge(what: str, value: float, limit: float, unit: str) -> bool:
    """Print a figure with its limit. Returns whether the limit is kept."""
    kept = value <= limit
    print(f"{what:38} {value:6.2f} {unit}, limit {limit:g}{'' if kept else '   NOT KEPT'}")
    return kept


def measure(folder: Path, notes: int) -> Times:
    """The CPU time of each task, in ms, in a collection that has not been synced yet."""
    files, _ = read_folder(folder / "decks", "decks")
    path, other = folder / "decks/d03.yaml", folder / "decks/d04.yaml"
    with Collection.opened(folder) as collection:

        def sync() -> object:
            return collection.sync(NOW_MS)

        spent = {
            "reading the notes": ms(lambda: [read_deck(file, "decks") for file in files]),
            "hashing the files": ms(lambda: read_folder(folder / "decks", "decks")),
            "digests compared, first": ms(lambda: compare(folder / "bare.db", notes)),
            "digests compared, again": ms(lambda: compare(folder / "bare.db", notes)),
            "first sync": ms(sync),
            "nothing changed": ms(lambda: collection.sync_valid_files(NOW_MS)),
        }
        path.write_text(path.read_text().replace("Question 3 5 ", "Another 3 5 "))
        spent["one file changed"] = ms(sync)
        other.write_text(f"{other.read_text()}  - {{basic: New?, answer: A, id: new}}\n")
        spent["one note more"] = ms(sync)
    return spent | {"the same rows, bare": bare_rows(folder)}


def write_decks(folder: Path, notes: int) -> None:
    """Create a collection of `notes` notes in 100 files."""
    (folder / "decks").mkdir(parents=True)
    (folder / "flashprep.toml").write_text('[study]\ntime_zone = "UTC"\n')
    for number in range(FILES):
        lines = [
            f"  - basic: Question {number} {each} about one thing?\n"
            f"    answer: The answer to question {each}\n    id: n{number}-{each}\n"
            for each in range(notes // FILES)
        ]
        (folder / f"decks/d{number:02}.yaml").write_text("notes:\n" + "".join(lines))


def compare(path: Path, notes: int) -> None:
    """Write the notes whose digest differs from the one in the database, in one transaction."""
    with closing(sqlite3.connect(path)) as database:
        database.execute(
            "CREATE TABLE IF NOT EXISTS note(key TEXT PRIMARY KEY, digest TEXT, text TEXT)"
        )
        known = dict(database.execute("SELECT key, digest FROM note"))
        texts = (
            (f"n{each}", f"The question and the answer of note {each}" * 8)
            for each in range(notes)
        )
        rows = ((key, hashlib.sha256(text.encode()).hexdigest(), text) for key, text in texts)
        changed = [row for row in rows if known.get(row[0]) != row[1]]
        database.executemany("INSERT OR REPLACE INTO note VALUES (?, ?, ?)", changed)
        database.commit()


def bare_rows(folder: Path) -> float:
    """The CPU time, in ms, to write the rows of a collection into an empty database."""
    Database(folder / "empty.db").close()
    with (
        closing(sqlite3.connect(folder / "flashprep.db")) as full,
        closing(sqlite3.connect(folder / "empty.db")) as database,
    ):
        rows = {name: list(full.execute(f"SELECT * FROM {name}")) for name in TABLES}  # noqa: S608

        def write() -> None:
            for name, values in rows.items():
                places = ", ".join("?" * len(values[0]))
                database.executemany(f"INSERT INTO {name} VALUES ({places})", values)  # noqa: S608
            database.commit()

        return ms(write)


def ms(act: Callable[[], object]) -> float:
    """The CPU time of `act`, in ms."""
    begin = time.process_time()
    act()
    return (time.process_time() - begin) * 1000


def peak_in_a_process(folder: Path) -> float:
    """The result of `peak_kib_of_sync` for a folder, measured in its own process."""
    (folder / "flashprep.db").unlink()
    done = subprocess.run(
        [sys.executable, __file__, "peak", folder],
        check=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    return float(done.stdout)


def peak_kib_of_sync(folder: Path) -> float:
    """The number of KiB by which a first sync raises the peak memory of this process."""
    with Collection.opened(folder) as collection:
        before = peak_kib()
        collection.sync(NOW_MS)
    return peak_kib() - before


def peak_kib() -> float:
    """The peak memory of this process, in KiB."""
    status = Path("/proc/self/status").read_text("ascii")
    return float(status.partition("VmHWM:")[2].split()[0])


if __name__ == "__main__":
    sys.exit(main())
