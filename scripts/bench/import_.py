"""Compares the import of progress from Anki with writing and replaying the same rows.

    python scripts/bench/import_.py [cards, 10000] [reviews of each, 10] [rounds, 3]

The package has the newest form and contains only the cards of the collection, each with the
same number of reviews. The peers: SQLite writes the same rows into a table with the same
indexes, and flashprep replays all rows. The second import of the package finds nothing new. The
exit code is 1 if a limit is exceeded.
"""

import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from flashprep.app.transfer.anki_import import import_package
from flashprep.collection import Collection
from scripts.bench import judging
from scripts.bench.judging import DAY_MS, Table, timed
from tests.anki.packages import CREATED_S, OURS, AnkiPackage

MOST_OF_FLOOR, MOST_AGAIN = 2.5, 1.0
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
        marks = ", ".join("?" * len(rows[0]))
        statement = f"INSERT INTO review VALUES ({marks})"  # noqa: S608 - no input

        def write() -> None:
            connection.executemany(statement, rows)
            connection.commit()

        return timed(write)()


def measured(home: Path, cards: int, reviews: int) -> dict[str, float]:
    """The CPU time of each in a new collection, in seconds."""
    now_ms = START_MS + 400 * DAY_MS
    folder, path = home / "collection", home / "a.apkg"
    decks(folder, cards)
    with Collection.opened(folder) as collection:
        collection.sync(now_ms)
        guids = [row.guid for row in collection.catalog.cards().values()]
    package(path, guids, reviews)
    with Collection.opened(folder) as collection:
        _ = collection.scheduler  # its import is not what is measured

        def take() -> None:
            import_package(collection, path, now_ms)

        spent = {"import": timed(take)(), "import again": timed(take)()}
        spent["replay alone"] = timed(collection.rebuild)()
    return spent | {"writing alone": bare_write(folder / "flashprep.db", home / "bare.db")}


def main() -> int:
    """Print the table. Returns 0 if all limits are kept, else 1."""
    cards, reviews, count = [int(arg) for arg in sys.argv[1:]] or [10_000, 10, 3]
    rounds = []
    with TemporaryDirectory() as home:
        os.environ["FLASHPREP_BACKUPS"] = str(Path(home, "copies"))
        for number in range(count):
            Path(home, str(number)).mkdir()
            rounds.append(measured(Path(home, str(number)), cards, reviews))
    medians = {name: median(each[name] for each in rounds) for name in rounds[0]}
    print(f"{cards:,} cards, {cards * reviews:,} reviews")
    judging.show(medians)
    floor = medians["writing alone"] + medians["replay alone"]
    table = Table()
    table.judge("import / writing and replay", medians["import"] / floor, MOST_OF_FLOOR)
    again = medians["import again"] / floor
    table.judge("import again / writing and replay", again, MOST_AGAIN)
    return table.end()


if __name__ == "__main__":
    sys.exit(main())
