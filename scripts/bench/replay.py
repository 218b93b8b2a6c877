"""Compares the replay of a long log into card states with py-fsrs.

    python scripts/bench/replay.py [reviews, 100000] [cards, 10000]
    python scripts/bench/replay.py 1000000 100000

flashprep reads all reviews from the database and computes the state of every card, as a rebuild
and `doctor` do. py-fsrs has the reviews of some cards in memory; its time is scaled to all
reviews. The exit code is 1 if a limit is exceeded.
"""

import os
import sqlite3
import sys
from collections import defaultdict, deque
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import fsrs
import fsrs_rs_python as rust

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from flashprep.app.replay import values_of_all
from flashprep.collection import Collection
from scripts.bench import judging
from scripts.bench.judging import DAY_MS, timed
from scripts.bench.logged import collection_of

MOST_OF_PY_FSRS, MOST_OF_RUST = 1 / 8, 10.0
SAMPLE = 10_000  # reviews that py-fsrs replays
ROUNDS = 3
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def main() -> int:
    """Print the table. Returns 0 if all limits are kept, else 1."""
    if sys.argv[1:2] == ["rust"]:
        replay_with_rust(Path(os.environ["FLASHPREP_COLLECTION"]))
        return 0
    reviews, cards = [int(arg) for arg in sys.argv[1:]] or [100_000, 10_000]
    with TemporaryDirectory() as home:
        folder = collection_of(Path(home, "c"), cards, reviews)
        courses, sampled = sample_of(folder, SAMPLE)
        with Collection.opened(folder) as collection:
            medians = judging.medians(
                {
                    "flashprep": timed(lambda: deque(values_of_all(collection), 0)),
                    f"py-fsrs, {sampled:,} reviews": timed(lambda: replay_with_py(courses)),
                    "fsrs-rs": timed(lambda: replay_with_rust(folder)),
                },
                ROUNDS,
            )
    print(f"{reviews:,} reviews of {cards:,} cards, half of them studied")
    judging.show(medians)
    ours, theirs, rust_s = medians.values()
    table = judging.Table()
    table.judge("replay / py-fsrs", ours / (theirs * reviews / sampled), MOST_OF_PY_FSRS)
    table.judge("replay / fsrs-rs", ours / rust_s, MOST_OF_RUST)
    return table.end()


def sample_of(folder: Path, most: int) -> tuple[list[list[tuple[datetime, fsrs.Rating]]], int]:
    """The reviews of some cards, and how many these are: at least `most`, if there are."""
    courses: list[list[tuple[datetime, fsrs.Rating]]] = []
    count = 0
    for rows in logged(folder).values():
        courses.append(
            [(_EPOCH + timedelta(milliseconds=at), fsrs.Rating(rating)) for at, rating in rows]
        )
        count += len(rows)
        if count >= most:
            break
    return courses, count


def logged(folder: Path) -> dict[str, list[tuple[int, int]]]:
    """Timestamp and rating of each card's reviews, oldest first, read with sqlite3 alone."""
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    with closing(sqlite3.connect(folder / "flashprep.db")) as connection:
        rows = connection.execute("SELECT card_key, at_ms, rating FROM review ORDER BY at_ms")
        for key, at_ms, rating in rows:
            found[key].append((at_ms, rating))
    return found


def replay_with_py(courses: list[list[tuple[datetime, fsrs.Rating]]]) -> None:
    """Take each card through py-fsrs."""
    scheduler = fsrs.Scheduler(learning_steps=[timedelta(minutes=10)], enable_fuzzing=False)
    for course in courses:
        card = fsrs.Card(card_id=1, due=course[0][0])
        for at, rating in course:
            card, _ = scheduler.review_card(card, rating, at)


def replay_with_rust(folder: Path) -> None:
    """Read the log with sqlite3, and compute the memory of all cards with fsrs-rs."""
    items = []
    for rows in logged(folder).values():
        last, reviews = rows[0][0] // DAY_MS, []
        for at_ms, rating in rows:
            day = at_ms // DAY_MS
            reviews.append(rust.FSRSReview(rating, day - last))
            last = day
        items.append(rust.FSRSItem(reviews))
    rust.FSRS(rust.DEFAULT_PARAMETERS).memory_state_batch(items)


if __name__ == "__main__":
    sys.exit(main())
