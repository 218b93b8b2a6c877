"""Progress coming back from the real Anki."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from flashprep.app.transfer.anki_import import import_package
from flashprep.app.transfer.export import export
from flashprep.collection import Collection
from flashprep.core.events import EventKind
from flashprep.core.memory import Rating
from flashprep.core.search.card_filter import EVERY_CARD
from tests.anki_oracle import MISSING
from tests.collection.folders import DAY, Folder, assert_sound

pytestmark = [
    pytest.mark.anki,
    pytest.mark.skipif(
        MISSING is not None and os.environ.get("CI") != "true", reason="Anki is missing"
    ),
]

PROGRAM = Path(__file__).parents[1] / "anki" / "anki_study.py"
FORMS = ("apkg-old", "apkg-new", "colpkg-old", "colpkg-new")
KEYS = tuple(f"q{number}/basic" for number in range(8))
LEARN, REVIEW, RELEARN, CRAM, MANUAL, MOVED = range(6)


def deck(count: int = len(KEYS)) -> str:
    """Questions with the ids q0, q1, …"""
    return "\n".join(
        f"- {{basic: Question {number}?, answer: Answer, id: q{number}}}"
        for number in range(count)
    )


@dataclass
class Studied:
    """What Anki made of the cards, and the packages it wrote, by form."""

    cards: dict[str, Any]
    packages: dict[str, Path]
    now_ms: int


def study(
    folder: Folder,
    home: Path,
    *,
    zone: str = "UTC",
    rollover: int = 4,
    forms: tuple[str, ...] = ("apkg-new",),
    name: str = "a",
    **question: Any,
) -> Studied:
    """Take the collection to Anki, study there, and export."""
    with folder.opened() as collection:
        collection.sync_valid_files(1)
        package = home / f"{name}-out.apkg"
        if "package" not in question:
            export(collection, package, EVERY_CARD, 1)
    packages = {form: home / f"{name}-{form}.{form.split('-')[0]}" for form in forms}
    question = {
        "package": str(package),
        "rollover": rollover,
        "exports": {form: str(path) for form, path in packages.items()},
        **question,
    }
    done = subprocess.run(
        [sys.executable, PROGRAM],
        check=True,
        input=json.dumps(question),
        capture_output=True,
        text=True,
        env={**os.environ, "TZ": zone},
        cwd=PROGRAM.parents[2],
    )
    cards = json.loads(done.stdout)
    latest = max((ms for card in cards.values() for ms in card["log"]), default=0)
    return Studied(cards, packages, latest + 1000)


def rows(start_ms: int, *days: float, ratings: str = "") -> list[list[int]]:
    """A log: Good, then Good so many days later each; or these ratings."""
    ratings = ratings or "3" * (len(days) + 1)
    found = [[start_ms, int(ratings[0]), 3, 224, LEARN]]
    at_ms = start_ms
    for rating, wait in zip(ratings[1:], days, strict=True):
        at_ms += round(wait * DAY)
        found.append([at_ms, int(rating), 5, 224, REVIEW if wait >= 1 else LEARN])
    return found


def dump(collection: Collection) -> list[Any]:
    """All rows of the logs and states."""
    return [
        collection.database.rows(query)
        for query in (
            "SELECT * FROM review ORDER BY uid",
            "SELECT * FROM event ORDER BY uid",
            "SELECT * FROM card ORDER BY key",
        )
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A collection with eight questions, in UTC."""
    return Folder(tmp_path / "collection", a=deck())


def ago(days: float, zone: str = "UTC", hour: int = 12) -> int:
    """Noon, so many days before November 10, 2024: Anki takes the real day for today."""
    noon = datetime(2024, 11, 10, hour, tzinfo=ZoneInfo(zone))
    return int(noon.timestamp() * 1000) - round(days * DAY)


HISTORIES = {
    KEYS[0]: ((), "3"),
    KEYS[1]: ((3, 9, 20), "3333"),
    KEYS[2]: ((0.007, 4, 5), "1323"),
    KEYS[3]: ((2, 0.01, 3, 30), "43134"),
    KEYS[4]: ((1, 1, 1, 1, 1), "123432"),
}


def histories(zone: str = "UTC", hour: int = 12) -> dict[str, list[list[int]]]:
    """Five logs, no two answers in the same millisecond."""
    return {
        key: [
            [ms + number, *rest]
            for ms, *rest in rows(ago(80 + number, zone, hour), *waits, ratings=said)
        ]
        for number, (key, (waits, said)) in enumerate(HISTORIES.items())
    }


def assert_as_in_anki(collection: Collection, anki: Studied) -> None:
    """Memory and due day of every card are Anki's."""
    for key, theirs in anki.cards.items():
        state = collection.standing(key).state
        if theirs["memory"]:
            assert state is not None, key
            memory = [state.memory.stability, state.memory.difficulty]
            assert memory == pytest.approx(theirs["memory"], rel=1e-4), key
        else:
            assert state is None, key
        if theirs["due_day"] is not None and state is not None:
            assert state.due_day == theirs["due_day"], key
    assert_sound(collection)


