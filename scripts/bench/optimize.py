"""Compares the time to fit parameters to a long log with fsrs-rs alone.

    python scripts/bench/optimize.py [reviews, 50000] [cards, 5000] [rounds, 3]

The peer reads the log with sqlite3 and groups the reviews by study day. It fits once, and
computes the loss before and after the fit on the same reviews. flashprep fits three times, so
that it can evaluate each fit on reviews that the fit did not use. Adopting the fit rebuilds all
card states. The exit code is 1 if a limit is exceeded.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import fsrs_rs_python as rust

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from flashprep.app.upkeep.fit import adopt_parameters, fit_parameters
from flashprep.collection import Collection
from scripts.bench import judging
from scripts.bench.judging import NOW_MS, Table, timed
from scripts.bench.logged import collection_of
from scripts.bench.replay import logged

MOST_OF_ALONE, MOST_TO_ADOPT = 2.0, 1.0


def main() -> int:
    """Print the table. Returns 0 if all limits are kept, else 1."""
    reviews, cards, rounds = [int(arg) for arg in sys.argv[1:]] or [50_000, 5_000, 3]
    with TemporaryDirectory() as home:
        os.environ["FLASHPREP_BACKUPS"] = str(Path(home, "copies"))
        folder = collection_of(Path(home, "c"), cards, reviews, "Europe/Berlin")
        with Collection.opened(folder) as collection:
            fit = fit_parameters(collection).fit
            day_of = collection.calendar.day_of
            medians = judging.medians(
                {
                    "fsrs-rs alone": timed(lambda: fit_alone(folder, day_of)),
                    "fit": timed(lambda: fit_parameters(collection)),
                    "adopting it": timed(
                        lambda: adopt_parameters(collection, "default", fit, NOW_MS)
                    ),
                },
                rounds,
                warm=0,
            )
    print(f"{reviews:,} reviews of {cards:,} cards, half of them studied")
    judging.show(medians)
    alone, ours, adopting = medians.values()
    table = Table()
    table.judge("fit / fsrs-rs alone", ours / alone, MOST_OF_ALONE)
    table.judge("adopting / fsrs-rs alone", adopting / alone, MOST_TO_ADOPT)
    return table.end()


def fit_alone(folder: Path, day_of: Callable[[int], int]) -> list[float]:
    """Fit the parameters with fsrs-rs alone. Returns the loss before and after the fit."""
    items = []
    for rows in logged(folder).values():
        said: list[rust.FSRSReview] = []
        last = day_of(rows[0][0])
        for at_ms, rating in rows:
            day = day_of(at_ms)
            said.append(rust.FSRSReview(rating, day - last))
            if day > last:
                items.append(rust.FSRSItem(said))
            last = day
    before = rust.FSRS(rust.DEFAULT_PARAMETERS)
    weights = before.compute_parameters(items)
    return [model.evaluate(items).log_loss for model in (before, rust.FSRS(weights))]


if __name__ == "__main__":
    sys.exit(main())
