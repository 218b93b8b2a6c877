"""Compares reading a deck file with libyaml's events of the same text.

    python scripts/bench/parse.py [notes, 10000] [rounds, 7]

Measures the reading into nodes with their lines, and into typed and checked notes; both in CPU
time, without garbage collection, and in peak memory per note. The exit code is 1 if a limit is
exceeded.
"""

import gc
import sys
import tracemalloc
from collections.abc import Callable
from functools import partial
from pathlib import Path

from yaml._yaml import CParser

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from flashprep.sources.deck_file import read_deck
from flashprep.sources.folder import SourceFile
from flashprep.sources.tree import Mark
from flashprep.sources.yaml.events import Composer
from scripts.bench import judging
from scripts.bench.judging import Table, timed

MOST_FOR_NODES, MOST_FOR_NOTES, MOST_KIB = 1.5, 3.0, 2.0
NOTE = """\
  - basic: What does the short form number {0} stand for?
    answer: The long form number {0}, in so many words
    context: Short forms of the trade
    id: short-form-{0}
    source: Notes of 2026
    tags: [short, form]
"""


def main() -> int:
    """Print the table. Returns 0 if all limits are kept, else 1."""
    notes, rounds = [int(arg) for arg in sys.argv[1:]] or [10_000, 7]
    text = "notes:\n" + "".join(NOTE.format(number) for number in range(notes))
    stages: dict[str, Callable[[str], None]] = {"events": events, "nodes": compose}
    stages["notes"] = read
    gc.disable()
    medians = judging.medians(
        {name: timed(partial(stage, text)) for name, stage in stages.items()}, rounds
    )
    gc.enable()
    judging.show(medians)
    table = Table()
    for name, most in (("nodes", MOST_FOR_NODES), ("notes", MOST_FOR_NOTES)):
        table.judge(f"{name} / libyaml's events", medians[name] / medians["events"], most)
        kib = peak_kib(stages[name], text) / notes
        table.judge(f"{name}, peak memory a note", kib, MOST_KIB, "KiB")
    return table.end()


def events(text: str) -> None:
    """Create every event of the text and ignore it: the lower bound of the CPU time."""
    take = CParser(text).get_event
    while take() is not None:
        pass


def compose(text: str) -> None:
    """Read the text into nodes with their places, note by note."""

    def report(_mark: Mark, message: str) -> None:
        raise AssertionError(message)

    Composer(text, report, lambda _node: None).compose()


def read(text: str) -> None:
    """Read the bytes of the file into checked notes."""
    file = SourceFile(Path("/decks/bench.yaml"), "decks/bench.yaml", text.encode(), "")
    deck = read_deck(file, "decks")
    if deck.problems:
        raise AssertionError(deck.problems[0])


def peak_kib(work: Callable[[str], None], text: str) -> float:
    """The peak of Python memory, in KiB, without the text itself."""
    gc.collect()
    tracemalloc.start()
    work(text)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1024


if __name__ == "__main__":
    sys.exit(main())
