"""Compares the cost of the commands in a small, a middle, and a large collection.

    python scripts/bench/scale.py             three small sizes, about two minutes
    python scripts/bench/scale.py --full      370, 10,000 and 100,000 cards; ten minutes
    python scripts/bench/scale.py --sizes 370:5000 10000:300000 100000:1000000
                                  [--rounds 5] [--keep DIR]

A size is a number of cards and a number of reviews. The two larger collections should have at
least 8,000 cards, so that 1,000 cards are due in both and only what is stored differs. Each is
measured without an interview, and with one whose plan for the day exists; today's backup exists
too. Before every measurement, a card is answered by a command of its own. With `--keep`, the
collections stay in a folder and are used again. The exit code is 1 if a limit is exceeded.
"""

import argparse
import itertools
import shutil
import signal
import sqlite3
import sys
from contextlib import closing
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from scripts.bench import judging
from scripts.bench.judging import FLASHPREP, Table, Work, process, timed
from scripts.bench.logged import collection_of, digests

SMALL = ("370:5000", "1000:20000", "4000:40000")
FULL = ("370:5000", "10000:300000", "100000:1000000")
INTERVIEW = ", interview"
EVERYDAY = ("status", "due", "queue", "answer", "undo")
LINEAR = ("stats", "doctor", "export", f"ready{INTERVIEW}", f"plan{INTERVIEW}")
REPLAYING = ("stats", "doctor", f"ready{INTERVIEW}")
SEARCHES = ("search text", "search property")
MOST_GROWTH, MOST_OF_LINEAR, MOST_OF_RUST, MOST_OF_FLOOR = 1.2, 1.2, 10.0, 3.0
FOUND = 50  # cards that the search for a property finds
ANSWERED = 40  # cards that are due in every collection; they are answered again and again
SMALLEST, MIDDLE, LARGEST = range(3)

_keys = itertools.cycle(f"n{number}/basic" for number in range(ANSWERED))
Times = dict[tuple[str, int], float]
"""Seconds by the name of what was measured and the place of the collection: 0, 1 or 2."""


class Sized(NamedTuple):
    """A collection with so many cards and reviews, and a copy of it with an interview."""

    cards: int
    reviews: int
    plain: Path
    prepared: Path


