"""Compares the export of an Anki package with genanki and with Anki itself.

    python scripts/bench/export.py [cards, 10000] [reviews, 60000] [rounds, 5]

All write the same notes with the same fields. Two rows compare only the writing of a package
whose fields are known. The others compare the whole export, from the database to the package:
the first, for which genanki needs the fields as HTML from markdown-it; one after nothing
changed; one after one card changed, which renders only that card; and one with progress, for
which the log is replayed.
Progress is compared with Anki only, since genanki cannot write it. The exit code is 1 if a
limit is exceeded.
"""

import itertools
import sqlite3
import sys
import warnings
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import anki.import_export_pb2 as messages
from anki.collection import Collection as AnkiCollection
from genanki.deck import Deck as GenankiDeck
from genanki.model import Model as GenankiModel
from genanki.note import Note as GenankiNote
from genanki.package import Package as GenankiPackage
from markdown_it import MarkdownIt

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from flashprep.anki import note_type
from flashprep.anki.fields import SEPARATOR, joined, note_fields, note_tags
from flashprep.anki.package import PackageNote, write_package
from flashprep.app.transfer.anki_export import export_package
from flashprep.collection import Collection
from flashprep.core.cards import Deck
from flashprep.core.search.card_filter import CardFilter
from scripts.bench import judging
from scripts.bench.judging import NOW_MS, Table, Work, timed
from scripts.bench.logged import collection_of

MOST_OF_GENANKI, MOST_OF_ANKI, MOST_OF_FIRST = 0.80, 1.00, 0.30


def main() -> int:
    """Print the table. Returns 0 if all limits are kept, else 1."""
    cards, reviews, rounds = [int(arg) for arg in sys.argv[1:]] or [10_000, 60_000, 5]
    warnings.simplefilter("ignore")  # genanki's guesses about HTML
    with TemporaryDirectory() as home:
        folder = collection_of(Path(home, "c"), cards, reviews)
        with Collection.opened(folder) as collection:
            works = exports(collection, Path(home))
            medians = judging.medians(works, rounds)
    print(f"{cards:,} cards, {reviews:,} reviews")
    judging.show(medians)
    genanki, rendered = medians["genanki"], medians["markdown-it"]
    table = Table()
    table.judge("writing alone / genanki", medians["writing alone"] / genanki, MOST_OF_GENANKI)
    table.judge(
        "writing alone / Anki", medians["writing alone"] / medians["Anki"], MOST_OF_ANKI
    )
    first = medians["first export"] / (genanki + rendered)
    table.judge("first export / genanki and markdown-it", first, MOST_OF_GENANKI)
    table.judge("export again / genanki", medians["export again"] / genanki, MOST_OF_GENANKI)
    table.judge("export again / Anki", medians["export again"] / medians["Anki"], MOST_OF_ANKI)
    edited = medians["export after one edit"] / medians["first export"]
    table.judge("export after one edit / first export", edited, MOST_OF_FIRST)
    progress = medians["export with progress"] / medians["Anki with progress"]
    table.judge("export with progress / Anki with progress", progress, MOST_OF_ANKI)
    return table.end()


def exports(collection: Collection, home: Path) -> dict[str, Work]:
    """All exports to measure, by name."""
    rows = list(collection.catalog.cards().values())
    notes = [
        PackageNote(
            *(row.guid, row.card.key, row.card.deck, joined(note_fields(row.card))),
            *(note_tags(row.card), position, 1, position),
        )
        for position, row in enumerate(rows, 1)
    ]
    decks = [Deck(name) for name in sorted({row.card.deck for row in rows})]
    parser = MarkdownIt("commonmark")

    def whole(name: str, *, with_progress: bool) -> Callable[[], object]:
        path = home / name
        return lambda: export_package(
            collection, path, CardFilter(), NOW_MS, with_progress=with_progress
        )

    def first() -> float:
        change(
            "UPDATE card SET fields_digest = NULL, content_mod_s = NULL, rendered_from = NULL"
        )
        return again()

    def edited() -> float:
        change(
            "UPDATE card_content SET content = json_set(content, '$.answer', 'Edit ' || ?) "
            "WHERE key = (SELECT max(key) FROM card_content)",
            next(edits),
        )
        return again()

    def change(statement: str, *values: int) -> None:
        with closing(sqlite3.connect(collection.folder / "flashprep.db")) as connection:
            connection.execute(statement, values)
            connection.commit()

    edits = itertools.count()
    again = timed(whole("a.apkg", with_progress=False))

    def render() -> None:
        for row in rows:
            for text in (row.card.front, row.card.answer, row.card.context):
                parser.render(text)

    whole("c.apkg", with_progress=True)()
    return {
        "genanki": timed(lambda: write_stock(home / "stock.apkg", notes)),
        "markdown-it": timed(render),
        "writing alone": timed(lambda: write_package(home / "b.apkg", notes, decks)),
        "first export": first,
        "export again": again,
        "export after one edit": edited,
        "export with progress": timed(whole("c.apkg", with_progress=True)),
        **anki_exports(home / "c.apkg", home),
    }


def anki_exports(package: Path, home: Path) -> dict[str, Work]:
    """Anki's own exports of the cards of a package, without and with progress."""
    collection = AnkiCollection(str(home / "collection.anki2"))
    collection.import_anki_package(
        messages.ImportAnkiPackageRequest(
            package_path=str(package),
            options=messages.ImportAnkiPackageOptions(
                with_scheduling=True, with_deck_configs=True
            ),
        )
    )

    def export(name: str, *, with_progress: bool) -> None:
        options = messages.ExportAnkiPackageOptions(
            legacy=True, with_scheduling=with_progress, with_deck_configs=with_progress
        )
        collection.export_anki_package(out_path=str(home / name), options=options, limit=None)

    return {
        "Anki": timed(lambda: export("d.apkg", with_progress=False)),
        "Anki with progress": timed(lambda: export("e.apkg", with_progress=True)),
    }


def write_stock(path: Path, notes: Sequence[PackageNote]) -> None:
    """Write the notes with genanki, without flashprep's own changes."""
    model = GenankiModel(
        note_type.ID,
        note_type.NAME,
        fields=note_type.fields(),
        templates=[note_type.template()],
        css=note_type.css(),
    )
    decks: dict[str, GenankiDeck] = {}
    for note in notes:
        deck = decks.setdefault(note.deck, GenankiDeck(1_000_000 + len(decks), note.deck))
        deck.add_note(
            GenankiNote(
                model,
                note.fields.split(SEPARATOR),
                tags=note.tags,
                guid=note.guid,
                due=note.position,
            )
        )
    GenankiPackage(list(decks.values())).write_to_file(path)


if __name__ == "__main__":
    sys.exit(main())
