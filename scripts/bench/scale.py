"""Compares a large collection with a small one: start time, next card, statistics, checks.

    python scripts/bench/scale.py [--cards 100000] [--reviews 1000000] [--small 10000]
                                  [--keep DIR] [--parts session close stats rebuild doctor]

Both collections have 2,000 cards due today, so they differ only in the number of other cards
and in the length of the log. The script writes them directly into databases next to this file.
A million cards and ten million reviews take about a minute and 3 GB. The collections are
deleted at the end; with `--keep DIR` they stay in DIR and the next run uses them again. Each
part runs in its own process, so that its peak memory is known. The exit code is 1 if a limit is
exceeded.
"""

import argparse
import json
import os
import signal
import sqlite3
import statistics
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

NOW_MS = 1_797_595_200_000
DAY_MS = 86_400_000
DUE = 2_000
DAYS = 1_460  # the length of the log: four years
FLASHPREP = str(Path(sys.executable).with_name("flashprep"))
PARTS = ("session", "close", "stats", "rebuild", "doctor")
RUNS = 7
ANSWERS = 300
MOST_OF_SMALL, MOST_NEXT_MS, MOST_STATS_S, MOST_CLOSE_S, MOST_REBUILD_S = 1.5, 0.1, 60, 2, 600
MOST_MIB = 600  # memory limit of the parts that read all cards


