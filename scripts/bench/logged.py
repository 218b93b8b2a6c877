"""Creates a collection with a long review log for benchmarks."""

import random
import sqlite3
from contextlib import closing
from pathlib import Path

from flashprep.collection import Collection

NOW_MS = 1_797_595_200_000
DAY_MS = 86_400_000


def collection_of(folder: Path, cards: int, answers: int, time_zone: str = "UTC") -> Path:
    """A new collection of basic cards in `folder`, with `answers` reviews in the last year."""
    (folder / "decks").mkdir(parents=True)
    (folder / "flashprep.toml").write_text(f'[study]\ntime_zone = "{time_zone}"\n')
    for deck in range(10):
        notes = "".join(
            f"  - {{basic: Q{number}, id: n{number}, answer: A}}\n"
            for number in range(deck, cards, 10)
        )
        text = f"deck: Deck {deck}\nnotes:\n{notes}"
        (folder / "decks" / f"{deck}.yaml").write_text(text)
    with Collection.opened(folder) as collection:
        collection.sync(NOW_MS - 365 * DAY_MS)
    chance = random.Random(1)  # noqa: S311 - the same log each time
    instants = sorted(chance.sample(range(NOW_MS - 364 * DAY_MS, NOW_MS), answers))
    with closing(sqlite3.connect(folder / "flashprep.db")) as connection:
        connection.executemany(
            "INSERT INTO review (uid, seq, device, card_key, at_ms, rating, duration_ms, mode, "
            "utc_offset_min, origin) "
            "VALUES (?, ?, 'bench', ?, ?, ?, 8000, 'study', 0, 'bench')",
            (
                (
                    f"{number:032}",
                    number + 1_000_000,
                    f"n{chance.randrange(cards)}/basic",
                    at_ms,
                    chance.choices((1, 2, 3, 4), (12, 10, 70, 8))[0],
                )
                for number, at_ms in enumerate(instants)
            ),
        )
        connection.commit()
    with Collection.opened(folder) as collection:
        collection.rebuild()
    return folder
