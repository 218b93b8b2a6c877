"""How long progress from Anki takes to come in, and how much memory.

    python scripts/bench/import_.py [cards] [answers to each]

The package is of the present form and holds nothing but the cards of the collection, each with
as many answers. The limit is the time that the same rows take to be replayed alone: what it
takes beyond that should be less than the replay itself. A second run brings nothing.
"""

import os
import resource
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[2]))

from flashprep.collection import Collection
from tests.anki.packages import CREATED_S, OURS, AnkiPackage

DAY_MS = 86_400_000
START_MS = CREATED_S * 1000


def decks(folder: Path, count: int) -> None:
    """A collection with so many questions, in files of five thousand."""
    (folder / "decks").mkdir(parents=True)
    (folder / "flashprep.toml").write_text('[study]\ntime_zone = "UTC"\n')
    for start in range(0, count, 5000):
        notes = "".join(
            f"  - {{basic: Question {number} of this bench?, answer: A, id: q{number}}}\n"
            for number in range(start, min(start + 5000, count))
        )
        (folder / "decks" / f"d{start}.yaml").write_text(f"notes:\n{notes}")


def package(path: Path, guids: list[str], answers: int) -> None:
    """The cards, each answered so often."""
    notes = [(number, guid, OURS, "x") for number, guid in enumerate(guids, 1)]
    cards = [(10**9 + number, number, 2, 2, 100, 0, 9) for number in range(1, len(guids) + 1)]
    log = (
        (START_MS + turn * 3 * DAY_MS + number, 10**9 + number, 3, 3, 200, 4000, min(turn, 1))
        for number in range(1, len(guids) + 1)
        for turn in range(answers)
    )
    AnkiPackage(notes, cards, log).write(path)


def peak_mb() -> float:
    """The most memory this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(count: int = 10_000, answers: int = 10) -> None:
    """Measure and print."""
    now_ms = START_MS + 400 * DAY_MS
    with TemporaryDirectory() as home:
        os.environ["FLASHPREP_BACKUPS"] = str(Path(home, "copies"))
        folder, path = Path(home, "collection"), Path(home, "a.apkg")
        decks(folder, count)
        with Collection.opened(folder) as collection:
            collection.sync(now_ms)
            guids = [row.guid for row in collection.mirror.cards().values()]
        package(path, guids, answers)
        before = peak_mb()
        with Collection.opened(folder) as collection:
            begin = time.perf_counter()
            imported = collection.import_package(path, now_ms)
            took = time.perf_counter() - begin
            after = peak_mb()
            begin = time.perf_counter()
            collection.import_package(path, now_ms)
            again = time.perf_counter() - begin
            begin = time.perf_counter()
            collection.rebuild()
            replay = time.perf_counter() - begin
    print(f"{count:,} cards, {imported.reviews:,} answers, {path.suffix} of the present form")
    print(f"  import        {took:7.1f} s   memory {before:.0f} -> {after:.0f} MB at most")
    print(f"  a second time {again:7.1f} s")
    print(f"  replay alone  {replay:7.1f} s")
    print(f"beyond the replay {(took - replay) / replay:.2f} of it (at most 1.00)")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
