"""Creates collections with a long review log for benches.

The deck files are synced by the program, the reviews are written by SQL, and the program
replays them into states, so `doctor` finds nothing to repair.
"""

import random
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from flashprep.collection import Collection
from scripts.bench.judging import DAY_MS, NOW_MS

__all__ = ["DAY_MS", "NOW_MS", "collection_of", "digests"]

DUE = 1_000
DECKS = 10
_NOTES_A_FILE = 2_500
_STEP_MS = 600_000
_LONGEST_GAP = 20


def collection_of(folder: Path, cards: int, reviews: int, time_zone: str = "UTC") -> Path:
    """A new collection of basic cards in `folder`. One half of the cards was studied; together
    they have `reviews` reviews. Of these cards 1,000 are due, or a quarter if there are few.
    If the folder exists, it is left as it is."""
    if folder.exists():
        return folder
    _write_decks(folder, cards, time_zone)
    with Collection.opened(folder) as collection:
        collection.sync(NOW_MS - 2_000 * DAY_MS)
        device = collection.identity.device
    with closing(sqlite3.connect(folder / "flashprep.db")) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.executemany(
            "INSERT INTO review (uid, seq, device, card_key, at_ms, rating, duration_ms, mode, "
            "utc_offset_min, origin) VALUES (?, ?, ?, ?, ?, ?, ?, 'study', 0, 'bench')",
            (
                (f"{number:032x}", number + 1_000, device, f"n{card}/basic", at_ms, *rest)
                for number, (at_ms, card, *rest) in enumerate(_log(cards, reviews))
            ),
        )
        connection.commit()
    with Collection.opened(folder) as collection:
        collection.rebuild()
    return folder


def digests(folder: Path) -> list[str]:
    """The digest of each file."""
    return [sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())]


def _write_decks(folder: Path, cards: int, time_zone: str) -> None:
    (folder / "decks").mkdir(parents=True)
    (folder / "flashprep.toml").write_text(f'[study]\ntime_zone = "{time_zone}"\n')
    step = DECKS * _NOTES_A_FILE
    for start in range(0, cards, step):
        for deck in range(DECKS):
            numbers = range(start + deck, min(start + step, cards), DECKS)
            notes = "".join(
                f"  - {{basic: What is thing {number} of this bench?, id: n{number}, "
                f"answer: 'Answer {number}, in *so many* words, **of which** some matter'}}\n"
                for number in numbers
            )
            path = folder / "decks" / f"{deck}-{start}.yaml"
            path.write_text(f"deck: Deck {deck}\nnotes:\n{notes}")


def _log(cards: int, reviews: int) -> Iterator[tuple[int, int, int, int]]:
    """Timestamp, card, rating and duration (ms) of all reviews, oldest first."""
    seen = max(1, cards // 2)
    due = min(DUE, seen // 4)
    chance = random.Random(1)  # noqa: S311 - the same log each time
    rows = []
    for card in range(seen):
        count = reviews // seen + (card < reviews % seen)
        course = _course(count, chance, is_due=card < due)
        rows += [
            (at_ms, card, rating, chance.randrange(3_000, 15_000)) for at_ms, rating in course
        ]
    last_ms = 0
    for at_ms, *rest in sorted(rows):
        last_ms = max(at_ms, last_ms + 1)  # timestamps are unique
        yield last_ms, rest[0], rest[1], rest[2]


def _course(count: int, chance: random.Random, *, is_due: bool) -> list[tuple[int, int]]:
    """Timestamps and ratings of a card's reviews. The gaps grow to a bound. The last reviews
    say whether the card is due: its memory is weak and long past, or strong and recent."""
    ratings = chance.choices((1, 2, 3, 4), (12, 10, 70, 8), k=count)
    ratings[-4:] = [3, 3, 1, 3][-count:] if is_due else [3, 3, 3, 3][-count:]
    at_ms, gap, course = 0, 1, []
    for number, rating in enumerate(ratings):
        course.append((at_ms, rating))
        if rating == 1 or not number:
            at_ms, gap = at_ms + _STEP_MS, 1
        else:
            at_ms += gap * DAY_MS + chance.randrange(DAY_MS // 4)
            gap = min(2 * gap, _LONGEST_GAP)
    rest = chance.uniform(60, 90) if is_due else chance.uniform(1, 2)
    shift = NOW_MS - round(rest * DAY_MS) - course[-1][0] if course else 0
    return [(at_ms + shift, rating) for at_ms, rating in course]
