"""How long an Anki package takes to write, beside genanki as it comes and Anki itself.

    python scripts/bench/export.py [notes] [rounds]

All three write the same notes with the same fields in the same run, in turn, and the best
CPU time of each counts. The last line is the ratio to hold: at most 0.8 of genanki.
"""

import sys
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import anki.import_export_pb2 as messages
from anki.collection import Collection
from genanki.deck import Deck as GenankiDeck
from genanki.model import Model as GenankiModel
from genanki.note import Note as GenankiNote
from genanki.package import Package as GenankiPackage

from flashprep.anki import note_type
from flashprep.anki.fields import note_fields, note_tags
from flashprep.anki.package import PackageNote, write_package
from flashprep.core.cards import Card, Deck, Spine
from flashprep.core.identity import guid_of
from flashprep.errors import Location


def cards(count: int) -> list[Card]:
    """Cards of the size that a careful deck has; every third shows a sequence."""
    rows = tuple(f"Step {number} of this framework, in a few words" for number in range(6))
    return [
        Card(
            key=f"framework-{number // 6}/step-{number % 6}/oc",
            note_key=f"framework-{number // 6}",
            deck=f"Frameworks::Part {number % 8}",
            kind="framework",
            design="oc",
            context=f"Framework {number // 6}",
            front=f"Which step comes at place {number % 6 + 1} of framework {number // 6}?",
            answer=f"Clarify *requirement* {number} before anything else is drawn",
            location=Location("bench"),
            step=f"{number % 6 + 1} of 6",
            spine=Spine(tuple("123456"), rows, number % 6) if number % 3 == 0 else None,
            extra="What it is for, who it is for, and how **success** will be measured.",
            source="Notes of a bench, 2026",
            tags=("design", "review"),
        )
        for number in range(count)
    ]


def write_stock(path: Path, notes: Sequence[PackageNote]) -> None:
    """Write with genanki as it comes."""
    model = GenankiModel(
        note_type.ID,
        note_type.NAME,
        fields=note_type.fields(),
        templates=[note_type.template()],
        css=note_type.css(),
    )
    decks: dict[str, GenankiDeck] = {}
    for note in notes:
        name = note.card.deck
        deck = decks.setdefault(name, GenankiDeck(1_000_000 + len(decks), name))
        deck.add_note(
            GenankiNote(
                model,
                list(note.fields),
                tags=note_tags(note.card),
                guid=note.guid,
                due=note.position,
            )
        )
    GenankiPackage(list(decks.values())).write_to_file(path)


def cpu_ms(action: Callable[[], object]) -> float:
    """The CPU time of `action` in milliseconds."""
    begin = time.process_time()
    action()
    return (time.process_time() - begin) * 1000


def main(count: int = 10_000, rounds: int = 5) -> None:
    """Measure and print."""
    warnings.simplefilter("ignore")  # genanki's guesses about HTML
    known = cards(count)
    notes: list[PackageNote] = []
    rendering = cpu_ms(
        lambda: notes.extend(
            PackageNote(guid_of(card.key), card, note_fields(card), position, 1, position)
            for position, card in enumerate(known, 1)
        )
    )
    decks = [Deck(name) for name in sorted({card.deck for card in known})]
    with TemporaryDirectory() as folder:
        ours, stock, theirs = (Path(folder, name) for name in ("ours", "stock", "anki"))
        write_package(ours, notes, decks)
        collection = Collection(str(Path(folder, "collection.anki2")))
        collection.import_anki_package(
            messages.ImportAnkiPackageRequest(package_path=str(ours))
        )
        options = messages.ExportAnkiPackageOptions(legacy=True)
        contestants: dict[str, Callable[[], object]] = {
            "flashprep": lambda: write_package(ours, notes, decks),
            "genanki": lambda: write_stock(stock, notes),
            "Anki": lambda: collection.export_anki_package(
                out_path=str(theirs), options=options, limit=None
            ),
        }
        best = dict.fromkeys(contestants, float("inf"))
        for _ in range(rounds):
            for name, action in contestants.items():
                best[name] = min(best[name], cpu_ms(action))
        collection.close()
        sizes = [path.stat().st_size / 1e6 for path in (ours, stock, theirs)]
    print(
        f"{count:,} notes, best of {rounds}, CPU; rendering the fields took {rendering:.0f} ms"
    )
    for (name, spent), size in zip(best.items(), sizes, strict=True):
        print(f"  {name:<20} {spent:8.0f} ms  {size:6.1f} MB")
    ratio = best["flashprep"] / best["genanki"]
    print(f"flashprep / genanki {ratio:.2f} (at most 0.80)")
    print(f"flashprep / Anki    {best['flashprep'] / best['Anki']:.2f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
