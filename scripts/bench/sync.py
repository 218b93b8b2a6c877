"""Compares syncs with bare sqlite3: the first, and those after no change and after a change.

    python scripts/bench/sync.py [notes, 10000] [rounds, 5]

A sync is compared with four simpler tasks. The first reads the notes. The second uses bare
sqlite3: it computes the digest of each note, compares it with the stored digest, and writes a
row for each new note. The third writes the rows of a finished sync with bare sqlite3. The
fourth hashes the files. A sync writes three rows for each note (the note, its card, and the
card's content) and their indexes. So the first and the third task together are a lower bound.
Each round has a new collection of a hundred files. The exit code is 1 if a limit is exceeded.
"""

import hashlib
import sqlite3
import statistics
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from flashprep.collection import Collection
from flashprep.sources.deck_file import read_deck
from flashprep.sources.folder import read_folder
from flashprep.store.database import Database
from scripts.bench import judging
from scripts.bench.judging import NOW_MS, Table, timed
from scripts.bench.logged import digests

FILES = 100
TABLES = ("note", "card", "card_content")
MOST_OF_ROWS, MOST_OF_COMPARING, MOST_OF_HASHING, MOST_KIB = 2.5, 1.3, 3.0, 4.0

Times = dict[str, float]


def main() -> int:
    """Print the table. Returns 0 if all limits are kept, else 1."""
    if sys.argv[1:2] == ["peak"]:
        print(peak_kib_of_sync(Path(sys.argv[2])))
        return 0
    notes, count = [int(arg) for arg in sys.argv[1:]] or [10_000, 5]
    with TemporaryDirectory(dir=Path(__file__).parent) as home:
        rounds = [measured(Path(home, str(number)), notes) for number in range(count)]
        folder = Path(home, "peak")
        write_decks(folder, notes)
        kib = float(judging.run([sys.executable, __file__, "peak", folder])) / notes
    medians = {name: statistics.median(each[name] for each in rounds) for name in rounds[0]}
    judging.show(medians)
    first, again = medians["first sync"], medians["digests compared, again"]
    unchanged = medians["nothing changed"]
    floor = medians["reading the notes"] + medians["the same rows, bare"]
    changed = medians["one file changed"]
    table = Table()
    table.judge("first / reading and the same rows", first / floor, MOST_OF_ROWS)
    table.judge("nothing changed / comparing", unchanged / again, MOST_OF_COMPARING)
    hashing = medians["hashing the files"]
    table.judge("nothing changed / hashing", unchanged / hashing, MOST_OF_HASHING)
    table.judge("one file changed / comparing", changed / again, MOST_OF_COMPARING)
    table.judge("peak memory of the first, a note", kib, MOST_KIB, "KiB")
    return table.end()


def measured(folder: Path, notes: int) -> Times:
    """The CPU time of each in a new collection, in seconds."""
    write_decks(folder, notes)
    files, _ = read_folder(folder / "decks", "decks")
    path, bare = folder / "decks/d03.yaml", folder / "bare.db"
    with Collection.opened(folder) as collection:
        spent = {
            "reading the notes": timed(lambda: [read_deck(file, "decks") for file in files])(),
            "hashing the files": timed(lambda: digests(folder / "decks"))(),
            "digests compared, first": timed(lambda: compare(bare, notes))(),
            "digests compared, again": timed(lambda: compare(bare, notes))(),
            "first sync": timed(lambda: collection.sync(NOW_MS))(),
            "nothing changed": timed(lambda: collection.sync_valid_files(NOW_MS))(),
        }
        path.write_text(path.read_text().replace("Question 3 5 ", "Another 3 5 "))
        spent["one file changed"] = timed(lambda: collection.sync(NOW_MS))()
        path.write_text(f"{path.read_text()}  - {{basic: New?, answer: A, id: new}}\n")
        spent["one note more"] = timed(lambda: collection.sync(NOW_MS))()
    return spent | {"the same rows, bare": bare_rows(folder)}


def write_decks(folder: Path, notes: int) -> None:
    """A collection of so many notes in a hundred files."""
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
    """Write the notes whose digest is not the one in the database, in one transaction."""
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
    """The CPU time to write the rows that a collection has into an empty database."""
    Database(folder / "empty.db").close()
    with (
        closing(sqlite3.connect(folder / "flashprep.db")) as full,
        closing(sqlite3.connect(folder / "empty.db")) as database,
    ):
        inserts = [(insert_into(full, name), rows_of(full, name)) for name in TABLES]

        def write() -> None:
            for statement, rows in inserts:
                database.executemany(statement, rows)
            database.commit()

        return timed(write)()


def columns_of(database: sqlite3.Connection, table: str) -> list[str]:
    """The columns of a table, quoted, without those that SQLite computes."""
    return [f'"{name}"' for _, name, *_ in database.execute(f"PRAGMA table_info({table})")]


def rows_of(database: sqlite3.Connection, table: str) -> Sequence[tuple[object, ...]]:
    """All rows of a table."""
    columns = ", ".join(columns_of(database, table))
    return database.execute(f"SELECT {columns} FROM {table}").fetchall()  # noqa: S608 - no input


def insert_into(database: sqlite3.Connection, table: str) -> str:
    """The statement that inserts such a row."""
    columns = columns_of(database, table)
    marks = ", ".join("?" * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 - no input


def peak_kib_of_sync(folder: Path) -> float:
    """By how much a first sync raises the peak memory of this process, in KiB."""
    with Collection.opened(folder) as collection:
        before = judging.peak_mib()
        collection.sync(NOW_MS)
    return 1_024 * (judging.peak_mib() - before)


if __name__ == "__main__":
    sys.exit(main())
