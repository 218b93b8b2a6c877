"""Which progress goes along to Anki, and what of it Anki takes."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from flashprep.app.transfer import export as exporting
from flashprep.app.transfer.anki_import import import_package
from flashprep.core.events import EventKind
from flashprep.core.memory import Mode, Rating, Review
from flashprep.core.search.card_filter import EVERY_CARD, CardFilter
from tests.anki.packages import OURS, AnkiPackage
from tests.anki_oracle import Anki, Imported
from tests.collection.folders import DAY, HOUR, MINUTE, NOON, Folder

DECK = """
- {basic: One?, answer: 1, id: one}
- {basic: Two?, answer: 2, id: two}
- {basic: Three?, answer: 3, id: three}
"""


@pytest.fixture(autouse=True)
def copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Daily copies stay here."""
    monkeypatch.setenv("FLASHPREP_BACKUPS", str(tmp_path / "copies"))


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A collection of three cards; two are known."""
    made = Folder(tmp_path / "collection", deck=DECK)
    made.sync()
    made.answer("one/basic", "two/basic")
    made.answer("one/basic", at_ms=NOON + HOUR)
    return made


def export(folder: Folder, at_ms: int = NOON + 2 * HOUR, *, plain: bool = False) -> Path:
    """Write the package."""
    path = folder.path.parent / f"{at_ms}-{plain}.apkg"
    with folder.opened() as collection:
        exporting.export(collection, path, EVERY_CARD, at_ms, with_progress=not plain)
    return path


def rows(package: Path, query: str) -> list[tuple[int | str, ...]]:
    """What a query finds in a package."""
    database = package.with_suffix(".db")
    with ZipFile(package) as members:
        database.write_bytes(members.read("collection.anki2"))
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(query).fetchall()


def logged(package: Path) -> list[tuple[str, int]]:
    """The answers in a package: the key of the card, and the id."""
    found = rows(
        package,
        "SELECT n.flds, r.id FROM revlog r JOIN notes n ON n.id = r.cid ORDER BY r.id",
    )
    return [(str(fields).split("\x1f")[0], int(number)) for fields, number in found]


def test_what_counts_goes_along(folder: Folder) -> None:
    """The answers that the states rest on are in the package, under their instants."""
    assert logged(export(folder)) == [
        ("one/basic", NOON),
        ("two/basic", NOON + 1000),
        ("one/basic", NOON + HOUR),
    ]


def test_what_was_undone_stays(folder: Folder) -> None:
    """An answer taken back is not in the package; when it counts again, it is, under the id
    that it had."""
    before = export(folder)
    with folder.opened() as collection:
        collection.undo(NOON + 2 * HOUR)
    without = export(folder, NOON + 3 * HOUR)
    assert logged(without) == logged(before)[:-1]
    with folder.opened() as collection:
        collection.redo(NOON + 3 * HOUR)
    assert logged(export(folder, NOON + 4 * HOUR)) == logged(before)


def test_what_was_forgotten_stays(folder: Folder) -> None:
    """A card that was forgotten is a new one, and answers from before it was stay here."""
    folder.mark("one/basic", EventKind.FORGET, NOON + 2 * HOUR)
    folder.answer("one/basic", at_ms=NOON + 3 * HOUR)
    folder.mark("two/basic", EventKind.FORGET, NOON + 4 * HOUR)
    package = export(folder, NOON + 5 * HOUR)
    assert logged(package) == [("one/basic", NOON + 3 * HOUR)]
    assert sorted(rows(package, "SELECT type, reps FROM cards")) == [(0, 0), (0, 0), (2, 1)]


def test_cramming_stays(folder: Folder) -> None:
    """Answers given to cram are not in the package: nothing rests on them."""
    before = logged(export(folder))
    with folder.opened() as collection, collection.database.transaction():
        crammed = Review("x", "one/basic", NOON + 2 * HOUR, Rating.AGAIN, mode=Mode.CRAM)
        collection.logs.append_review(crammed, utc_offset_min=0)
    assert logged(export(folder, NOON + 3 * HOUR)) == before


def test_same_database_same_bytes(folder: Folder) -> None:
    """The package depends on the database and on who rests today, not on the time."""
    first = export(folder).read_bytes()
    assert export(folder, NOON + 3 * HOUR).read_bytes() == first
    assert export(folder, NOON + 300 * DAY).read_bytes() == first


def test_plain_packages_know_nothing_of_it(folder: Folder) -> None:
    """Without progress the package is that of a collection in which nothing was studied."""
    fresh = Folder(folder.path.parent / "fresh", deck=DECK)
    fresh.sync()
    plain = export(folder, plain=True)
    with fresh.opened() as collection:
        exporting.export(
            collection, folder.path.parent / "fresh.apkg", EVERY_CARD, NOON + 2 * HOUR
        )
    assert plain.read_bytes() == (folder.path.parent / "fresh.apkg").read_bytes()


def test_some_decks_take_their_own_answers(folder: Folder) -> None:
    """With a choice of cards only their answers go along."""
    path = folder.path.parent / "some.apkg"
    with folder.opened() as collection:
        some = CardFilter(keys={"two/basic"})
        exporting.export(collection, path, some, NOON + HOUR, with_progress=True)
    assert logged(path) == [("two/basic", NOON + 1000)]


def test_nothing_studied_yet(folder: Folder) -> None:
    """A collection in which nothing was answered can go with its progress, which is none."""
    fresh = Folder(folder.path.parent / "fresh", deck=DECK)
    fresh.sync()
    package = export(fresh)
    assert logged(package) == []
    assert rows(package, "SELECT DISTINCT type, queue FROM cards") == [(0, 0)]


@pytest.mark.anki
def test_anki_takes_progress_only_if_asked(folder: Folder, real_anki: Anki) -> None:
    """Without the ticks in Anki's dialog all cards come as new ones, and no answer does."""
    assert real_anki.take(export(folder)) == Imported(new=3)
    assert {card.type for card in real_anki.cards()} == {0}
    assert real_anki.collection.db is not None
    assert real_anki.collection.db.scalar("SELECT count() FROM revlog") == 0
    assert real_anki.is_sound()


