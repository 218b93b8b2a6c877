"""Ask the real Anki for the memory of cards with given reviews; run as a program.

Reads JSON {"parameters": [...] or null, "rollover": hour, "histories": [[[at_ms, rating],
...], ...]} from standard input and writes [[stability, difficulty], ...]. Anki takes the
time zone from the process, so each zone needs a process of its own.
"""

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from anki.collection import Collection
from anki.decks import DeckId


@contextmanager
def collection(folder: str | Path) -> Iterator[Any]:
    """Open a new collection with FSRS switched on, and close it."""
    opened = Collection(str(Path(folder) / "collection.anki2"))
    try:
        opened.set_config("fsrs", True)  # noqa: FBT003
        yield opened
    finally:
        opened.close()


def add_card(opened: Any) -> int:
    """Add a note with one card; return the card's id."""
    note = opened.new_note(opened.models.by_name("Basic"))
    note["Front"] = "front"
    opened.add_note(note, DeckId(1))
    return int(note.card_ids()[0])


def main() -> None:
    """Answer the question on standard input."""
    question = json.load(sys.stdin)
    with tempfile.TemporaryDirectory() as folder, collection(folder) as opened:
        opened.set_config("rollover", question["rollover"])
        if question["parameters"]:
            preset = opened.decks.get_config(1)
            preset["fsrsParams6"] = question["parameters"]
            opened.decks.save(preset)
        memories = []
        taken: set[int] = set()
        for history in question["histories"]:
            card = add_card(opened)
            for number, (at_ms, rating) in enumerate(history):
                free = next(ms for ms in range(at_ms, at_ms + 10_000) if ms not in taken)
                taken.add(free)
                opened.db.execute(
                    "insert into revlog (id, cid, usn, ease, ivl, lastIvl, factor, time, type)"
                    " values (?, ?, 0, ?, 1, 1, 2500, 1000, ?)",
                    *(free, card, rating, min(number, 1)),
                )
            memory = opened._backend.compute_memory_state(card).state
            memories.append([memory.stability, memory.difficulty])
    json.dump(memories, sys.stdout)


if __name__ == "__main__":
    main()
