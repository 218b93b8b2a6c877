"""Compares the time to write an Anki package with genanki and with Anki itself.

    python scripts/bench/export.py [notes, 10000] [rounds, 5] [answers a note, 6]

The three programs take turns and write the same notes with the same fields. The best CPU time
of each program counts. Anki and flashprep also write the notes with progress; genanki cannot.
The time to render the fields and to replay the log is printed separately. The exit code is 1 if
a ratio exceeds its limit.
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
from flashprep.anki.progress import Progress, Terms, Timing, answers, place
from flashprep.core.calendar import StudyCalendar
from flashprep.core.cards import Card, Deck, Spine
from flashprep.core.gc_pause import collector_paused
from flashprep.core.memory import CardState, Rating, Review, StudySettings
from flashprep.core.notes.successions import guid_of
from flashprep.core.scheduler import Scheduler
from flashprep.errors import Location
from flashprep.store.card_rows import CardStatus, CardSummary

MOST_OF_GENANKI, MOST_OF_ANKI = 0.80, 1.00
DAY_MS = 86_400_000
START_MS = 1_760_000_000_000
CALENDAR = StudyCalendar("Europe/Berlin")


def cards(count: int) -> list[Card]:
    """Cards as long as those of a typical deck; every third card shows a sequence."""
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
    """Write the package with unmodified genanki."""
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


def _summary(card: Card) -> CardSummary:
    place = (card.key, card.note_key, card.deck, card.kind, card.priority, card.tags, "", 1)
    return CardSummary(*place, frozenset(card.reveals), retired=False)


class Studied:
    """Simulated progress: `each` reviews of every note, and the resulting card states."""

    def __init__(self, notes: Sequence[PackageNote], each: int) -> None:
        scheduler = Scheduler(StudySettings(), CALENDAR)
        self._study = StudySettings(parameters=scheduler.parameters)
        self._courses: list[tuple[PackageNote, list[Review], list[CardState]]] = []
        at_ms = START_MS
        for note in notes:
            reviews = []
            for number in range(each):
                at_ms += 1
                rating = Rating.GOOD if number % 5 else Rating.AGAIN
                instant = at_ms + 2**number * DAY_MS
                reviews.append(Review(f"{at_ms}", note.card.key, instant, rating, 6_000))
            self._courses.append((note, reviews, list(scheduler.course(reviews))))
        self._standings = {
            note.guid: CardStatus(_summary(note.card), states[-1], introduced_day=0)
            for note, _, states in self._courses
        }
        self._ids = {
            review.uid: number
            for number, review in enumerate(
                (review for _, reviews, _ in self._courses for review in reviews), START_MS
            )
        }

    @collector_paused()
    def progress(self) -> Progress:
        """New progress for a package, since its reviews can be iterated only once."""
        timing = Timing(CALENDAR, CALENDAR.day_of(START_MS))
        terms = Terms("default", self._study, 20, 200, 8, suspends_leeches=False)
        return Progress(
            timing=timing,
            terms={note.card.deck: terms for note, _, _ in self._courses},
            places={
                note.guid: place(
                    self._standings[note.guid], timing, terms, 0, self._ids[reviews[-1].uid]
                )
                for note, reviews, _ in self._courses
            },
            answers=(
                (note.guid, answers(reviews, states, self._ids))
                for note, reviews, states in self._courses
            ),
        )


def cpu_ms(action: Callable[[], object]) -> float:
    """The CPU time of `action`, in ms."""
    begin = time.process_time()
    action()
    return (time.process_time() - begin) * 1000


def main(count: int = 10_000, rounds: int = 5, each: int = 6) -> int:
    """Print the measurements. Returns 0 if all ratios are within their limits, else 1."""
    warnings.simplefilter("ignore")  # genanki warns of text that looks like invalid HTML
    known = cards(count)
    notes: list[PackageNote] = []
    rendering = cpu_ms(
        lambda: notes.extend(
            PackageNote(guid_of(card.key), card, note_fields(card), position, 1, position)
            for position, card in enumerate(known, 1)
        )
    )
    begin = time.process_time()
    studied = Studied(notes, each)
    replaying = (time.process_time() - begin) * 1000
    decks = [Deck(name) for name in sorted({card.deck for card in known})]
    with TemporaryDirectory() as folder:
        files = {
            name: Path(folder, name) for name in ("ours", "ours+", "stock", "anki", "anki+")
        }
        write_package(files["ours+"], notes, decks, progress=studied.progress())
        collection = Collection(str(Path(folder, "collection.anki2")))
        collection.import_anki_package(
            messages.ImportAnkiPackageRequest(
                package_path=str(files["ours+"]),
                options=messages.ImportAnkiPackageOptions(
                    with_scheduling=True, with_deck_configs=True
                ),
            )
        )

        def export_from_anki(name: str, *, with_progress: bool) -> None:
            options = messages.ExportAnkiPackageOptions(
                legacy=True, with_scheduling=with_progress, with_deck_configs=with_progress
            )
            collection.export_anki_package(
                out_path=str(files[name]), options=options, limit=None
            )

        contestants: dict[str, Callable[[], object]] = {
            "ours": lambda: write_package(files["ours"], notes, decks),
            "stock": lambda: write_stock(files["stock"], notes),
            "anki": lambda: export_from_anki("anki", with_progress=False),
            "ours+": lambda: write_package(
                files["ours+"], notes, decks, progress=studied.progress()
            ),
            "anki+": lambda: export_from_anki("anki+", with_progress=True),
        }
        best = dict.fromkeys(contestants, float("inf"))
        for _ in range(rounds):
            for name, action in contestants.items():
                best[name] = min(best[name], cpu_ms(action))
        collection.close()
        sizes = {name: path.stat().st_size / 1e6 for name, path in files.items()}
    print(
        f"{count:,} notes, {count * each:,} answers, best of {rounds}, CPU; before that, "
        f"rendering took {rendering:,.0f} ms and replaying {replaying:,.0f} ms"
    )
    for name, title in {
        "ours": "flashprep",
        "stock": "genanki",
        "anki": "Anki",
        "ours+": "flashprep, progress",
        "anki+": "Anki, progress",
    }.items():
        print(f"  {title:<20} {best[name]:8,.0f} ms  {sizes[name]:6.1f} MB")
    kept = [
        judge("flashprep / genanki", best["ours"] / best["stock"], MOST_OF_GENANKI),
        judge("flashprep / Anki", best["ours"] / best["anki"], MOST_OF_ANKI),
        judge("the same, progress", best["ours+"] / best["anki+"], MOST_OF_ANKI),
    ]
    return 0 if all(kept) else 1


def judge(what: str, ratio: float, limit: float) -> bool:
    """Print a ratio with its limit. Returns whether the limit is kept."""
    kept = ratio <= limit
    print(f"{what:<20} {ratio:.2f} (at most {limit:.2f}){'' if kept else '  NOT KEPT'}")
    return kept


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