@pytest.mark.anki
def test_anki_keeps_the_progress_it_has(folder: Folder, real_anki: Anki) -> None:
    """A card that Anki has already keeps its progress there, and new cards bring theirs."""
    real_anki.take(export(folder), progress=True)
    before = real_anki.card("one/basic")
    folder.write("more", "- {basic: Four?, answer: 4, id: four}")
    folder.sync(NOON + DAY)
    folder.answer("one/basic", "four/basic", at_ms=NOON + 30 * DAY)
    assert real_anki.take(export(folder, NOON + 31 * DAY), progress=True).new == 1
    now = real_anki.card("one/basic")
    assert (now.reps, now.due, now.memory_state) == (
        before.reps,
        before.due,
        before.memory_state,
    )
    assert real_anki.card("four/basic").reps == 1
    assert real_anki.is_sound()


@pytest.mark.anki
def test_presets_go_to_the_decks_of_their_cards(folder: Folder, real_anki: Anki) -> None:
    """A deck has the preset of most of its cards; each card keeps the retention that it is
    studied for."""
    folder.write("more", "- {basic: Four?, answer: 4, id: four, tags: [hard]}")
    folder.settings(
        'time_zone = "UTC"',
        "[preset.hard]",
        'tags = ["hard"]',
        "desired_retention = 0.95",
        "new_cards_a_day = 3",
        'learning_steps = ["1m", "10m"]',
    )
    folder.write("deck", DECK.replace("id: two", "id: two, tags: [hard]"))
    folder.sync()
    folder.answer("four/basic", at_ms=NOON + HOUR)
    real_anki.take(export(folder), progress=True)
    decks: Any = real_anki.collection.decks
    presets = {
        name: decks.config_dict_for_deck_id(decks.id_for_name(name))
        for name in ("Deck", "More")
    }
    assert presets["Deck"]["name"] == "flashprep"
    assert presets["Deck"]["desiredRetention"] == pytest.approx(0.9)
    assert presets["More"]["name"] == "flashprep hard"
    assert presets["More"]["desiredRetention"] == pytest.approx(0.95)
    assert presets["More"]["new"]["perDay"] == 3
    assert presets["More"]["new"]["delays"] == [1, 10]
    wanted = {"one": 0.9, "two": 0.95, "four": 0.95}
    for key, retention in wanted.items():
        card = real_anki.card(f"{key}/basic")
        assert card.desired_retention == pytest.approx(retention)
    assert real_anki.card("four/basic").left == 1
    assert real_anki.is_sound()


@pytest.mark.anki
def test_answers_of_one_millisecond(folder: Folder, real_anki: Anki) -> None:
    """Cards answered in the same millisecond arrive with an answer each."""
    for key in ("one/basic", "two/basic", "three/basic"):
        folder.answer(key, at_ms=NOON + DAY)
    real_anki.take(export(folder, NOON + 2 * DAY), progress=True)
    assert [real_anki.card(f"{key}/basic").reps for key in ("one", "two", "three")] == [3, 2, 1]
    assert real_anki.collection.db is not None
    assert real_anki.collection.db.scalar("SELECT count() FROM revlog") == 6


@pytest.mark.anki
def test_last_review_is_the_one_in_the_log(folder: Folder, real_anki: Anki) -> None:
    """What a card says of its last review is the second of the last answer in its log, also
    where that answer had to move into the next second here: Anki's check mends nothing."""
    late = NOON + DAY + 999
    folder.answer("one/basic", at_ms=late)
    with folder.opened() as collection:
        (two,) = collection.catalog.some(["two/basic"]).values()
    back = AnkiPackage(
        notes=[(2, two.guid, OURS, "x")],
        cards=[(20, 2, 2, 2, 100, 0, 9)],
        log=[(late, 20, 3, 3, 200, 4000, 1)],
    ).write(folder.path.parent / "back.apkg")
    with folder.opened() as collection:
        import_package(collection, back, NOON + 2 * DAY)
        state = collection.states.every()["two/basic"].state
    assert state is not None
    assert state.last_at_ms == late + 1
    real_anki.take(export(folder, NOON + 2 * DAY), progress=True)
    assert real_anki.card("two/basic").last_review_time == late // 1000
    assert real_anki.is_sound()


@pytest.mark.anki
def test_anki_finds_what_arrived(folder: Folder, real_anki: Anki) -> None:
    """Anki's own search finds decks, tags, note type, preset, flags and memory."""
    folder.mark("one/basic", EventKind.SUSPEND, NOON + 2 * HOUR)
    with folder.opened() as collection:
        collection.mark("two/basic", EventKind.FLAG, NOON + 2 * HOUR, {"flag": 3})
    real_anki.take(export(folder, NOON + 2 * HOUR + MINUTE), progress=True)
    for query, keys in {
        "deck:Deck": {"one", "two", "three"},
        "note:flashprep": {"one", "two", "three"},
        "tag:flashprep::kind::basic": {"one", "two", "three"},
        "preset:flashprep": {"one", "two", "three"},
        "is:new": {"three"},
        "is:suspended": {"one"},
        "flag:3": {"two"},
        "prop:s>0.5": {"one", "two"},
    }.items():
        found = real_anki.collection.find_cards(query)
        names = {real_anki.collection.get_card(card).note()["Key"] for card in found}
        assert names == {f"{key}/basic" for key in keys}, query
