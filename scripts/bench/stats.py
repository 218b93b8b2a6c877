"""Compares statistics over a long log with a bare replay of the log, in time and memory.

    python scripts/bench/stats.py [answers, 100000] [cards, 5000]

Two collections have the same cards; one of them has a tenth of the reviews. Each collection is
measured in its own process, so that the peak memory is known. The replay reads the log in that
process and runs the scheduler on every review. The exit code is 1 if a limit is exceeded.
"""

import json
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[2]))

from scripts.bench.logged import NOW_MS, collection_of

MOST_OF_REPLAY, MOST_SECONDS, MOST_GROWTH = 2.0, 10.0, 1.25


def main() -> int:
    """Print the measurements. Returns 0 if all limits are kept, else 1."""
    if sys.argv[1:2] == ["measure"]:
        measure(Path(sys.argv[2]))
        return 0
    answers, cards = [int(arg) for arg in sys.argv[1:]] or [100_000, 5_000]
    with TemporaryDirectory() as home:
        few = told(collection_of(Path(home, "few"), cards, answers // 10))
        many = told(collection_of(Path(home, "many"), cards, answers))
    for name, figures in (("few", few), ("many", many)):
        print(
            f"{name:5} {figures['answers']:8,.0f} answers   "
            f"statistics {figures['stats']:6.2f} s   replay {figures['replay']:6.2f} s   "
            f"peak {figures['peak']:6.1f} MiB"
        )
    print()
    kept = [
        judge("statistics / replay", many["stats"] / many["replay"], MOST_OF_REPLAY, "x"),
        judge("statistics", many["stats"], MOST_SECONDS, "s"),
        judge("memory, many / few", many["peak"] / few["peak"], MOST_GROWTH, "x"),
    ]
    return 0 if all(kept) else 1


def judge(what: str, value: float, limit: float, unit: str) -> bool:
    """Print a figure with its limit. Returns whether the limit is kept."""
    kept = value <= limit
    print(f"{what:20} {value:7.2f} {unit:2} limit {limit:g}{'' if kept else '  NOT KEPT'}")
    return kept


def told(folder: Path) -> dict[str, float]:
    """The figures that `measure` prints for a collection in its own process."""
    done = subprocess.run(
        [sys.executable, __file__, "measure", folder],
        check=True,
        capture_output=True,
    )
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def measure(folder: Path) -> None:
    """Print the time and the memory that the statistics of a collection take, as JSON."""
    from flashprep.app.upkeep.stats import statistics
    from flashprep.collection import Collection

    with Collection.opened(folder) as collection:
        _ = collection.scheduler  # imported here, so that the import is not measured
        begin = time.perf_counter()
        summary = statistics(collection, NOW_MS, None, 90)
        stats = time.perf_counter() - begin
        peak = peak_mib()
        begin = time.perf_counter()
        for key, log in collection.logs.reviews_by_card().items():
            given = [(review.at_ms, review.rating, review.due_day) for review in log]
            collection.scheduler.state_after(key, given)
        replay = time.perf_counter() - begin
    answers = sum(day.answers for day in summary.study)
    print(json.dumps({"answers": answers, "stats": stats, "replay": replay, "peak": peak}))


def peak_mib() -> float:
    """The peak memory of this process, in MiB. The value of `getrusage` would include the
    parent's peak."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    sys.exit(main())
