"""How long a sync takes: the first, one with nothing changed, one with a file changed.

    python scripts/bench/sync.py [notes, 10000]

Peers, measured in the same run: reading the notes with the YAML reader alone, a bare sqlite3
that writes a row with a digest for each note, and hashing the files. Ends with 1 if nothing
changed costs more than three times the hashing.
"""

import hashlib
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from flashprep.collection import Collection
from flashprep.sources.deck_file import read_deck
from flashprep.sources.folder import read_folder

NOW_MS = 1_797_595_200_000
FILES = 10
MOST_OF_HASHING = 3.0


def main() -> int:
    """Measure, print and say whether the limit is kept."""
    notes = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with TemporaryDirectory(dir=Path(__file__).parent) as home:
        folder = Path(home)
        write_decks(folder, notes)
        files, _ = read_folder(folder / "decks", "decks")
        reading = seconds(lambda: [read_deck(file, "decks") for file in files])
        hashing = min(seconds(lambda: read_folder(folder / "decks", "decks")) for _ in range(5))
        bare = seconds(lambda: write_bare(folder / "bare.db", notes))
        with Collection.opened(folder) as collection:
            first = seconds(lambda: collection.sync(NOW_MS))
            again = min(
                seconds(lambda: collection.sync_what_is_sound(NOW_MS)) for _ in range(5)
            )
            path = folder / "decks/d3.yaml"
            path.write_text(path.read_text().replace("Question 3 5 ", "Another 3 5 "))
            changed = seconds(lambda: collection.sync(NOW_MS))
    peer = reading + bare
    print(f"notes {notes}")
    print(f"reading them          {reading * 1e3:9.1f} ms")
    print(f"bare sqlite3 rows     {bare * 1e3:9.1f} ms")
    print(f"hashing the files     {hashing * 1e3:9.1f} ms")
    print(
        f"first sync            {first * 1e3:9.1f} ms   {first / peer:5.2f} x reading and rows"
    )
    print(f"one file changed      {changed * 1e3:9.1f} ms   {changed / peer:5.2f} x")
    kept = again <= MOST_OF_HASHING * hashing
    verdict = "" if kept else "   NOT KEPT"
    print(
        f"nothing changed       {again * 1e3:9.1f} ms   {again / hashing:5.2f} x hashing, "
        f"limit {MOST_OF_HASHING}{verdict}"
    )
    return 0 if kept else 1


def write_decks(folder: Path, notes: int) -> None:
    """A collection of so many notes in ten files."""
    (folder / "decks").mkdir()
    (folder / "flashprep.toml").write_text('[study]\ntime_zone = "UTC"\n')
    for number in range(FILES):
        lines = [
            f"  - basic: Question {number} {each} about one thing?\n"
            f"    answer: The answer to question {each}\n    id: n{number}-{each}\n"
            for each in range(notes // FILES)
        ]
        (folder / f"decks/d{number}.yaml").write_text("notes:\n" + "".join(lines))


def write_bare(path: Path, notes: int) -> None:
    """A row with text and digest for each note, in one transaction."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE note(key TEXT PRIMARY KEY, digest TEXT, text TEXT)")
        texts = (f"The question and the answer of note {each}" * 8 for each in range(notes))
        rows = (
            (str(each), hashlib.sha256(text.encode()).hexdigest(), text)
            for each, text in enumerate(texts)
        )
        database.executemany("INSERT INTO note VALUES (?, ?, ?)", rows)
        database.commit()


def seconds(act: Callable[[], object]) -> float:
    """How long it takes."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