def main() -> int:
    """Print the measurements. Returns 0 if all limits are kept, else 1."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cards", type=int, default=100_000)
    parser.add_argument("--reviews", type=int, default=1_000_000)
    parser.add_argument("--small", type=int, default=10_000)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--parts", nargs="*", default=PARTS, choices=PARTS)
    parser.add_argument("--measure", nargs=2, metavar=("PART", "FOLDER"))
    given = parser.parse_args()
    if given.measure:
        part, folder = given.measure
        print(json.dumps({**globals()[f"measure_{part}"](Path(folder)), "peak": peak_mib()}))
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # removes the folder
    with TemporaryDirectory(dir=Path(__file__).parent) as home:
        homes = given.keep or Path(home)
        small = collection_of(homes / f"{given.small}", given.small, given.small * 10)
        large = collection_of(homes / f"{given.cards}", given.cards, given.reviews)
        return 0 if all([starts(small, large), *parts(small, large, given.parts)]) else 1


# Measurements


def starts(small: Path, large: Path) -> bool:
    """Measure complete runs of short commands on both collections, in turn. Returns whether
    all commands keep their limit."""
    kept = True
    for words in (("due",), ("queue", "--limit", "1"), ("status",)):
        taken: dict[Path, list[float]] = {small: [], large: []}
        for _ in range(RUNS):
            for folder, times in taken.items():
                began = time.perf_counter()
                subprocess.run(
                    [FLASHPREP, "-C", folder, *words],
                    check=True,
                    capture_output=True,
                    env=environment(folder),
                )
                times.append(time.perf_counter() - began)
        few, many = (statistics.median(taken[folder]) for folder in (small, large))
        print(f"flashprep {' '.join(words):20} {1000 * few:8.0f} ms {1000 * many:8.0f} ms")
        kept &= judge(f"{words[0]}, large / small", many / few, MOST_OF_SMALL, "x")
    return kept


def parts(small: Path, large: Path, names: list[str]) -> list[bool]:
    """Measure the other parts. Returns for each limit whether it is kept."""
    kept = []
    for name in names:
        few, many = told(name, small), told(name, large)
        for figure in many:
            print(f"{name + ', ' + figure:30} {few[figure]:8.3f}    {many[figure]:8.3f}")
        match name:
            case "session":
                first = many["first card, ms"] / few["first card, ms"]
                kept.append(judge("first card, large / small", first, MOST_OF_SMALL, "x"))
                kept.append(judge("next card", many["next card, ms"], MOST_NEXT_MS, "ms"))
            case "close":
                kept.append(judge("end of a session", many["seconds"], MOST_CLOSE_S, "s"))
            case "stats":
                kept.append(judge("statistics", many["seconds"], MOST_STATS_S, "s"))
            case _:
                kept.append(judge(name, many["seconds"], MOST_REBUILD_S, "s"))
                kept.append(judge(f"{name}, memory", many["peak"], MOST_MIB, "MiB"))
    return kept


def measure_session(folder: Path) -> dict[str, float]:
    """The times of the first card of a session, of a review, and of the next card."""
    from flashprep.collection import Collection
    from flashprep.core.memory import Rating

    instants = iter(range(NOW_MS + 1_000, NOW_MS + 10_000_000, 10))
    taken: list[tuple[float, float]] = []
    with Collection.opened(folder) as collection:
        _ = collection.scheduler
        began = time.perf_counter()
        session = collection.session(lambda: next(instants))
        session.advance()
        first = time.perf_counter() - began
        for _ in range(ANSWERS):
            began = time.perf_counter()
            session.answer(Rating.GOOD)
            answered = time.perf_counter()
            session.choose(next(instants))
            taken.append((answered - began, time.perf_counter() - answered))
            session.advance()
        for _ in range(ANSWERS):
            session.undo()
    answers, nexts = ([1000 * value for value in each] for each in zip(*taken, strict=True))
    return {
        "first card, ms": 1000 * first,
        "answer, ms": statistics.median(answers),
        "next card, ms": statistics.median(nexts),
        "next card, slowest, ms": max(nexts),
    }


def measure_close(folder: Path) -> dict[str, float]:
    """The time of the daily backup, for which the end of a session waits."""
    from flashprep.collection import Collection

    os.environ["FLASHPREP_BACKUPS"] = str(folder / "copies")
    with Collection.opened(folder) as collection:
        began = time.perf_counter()
        collection.copy_daily(NOW_MS, renew=True)
        return {"seconds": time.perf_counter() - began}


def measure_stats(folder: Path) -> dict[str, float]:
    """The time of the statistics of 90 days."""
    from flashprep.app.upkeep.stats import statistics as stats
    from flashprep.collection import Collection

    with Collection.opened(folder) as collection:
        began = time.perf_counter()
        stats(collection, NOW_MS, None, 90)
        return {"seconds": time.perf_counter() - began}


def measure_doctor(folder: Path) -> dict[str, float]:
    """The time of `doctor`, which reports here that there are no deck files."""
    from flashprep.app.upkeep.doctor import examine
    from flashprep.collection import Collection

    with Collection.opened(folder) as collection:
        began = time.perf_counter()
        for _ in examine(collection, NOW_MS):
            pass
        return {"seconds": time.perf_counter() - began}


class _TakenBackError(Exception):
    """Rolls back the transaction, so that the card states stay unchanged."""


def measure_rebuild(folder: Path) -> dict[str, float]:
    """The time to rebuild all card states from the log. The result is rolled back."""
    from flashprep.collection import Collection

    with Collection.opened(folder) as collection:
        began = time.perf_counter()
        with suppress(_TakenBackError), collection.database.transaction():
            collection.rebuild()
            raise _TakenBackError
        return {"seconds": time.perf_counter() - began}


def told(part: str, folder: Path) -> dict[str, float]:
    """The figures of a part, measured in its own process."""
    done = subprocess.run(
        [sys.executable, __file__, "--measure", part, folder],
        check=True,
        stdout=subprocess.PIPE,
        env=environment(folder),
    )
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def environment(folder: Path) -> dict[str, str]:
    """The current environment, with this checkout, a fixed clock, and a folder for backups."""
    return {
        **os.environ,
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "FLASHPREP_NOW": str(NOW_MS),
        "FLASHPREP_BACKUPS": str(folder / "copies"),
    }


def peak_mib() -> float:
    """The peak memory of this process, in MiB. The value of `getrusage` would include the
    parent's peak."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def judge(what: str, value: float, limit: float, unit: str) -> bool:
    """Print a figure with its limit. Returns whether the limit is kept."""
    kept = value <= limit
    print(f"{what:30} {value:8.2f} {unit:2} limit {limit:g}{'' if kept else '  NOT KEPT'}")
    return kept


# Collections