def main() -> int:
    """Print the table. Returns 0 if all limits are kept, else 1."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", nargs=3, metavar="CARDS:REVIEWS")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the folder is removed
    judging.compile_modules()
    with TemporaryDirectory() as home:
        sizes = [
            sized(given.keep or Path(home), *map(int, size.split(":")))
            for size in given.sizes or (FULL if given.full else SMALL)
        ]
        quick, slow = dict[tuple[str, int], Work](), dict[tuple[str, int], Work]()
        for place, each in enumerate(sizes):
            quick |= {(name, place): work for name, work in quick_works(each).items()}
            slow |= {(name, place): work for name, work in slow_works(each).items()}
        times = judging.medians(quick, given.rounds)
        times |= judging.medians(slow, (given.rounds + 1) // 2, warm=0)
    print(*(f"{each.cards:,} cards and {each.reviews:,} reviews" for each in sizes), sep="; ")
    for name in dict.fromkeys(name for name, _ in times):
        print(f"{name:30}", *(f"{1000 * times[name, place]:12,.1f} ms" for place in range(3)))
    print()
    return judged(times, sizes)


def judged(times: Times, sizes: list[Sized]) -> int:
    """Print the table. Returns 0 if all limits are kept, else 1."""
    table = Table()
    for name in (f"{each}{case}" for case in ("", INTERVIEW) for each in EVERYDAY):
        growth = times[name, LARGEST] / times[name, MIDDLE]
        table.judge(f"{name}, large / middle", growth, MOST_GROWTH)
    for name in SEARCHES:
        for place in (MIDDLE, LARGEST):
            floor = MOST_OF_FLOOR * times[f"bare {name}", place] + times["due", place]
            title = f"{name} / (3 x SELECT + due), {sizes[place].cards:,} cards"
            table.judge(title, times[name, place] / floor, 1)
    for place in (MIDDLE, LARGEST):
        floor = MOST_OF_FLOOR * times["hashing the files", place] + times["due", SMALLEST]
        title = f"sync / (3 x hashing + due of few), {sizes[place].cards:,} cards"
        table.judge(title, times["sync", place] / floor, 1)
    most, more, few = (sizes[place] for place in (LARGEST, MIDDLE, SMALLEST))
    growth = max(
        (most.cards - few.cards) / (more.cards - few.cards),
        (most.reviews - few.reviews) / (more.reviews - few.reviews),
    )
    for name in LINEAR:
        small, middle, large = (times[name, place] for place in range(3))
        steepness = (large - small) / (middle - small) / growth
        table.judge(f"{name}, growth / linear growth", steepness, MOST_OF_LINEAR)
    for name in REPLAYING:
        for place in (MIDDLE, LARGEST):
            title = f"{name} / fsrs-rs, {sizes[place].reviews:,} reviews"
            table.judge(title, times[name, place] / times["fsrs-rs", place], MOST_OF_RUST)
    return table.end()


def quick_works(each: Sized) -> dict[str, Work]:
    """What is measured in every round."""
    works = {}
    for case, folder in (("", each.plain), (INTERVIEW, each.prepared)):
        for name in EVERYDAY:
            words = ("n41/basic", "good") if name == "answer" else ()
            works[f"{name}{case}"] = after_answer(folder, name, *words)
    database = each.plain / "flashprep.db"
    limit = stability_of(database, FOUND)
    text, weak = '"thing 77 of"', f"prop:stability>{limit}"
    works["search text"] = after_answer(each.plain, "search", text)
    works["search property"] = after_answer(each.plain, "search", weak)
    works["sync"] = after_answer(each.plain, "sync")
    live = "retired_at_ms IS NULL ORDER BY position"
    like = "LIKE '%thing 77 of%'"
    cards = f"SELECT * FROM card WHERE stability > {limit} AND {live}"  # noqa: S608 - a number
    texts = "SELECT * FROM card JOIN card_content USING (key)"
    texts += f" WHERE (content {like} OR key {like}) AND {live}"
    for name, statement in zip(SEARCHES, (texts, cards), strict=True):
        works[f"bare {name}"] = timed(partial(select, database, statement))
    works["hashing the files"] = timed(partial(digests, each.plain / "decks"))
    return works


def slow_works(each: Sized) -> dict[str, Work]:
    """What is measured in half of the rounds."""
    replay = Path(__file__).with_name("replay.py")
    return {
        "stats": after_answer(each.plain, "stats"),
        "doctor": after_answer(each.plain, "doctor"),
        "export": after_answer(each.plain, "export", each.plain / "bench.apkg"),
        f"ready{INTERVIEW}": after_answer(each.prepared, "ready"),
        f"plan{INTERVIEW}": after_answer(each.prepared, "plan"),
        "fsrs-rs": process(sys.executable, replay, "rust", folder=each.plain),
    }


def after_answer(folder: Path, *words: str | Path) -> Work:
    """The work of a command after a card was answered, which does not count."""
    command = process(FLASHPREP, *words, folder=folder)

    def work() -> float:
        judging.flashprep(folder, "answer", next(_keys), "good")
        return command()

    return work


def stability_of(database: Path, place: int) -> float:
    """A stability that so many cards exceed."""
    with closing(sqlite3.connect(database)) as connection:
        (found,) = connection.execute(
            "SELECT round(stability, 2) FROM card ORDER BY stability DESC LIMIT 1 OFFSET ?",
            (place,),
        ).fetchone()
    return float(found)


def select(database: Path, statement: str) -> list[tuple[object, ...]]:
    """The rows of a statement, in a connection of its own."""
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(statement).fetchall()


def sized(home: Path, cards: int, reviews: int) -> Sized:
    """The collections of a size; today's backup and plan exist."""
    plain = collection_of(home / f"{cards}-{reviews}", cards, reviews)
    prepared = home / f"{plain.name}-interview"
    if not prepared.exists():
        shutil.copytree(plain, prepared)
        interview = ("interview", "set", "+14", "--minutes", "60")
        judging.flashprep(prepared, *interview)
    for folder in (plain, prepared):
        judging.flashprep(folder, "sync")  # makes today's backup
        judging.flashprep(folder, "queue")
    return Sized(cards, reviews, plain, prepared)


if __name__ == "__main__":
    sys.exit(main())
