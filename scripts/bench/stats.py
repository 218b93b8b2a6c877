"""Compares the statistics of a long log with fsrs-rs's replay of it, and their memory.

    python scripts/bench/stats.py [reviews, 100000] [cards, 5000] [rounds, 5]

Two collections have the same cards, one with a tenth of the reviews. The command `stats` is
measured in both, and its peak memory by the function it calls, in a process of its own. The
exit code is 1 if a limit is exceeded.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from scripts.bench import judging
from scripts.bench.judging import FLASHPREP, NOW_MS, Table, process
from scripts.bench.logged import collection_of

MOST_OF_RUST, MOST_OF_LINEAR, MOST_GROWTH = 10.0, 1.2, 1.25


def main() -> int:
    """Print the table. Returns 0 if all limits are kept, else 1."""
    if sys.argv[1:2] == ["peak"]:
        print(peak_of_statistics(Path(sys.argv[2])))
        return 0
    reviews, cards, rounds = [int(arg) for arg in sys.argv[1:]] or [100_000, 5_000, 5]
    replay = Path(__file__).with_name("replay.py")
    judging.compile_modules()
    with TemporaryDirectory() as home:
        few = collection_of(Path(home, "few"), cards, reviews // 10)
        many = collection_of(Path(home, "many"), cards, reviews)
        medians = judging.medians(
            {
                "due": process(FLASHPREP, "due", folder=few),
                "stats of a tenth": process(FLASHPREP, "stats", folder=few),
                "stats": process(FLASHPREP, "stats", folder=many),
                "fsrs-rs": process(sys.executable, replay, "rust", folder=many),
            },
            rounds,
        )
        peaks = [
            float(judging.run([sys.executable, __file__, "peak", folder], folder))
            for folder in (few, many)
        ]
    print(f"{reviews:,} reviews of {cards:,} cards, half of them studied")
    judging.show(medians)
    start, tenth, whole, rust = medians.values()
    table = Table()
    table.judge("stats / fsrs-rs", whole / rust, MOST_OF_RUST)
    steepness = (whole - start) / (tenth - start) / 10
    table.judge("stats, growth / linear growth", steepness, MOST_OF_LINEAR)
    table.judge("peak memory / that of a tenth", peaks[1] / peaks[0], MOST_GROWTH)
    return table.end()


def peak_of_statistics(folder: Path) -> float:
    """The peak memory of this process after the statistics of 90 days, in MiB."""
    from flashprep.app.upkeep.stats import statistics
    from flashprep.collection import Collection

    with Collection.opened(folder) as collection:
        statistics(collection, NOW_MS, None, 90)
        return judging.peak_mib()


if __name__ == "__main__":
    sys.exit(main())
