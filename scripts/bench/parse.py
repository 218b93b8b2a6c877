"""Compares the cost of reading a deck file with libyaml's events of the same text.

Prints two figures for each stage of reading: the ratio of its CPU time to that of the events,
and the memory per note. The CPU times are the best of several runs in this process.
"""

import argparse
import gc
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

from yaml._yaml import CParser

from flashprep.sources.deck_file import read_deck
from flashprep.sources.folder import SourceFile
from flashprep.sources.tree import Mark
from flashprep.sources.yaml.events import Composer

NOTE = """\
  - basic: What does the short form number {0} stand for?
    answer: The long form number {0}, in so many words
    context: Short forms of the trade
    id: short-form-{0}
    source: Notes of 2026
    tags: [short, form]
"""


def iterate_events(text: str) -> None:
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


def cpu_ms(work: Callable[[str], None], text: str, rounds: int) -> float:
    """The lowest CPU time of `rounds` runs, in ms, without garbage collection."""
    best = float("inf")
    for _ in range(rounds):
        gc.collect()
        gc.disable()
        begin = time.process_time()
        work(text)
        best = min(best, time.process_time() - begin)
        gc.enable()
    return best * 1000


def peak_kib(work: Callable[[str], None], text: str) -> float:
    """The peak of Python memory, in KiB, without the text itself."""
    gc.collect()
    tracemalloc.start()
    work(text)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1024


def main() -> None:
    """Print the measurements."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--notes", type=int, default=10_000)
    arguments.add_argument("--rounds", type=int, default=5)
    given = arguments.parse_args()
    text = "notes:\n" + "".join(NOTE.format(number) for number in range(given.notes))
    events = cpu_ms(iterate_events, text, given.rounds)
    print(f"{given.notes} notes: libyaml events {events:.0f} ms")
    for name, work in (("nodes with places", compose), ("typed notes", read)):
        spent = cpu_ms(work, text, given.rounds)
        memory = peak_kib(work, text) / given.notes
        print(
            f"{name:18} {spent:5.0f} ms  {spent / events:.2f} x events  {memory:.2f} KiB a note"
        )


if __name__ == "__main__":
    main()