def collection_of(folder: Path, cards: int, reviews: int) -> Path:
    """A collection with `cards` cards, two for each note, and `reviews` reviews. The first half
    of the cards has been reviewed; 2,000 cards are due today. Returns an existing folder as
    it is."""
    from flashprep.collection import Collection

    if folder.exists():
        return folder
    began = time.perf_counter()
    (folder / "decks").mkdir(parents=True)
    (folder / "flashprep.toml").write_text('[study]\ntime_zone = "UTC"\nreviews_a_day = 9999\n')
    with Collection.opened(folder) as collection:
        today, device = collection.today(NOW_MS), collection.identity.device
    with closing(sqlite3.connect(folder / "flashprep.db")) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -500000")
        indexes = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        ).fetchall()
        for name, _ in indexes:
            connection.execute(f"DROP INDEX {name}")
        write_cards(connection, cards, today)
        write_reviews(connection, reviews, cards // 2, device)
        for _, sql in indexes:
            connection.execute(sql)
        connection.commit()
    took = time.perf_counter() - began
    print(f"{cards:,} cards and {reviews:,} answers made in {took:.0f} s")
    return folder


def numbers(count: int) -> str:
    """The SQL of a table `numbers` with the numbers from 0 to `count` - 1."""
    return (
        "WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL "  # noqa: S608 - no input
        f"SELECT n + 1 FROM numbers WHERE n < {count - 1}) "
    )


def write_cards(connection: sqlite3.Connection, cards: int, today: int) -> None:
    """Write the cards, their notes, and their states."""
    seen = cards // 2
    key, note = "printf('n%d/c%d', n / 2, n % 2)", "printf('n%d', n / 2)"
    content = (
        """printf('{"answer": "A%d", "context": "", "deck": "Deck %d", "design": "basic", """
        """"front": "Q%d", "kind": "basic"}', n, n / 2 % 20, n)"""
    )
    connection.execute(
        f'{numbers(cards)} INSERT INTO card (key, note_key, file, line, "column", place, '  # noqa: S608 - no input
        "position, content, reveals, guid, created_ms) "
        f"SELECT {key}, {note}, 'a', 1, 1, n % 2, n, {content}, '[]', n, 0 FROM numbers"
    )
    connection.execute(
        f'{numbers(cards // 2)} INSERT INTO note (key, file, place, line, "column", outline) '  # noqa: S608 - no input
        "SELECT printf('n%d', n), 'a', n, 1, 1, '{}' FROM numbers"
    )
    # The 2,000 cards due today are spread over the reviewed cards. The other reviewed cards are
    # due in the next 360 days.
    due = f"CASE WHEN n % {max(1, seen // DUE)} = 0 AND n < {seen // DUE * DUE} "
    due += f"THEN {today} ELSE {today} + 1 + n % 360 END"
    last = f"{today} - 1 - n % 200"
    connection.execute(
        f"{numbers(cards)} INSERT INTO card_state (card_key, standing, deck, position, phase, "  # noqa: S608 - no input
        "stability, difficulty, due_day, last_day, last_at_ms, introduced_day, reps, lapses, "
        "retired, suspended, flag, preset) "
        f"SELECT {key}, 'review', printf('Deck %d', n / 2 % 20), n, 'review', "
        f"2.0 + n % 300, 1.0 + n % 90 / 10.0, {due}, {last}, {NOW_MS} - (1 + n % 200) * "
        f"{DAY_MS}, {today - DAYS} + n % 900, 12, n % 5, 0, 0, 0, 'default' "
        f"FROM numbers WHERE n < {seen} UNION ALL "
        f"SELECT {key}, 'new', printf('Deck %d', n / 2 % 20), n, NULL, NULL, NULL, NULL, NULL, "
        "NULL, NULL, 0, 0, 0, 0, 0, 'default' "
        f"FROM numbers WHERE n >= {seen}"
    )


def write_reviews(connection: sqlite3.Connection, reviews: int, seen: int, device: str) -> None:
    """Write reviews in order of time, to the cards in a shuffled order."""
    step = DAYS * DAY_MS // reviews
    start = NOW_MS - reviews * step - DAY_MS
    # Multiplying by a prime shuffles the cards: each of the `seen` cards appears once in every
    # `seen` reviews.
    turn = f"(n * 7919 % {seen})"
    uid_key_rating = (
        f"printf('%032x', n), n + 1, '{device}', printf('n%d/c%d', {turn} / 2, {turn} % 2), "
        f"{start} + n * {step}, 1 + (n * 2654435761 % 100 >= 12) "
        "+ (n * 2654435761 % 100 >= 22) + (n * 2654435761 % 100 >= 92)"
    )
    connection.execute(
        f"{numbers(reviews)} INSERT INTO review (uid, seq, device, card_key, at_ms, rating, "  # noqa: S608 - no input
        "duration_ms, mode, utc_offset_min, origin) "
        f"SELECT {uid_key_rating}, 8000, 'study', 0, 'bench' FROM numbers"
    )


if __name__ == "__main__":
    sys.exit(main())