@pytest.mark.parametrize("form", FORMS)
def test_all_forms(form: str, folder: Folder, tmp_path: Path) -> None:
    """From every form of package, memory is Anki's own to 1e-4, and so is the due day."""
    acts = {key: [3] for key in KEYS[:4]} | {KEYS[5]: [4], KEYS[6]: [3]}
    anki = study(folder, tmp_path, forms=(form,), notes=histories(), act=acts)
    with folder.opened() as collection:
        imported = import_package(collection, anki.packages[form], anki.now_ms)

        assert imported.reviews == sum(len(card["log"]) for card in anki.cards.values())
        assert (imported.matched, imported.others, imported.known) == (8, 0, 0)
        assert_as_in_anki(collection, anki)


@pytest.mark.parametrize(
    ("zone", "rollover", "hour"),
    [
        ("Asia/Tokyo", 0, 1),
        ("Asia/Tokyo", 23, 12),
        ("America/New_York", 4, 20),
        ("America/New_York", 23, 12),
        ("Etc/GMT+12", 4, 5),
        ("Etc/GMT-12", 0, 23),
    ],
)
def test_days(zone: str, rollover: int, hour: int, tmp_path: Path) -> None:
    """Days are Anki's in every zone, across a change of clocks, and whenever days begin."""
    folder = Folder(tmp_path / "collection", a=deck())
    folder.settings(f'time_zone = "{zone}"', f"day_start = {rollover}")
    anki = study(
        folder,
        tmp_path,
        zone=zone,
        rollover=rollover,
        notes=histories(zone, hour),
        act={KEYS[1]: [3], KEYS[2]: [2], KEYS[5]: [4], KEYS[3]: ["set-due 7"]},
    )
    with folder.opened() as collection:
        package = anki.packages["apkg-new"]
        import_package(collection, package, anki.now_ms, rollover=rollover)

        assert_as_in_anki(collection, anki)


def test_twice(folder: Folder, tmp_path: Path) -> None:
    """A rehearsal says what would come and writes nothing; the second time nothing comes."""
    acts = {KEYS[0]: [3, "suspend", "flag 2"], KEYS[5]: [3, "forget"], KEYS[1]: ["set-due 9"]}
    anki = study(folder, tmp_path, notes=histories(), act=acts)
    package = anki.packages["apkg-new"]
    with folder.opened() as collection:
        before = dump(collection)
        rehearsed = import_package(collection, package, anki.now_ms, rehearse=True)
        assert dump(collection) == before

        assert import_package(collection, package, anki.now_ms) == rehearsed
        after = dump(collection)
        again = import_package(collection, package, anki.now_ms + DAY)

        assert rehearsed
        assert not again
        assert again.known == rehearsed.reviews
        assert dump(collection) == after


def test_what_counts(folder: Folder, tmp_path: Path) -> None:
    """Cramming does not count; forgetting, a due day set and early answers do, as in Anki,
    also for a card that is still in a filtered deck."""
    acts: dict[str, list[object]] = {
        KEYS[0]: ["forget"],
        KEYS[1]: ["forget", 3],
        KEYS[2]: ["set-due 5"],
        KEYS[3]: ["cram"],
        KEYS[4]: ["rebuild stay"],
        KEYS[5]: [3, "forget", 4],
        KEYS[6]: [4, "set-due 3", 3],
    }
    anki = study(folder, tmp_path, notes=histories(), act=acts)
    with folder.opened() as collection:
        imported = import_package(collection, anki.packages["apkg-new"], anki.now_ms)

        # The fourth began to be learned again without a row that says why.
        assert imported.marks[EventKind.FORGET] == 4
        assert imported.marks[EventKind.SET_DUE] == 1
        assert set(imported.dropped) == {
            "given to cram",
            "due days set before a later answer",
        }
        assert_as_in_anki(collection, anki)


def test_both_sides(folder: Folder, tmp_path: Path) -> None:
    """Answers of both sides count once each, in order of time: what went to Anki and comes
    back is known, what was undone here stays undone, and of two answers given in the same
    millisecond none is lost."""
    start = ago(30)
    folder.sync()
    folder.answer(KEYS[0], at_ms=start)
    folder.answer(KEYS[0], at_ms=start + 3 * DAY, rating=Rating.AGAIN)
    with folder.opened() as collection:
        collection.undo(start + 3 * DAY + 1000)
        with collection.database.transaction():  # as an export with progress does
            collection.database.write("UPDATE review SET anki_id = at_ms")
    folder.answer(KEYS[0], at_ms=start + 9 * DAY, rating=Rating.HARD)
    folder.answer(KEYS[1], at_ms=start + 5 * DAY)
    notes = {
        KEYS[0]: rows(start, 3, 1, 10, ratings="3143"),
        KEYS[2]: rows(start + 5 * DAY),
    }
    anki = study(folder, tmp_path, notes=notes)
    with folder.opened() as collection:
        imported = import_package(collection, anki.packages["apkg-new"], anki.now_ms)
        reviews = collection.logs.reviews_by_card()
        found = [
            (round((each.at_ms - start) / DAY, 1), each.rating) for each in reviews[KEYS[0]]
        ]

        assert (imported.reviews, imported.known) == (3, 2)
        assert found == [(0, 3), (4, 4), (9, 2), (14, 3)]
        assert [each.at_ms for each in reviews[KEYS[1]]] == [start + 5 * DAY]
        assert [each.at_ms for each in reviews[KEYS[2]]] == [start + 5 * DAY + 1]
        assert_sound(collection)
        assert not import_package(collection, anki.packages["apkg-new"], anki.now_ms)


