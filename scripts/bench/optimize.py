"""Compares the time to fit parameters to a long log with fsrs-rs alone.

    python scripts/bench/optimize.py [answers, 100000] [cards, 5000]

The script with fsrs-rs alone reads the log with sqlite3 and groups the reviews by study day. It
fits once, and computes the loss before and after the fit on the same reviews. flashprep fits
three times, so that it can evaluate each fit on reviews that the fit did not use. The time to
adopt the fit, which rebuilds all card states, is printed separately. The exit code is 1 if the
limit is exceeded.
"""

import os
import sqlite3
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import fsrs_rs_python as rust

from flashprep.app.upkeep.fit import adopt_parameters, fit_parameters

sys.path.insert(0, str(Path(__file__).parents[2]))

from flashprep.collection import Collection
from scripts.bench.logged import NOW_MS, collection_of

MOST_OF_ALONE = 2.0


def main() -> int:
    """Print the measurements. Returns 0 if the limit is kept, else 1."""
    answers, cards = [int(arg) for arg in sys.argv[1:]] or [100_000, 5_000]
    with TemporaryDirectory() as home:
        os.environ["FLASHPREP_BACKUPS"] = str(Path(home, "copies"))
        folder = collection_of(Path(home, "c"), cards, answers, "Europe/Berlin")
        with Collection.opened(folder) as collection:
            day_of = collection.calendar.day_of
            alone = min(seconds(lambda: fit_alone(folder, day_of)) for _ in range(3))
            ours = min(seconds(lambda: fit_parameters(collection)) for _ in range(3))
            fit = fit_parameters(collection).fit
            adopting = seconds(lambda: adopt_parameters(collection, "default", fit, NOW_MS))
    ratio = ours / alone
    kept = ratio <= MOST_OF_ALONE
    print(f"{answers:,} answers of {cards:,} cards")
    print(f"fsrs-rs alone         {alone:6.2f} s")
    print(f"fit and judgement     {ours:6.2f} s")
    print(f"adopting it           {adopting:6.2f} s")
    print(
        f"fit / alone           {ratio:6.2f} x  limit {MOST_OF_ALONE:g}"
        f"{'' if kept else '  NOT KEPT'}"
    )
    return 0 if kept else 1


def seconds(work: Callable[[], object]) -> float:
    """The CPU time of `work`, in seconds, which other busy processes do not affect."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def fit_alone(folder: Path, day_of: Callable[[int], int]) -> list[float]:
    """Fit the parameters with fsrs-rs alone. Returns the loss before and after the fit."""
    with closing(sqlite3.connect(folder / "flashprep.db")) as connection:
        rows = connection.execute("SELECT card_key, at_ms, rating FROM review ORDER BY at_ms")
        said: dict[str, list[rust.FSRSReview]] = defaultdict(list)
        last: dict[str, int] = {}
        items = []
        for key, at_ms, rating in rows:
            day = day_of(at_ms)
            gap = day - last.get(key, day)
            last[key] = day
            said[key].append(rust.FSRSReview(rating, gap))
            if gap:
                items.append(rust.FSRSItem(said[key]))
    before = rust.FSRS(rust.DEFAULT_PARAMETERS)
    weights = before.compute_parameters(items)
    return [model.evaluate(items).log_loss for model in (before, rust.FSRS(weights))]


if __name__ == "__main__":
    sys.exit(main())