def test_two_machines(tmp_path: Path) -> None:
    """Two machines that read the same package and are merged have each answer once."""
    here, there = (Folder(tmp_path / name, a=deck()) for name in ("here", "there"))
    acts = {KEYS[0]: [3, "suspend"], KEYS[5]: [3, "forget"]}
    anki = study(here, tmp_path, notes=histories(), act=acts)
    there.sync()
    dumps = []
    for folder in (here, there):
        with folder.opened() as collection:
            imported = import_package(collection, anki.packages["apkg-new"], anki.now_ms)
    with here.opened() as collection:
        merged = collection.merge(there.path / "flashprep.db", anki.now_ms)
        dumps.append(dump(collection))

        assert (merged.reviews, merged.events, merged.differing) == (0, 0, 0)
        reviews = collection.logs.reviews_by_card()
        assert sum(map(len, reviews.values())) == imported.reviews


def test_known_on_one_machine(tmp_path: Path) -> None:
    """An answer that one machine gave and another one read from Anki is one when they meet."""
    here, there = (Folder(tmp_path / name, a=deck()) for name in ("here", "there"))
    start = ago(30)
    here.sync()
    here.answer(KEYS[0], KEYS[1], at_ms=start)
    package = tmp_path / "progress.apkg"
    with here.opened() as collection:
        export(collection, package, EVERY_CARD, start, with_progress=True)
    anki = study(
        there, tmp_path, package=str(package), scheduling=True, act={KEYS[0]: [3], KEYS[2]: [3]}
    )
    with there.opened() as collection:
        import_package(collection, anki.packages["apkg-new"], anki.now_ms)
    dumps = []
    for one, other in ((here, there), (there, here), (here, there)):
        with one.opened() as collection:
            collection.merge(other.path / "flashprep.db", anki.now_ms)
            reviews = collection.logs.reviews_by_card()
            assert {key: len(found) for key, found in reviews.items()} == {
                KEYS[0]: 2,
                KEYS[1]: 1,
                KEYS[2]: 1,
            }
            assert_sound(collection)
            assert_as_in_anki(collection, anki)
            dumps.append([row[:2] for row in dump(collection)[2]])
            assert not import_package(collection, anki.packages["apkg-new"], anki.now_ms)
    assert dumps[0] == dumps[1] == dumps[2]


def test_suspension_and_flags(folder: Folder, tmp_path: Path) -> None:
    """What was suspended or flagged in Anki is so here; what Anki never knew of stays as it
    is here; and of two changes the later one counts."""
    folder.sync()
    with folder.opened() as collection:
        collection.mark(KEYS[0], EventKind.SUSPEND, ago(20))
        collection.mark(KEYS[1], EventKind.SUSPEND, ago(20))
        collection.mark(KEYS[4], EventKind.FLAG, ago(20), {"flag": 1})
    acts: dict[str, list[object]] = {
        KEYS[1]: [3],
        KEYS[2]: ["suspend", "flag 3"],
        KEYS[3]: ["suspend"],
    }
    first = study(folder, tmp_path, act=acts)
    with folder.opened() as collection:
        import_package(collection, first.packages["apkg-new"], first.now_ms)
        marks = {key: collection.standing(key).marks for key in KEYS[:5]}
        assert [marks[key].suspended for key in KEYS[:5]] == [True, True, True, True, False]
        assert [marks[key].flag for key in KEYS[:5]] == [0, 0, 3, 0, 1]

        # Later here: unsuspended, which Anki does not know; then Anki, unsuspended there too.
        collection.mark(KEYS[3], EventKind.UNSUSPEND, first.now_ms + 10 * DAY)
    again = study(folder, tmp_path, name="b", act={KEYS[3]: ["suspend"], KEYS[2]: [3, "later"]})
    with folder.opened() as collection:
        import_package(collection, again.packages["apkg-new"], again.now_ms)
        assert not collection.standing(KEYS[3]).marks.suspended
        assert not collection.standing(KEYS[2]).marks.suspended
        assert collection.standing(KEYS[2]).marks.flag == 0
        assert collection.standing(KEYS[0]).marks.suspended
        assert_sound(collection)
