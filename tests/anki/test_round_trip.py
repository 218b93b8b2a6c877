"""The whole trip: studied here, taken to Anki, studied there and here, and brought back."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest

from flashprep.app.transfer.anki_import import import_package
from flashprep.app.transfer.export import export
from flashprep.collection import Collection
from flashprep.core.memory import Rating, Review
from flashprep.core.search.card_filter import EVERY_CARD
from flashprep.store.anki_ids import anki_ids
from flashprep.store.states import CardStatus
from tests.anki.studied import FULL, LEAST_ANSWERS, PLACES, made
from tests.anki_oracle import MISSING
from tests.collection.folders import MINUTE, Folder, assert_sound

pytestmark = pytest.mark.anki

ROOT = Path(__file__).parents[2]
TRIPS = PLACES if FULL else PLACES[1:3]
STUDIED_THERE = 300 if FULL else 60
CLOSE = 1e-4
SUSPENDED = -1


@dataclass(frozen=True)
class Trip:
    """What there was before and after, here and in Anki.

    `sent` are the answers that went along, `given` those that were given here meanwhile, and
    `undone` the one that went along and was taken back since. `answered` are the cards that
    were answered in Anki, and how.
    """

    collection: Collection
    package: Path
    now_ms: int
    sent: list[Review]
    given: list[Review]
    undone: Review
    answered: dict[str, list[object]]
    anki: dict[str, Any]
    standings: dict[str, CardStatus]
    reviews: dict[str, list[Review]]

    def only_there(self) -> Iterator[tuple[CardStatus, dict[str, Any]]]:
        """The cards of which Anki knows all that counts."""
        here = {review.card_key for review in (*self.given, self.undone)}
        for key, standing in self.standings.items():
            if key not in here:
                yield standing, self.anki[key]


def chosen(standings: dict[str, CardStatus]) -> dict[str, list[object]]:
    """What to do in Anki: answers of each kind to cards of each phase, some more than once,
    some suspended or flagged afterwards, and of those that were so before some no longer."""
    dice = Random(5)  # noqa: S311 - the same study each time
    free = sorted(key for key, each in standings.items() if each.queue != "out")
    acts: dict[str, list[object]] = {}
    for number, key in enumerate(dice.sample(free, STUDIED_THERE)):
        acts[key] = list(dice.choices((1, 2, 3, 4), (2, 1, 6, 1), k=1 + (number % 6 == 0)))
        if number % 10 == 3:
            acts[key] += ["suspend", "later"]
        if number % 10 == 4:
            acts[key] += [f"flag {1 + number % 7}", "later"]
    suspended = sorted(key for key, each in standings.items() if each.marks.suspended)
    flagged = sorted(key for key, each in standings.items() if each.marks.flag)
    acts |= {key: ["unsuspend", "later"] for key in suspended[:3]}
    acts |= {key: ["flag 0", "later"] for key in flagged[:3] if key not in acts}
    return acts


def in_anki(package: Path, back: Path, zone: str, rollover: int, acts: object) -> Any:
    """Study the package in Anki, on a machine in that zone, and export to `back`."""
    question = {
        "package": str(package),
        "rollover": rollover,
        "scheduling": True,
        "act": acts,
        "exports": {"apkg-new": str(back)},
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.anki.anki_study"],
        check=False,
        input=json.dumps(question),
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "TZ": zone},
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def study_meanwhile(collection: Collection, answered: dict[str, Any]) -> list[str]:
    """Answer other cards here, three of them in the very milliseconds of answers in Anki."""
    instants = sorted(ms for card in answered.values() for ms in card["log"])[-3:]
    free = [
        key
        for key, each in collection.states.every().items()
        if each.queue == "review" and not each.marks.suspended and key not in answered
    ]
    for key, at_ms in zip(free, instants, strict=False):
        collection.answer(key, Rating.GOOD, at_ms)
    return free[: len(instants)]


@pytest.fixture(scope="module", params=TRIPS, ids=lambda place: f"{place[0]} {place[1]}")
def trip(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Trip]:
    """Weeks of study here, a day in Anki and some answers here on the same day, united."""
    if MISSING is not None:
        pytest.skip(f"the real Anki is missing: {MISSING}")
    zone, rollover = request.param
    home = tmp_path_factory.mktemp("trip")
    folder, package, back = Folder(home / "collection"), home / "out.apkg", home / "back.apkg"
    made(folder, zone, rollover)
    with folder.opened() as collection:
        last_ms = collection.logs.latest_ms()
        export(collection, package, EVERY_CARD, last_ms, with_progress=True)
        standings = collection.states.every()
        logged = collection.logs.reviews_by_card()
        sent = [
            review
            for key, all_of in logged.items()
            for review in standings[key].marks.since_forgotten(all_of)
        ]
        acts = chosen(standings)
        collection.undo(last_ms + MINUTE)
        left = collection.logs.reviews_by_card()
        (undone,) = [review for review in sent if review not in left[review.card_key]]
        acts.pop(undone.card_key, None)
        anki = in_anki(package, back, zone, rollover, acts)
        answered = {key: anki[key] for key, what in acts.items() if isinstance(what[0], int)}
        here = study_meanwhile(collection, answered)
        given = [collection.logs.reviews_by_card()[key][-1] for key in here]
        now_ms = max(ms for card in anki.values() for ms in card["log"]) + MINUTE
        import_package(collection, back, now_ms, rollover=rollover)
        yield Trip(
            collection=collection,
            package=back,
            now_ms=now_ms,
            sent=sent,
            given=given,
            undone=undone,
            answered={key: what for key, what in acts.items() if key in answered},
            anki=anki,
            standings=collection.states.every(),
            reviews=collection.logs.reviews_by_card(),
        )


def test_every_answer_once(trip: Trip) -> None:
    """The answers of both sides are there once each, under their cards and with their ratings,
    also those of one millisecond; what was undone here stays undone."""
    there = [
        (key, rating)
        for key, what in trip.answered.items()
        for rating in what
        if isinstance(rating, int)
    ]
    expected = sorted(
        [
            (review.card_key, int(review.rating))
            for review in (*trip.sent, *trip.given)
            if review != trip.undone
        ]
        + there
    )
    since = {
        key: trip.standings[key].marks.since_forgotten(logged)
        for key, logged in trip.reviews.items()
    }
    found = [review for logged in since.values() for review in logged]
    assert sorted((each.card_key, int(each.rating)) for each in found) == expected
    assert len({each.at_ms for each in found}) == len(found) > LEAST_ANSWERS
    assert len(there) >= STUDIED_THERE
    assert len(trip.given) == 3


def test_answers_are_those_of_anki(trip: Trip) -> None:
    """Of a card that was not answered here meanwhile, the answers are those in Anki's log, by
    the ids that they have there, which are their instants but where two would share one."""
    ids = anki_ids(trip.collection.database)
    for standing, theirs in trip.only_there():
        logged = standing.marks.since_forgotten(trip.reviews.get(standing.card_key, []))
        assert [ids[each.uid] for each in logged] == theirs["log"]
        assert all(0 <= each.at_ms - ids[each.uid] < MINUTE for each in logged)
        assert [int(each.rating) for each in logged] == theirs["ratings"]


def test_memory_is_as_anki_reckons_it(trip: Trip) -> None:
    """Memory is what Anki computes from its log to 1e-4, and what it has stored to its
    rounding."""
    compared = 0
    for standing, theirs in trip.only_there():
        if standing.state is None:
            assert theirs["memory"] is None
            continue
        memory = [standing.state.memory.stability, standing.state.memory.difficulty]
        assert memory == pytest.approx(theirs["memory"], rel=CLOSE)
        # Anki goes on from what it has rounded.
        exact = 1e-3 if standing.card_key in trip.answered else 1e-6
        assert memory == pytest.approx(theirs["stored"], rel=exact, abs=5.1e-4)
        compared += standing.card_key in trip.answered
    assert compared > STUDIED_THERE * 3 // 4


def test_due_days_are_those_of_anki(trip: Trip) -> None:
    """Every card in review is due on the day on which it is in Anki."""
    compared = 0
    for standing, theirs in trip.only_there():
        if standing.state is None or theirs["due_day"] is None:
            continue
        assert standing.state.due_day == theirs["due_day"], standing.card_key
        compared += 1
    assert compared > len(trip.standings) // 3


def test_marks_are_those_of_anki(trip: Trip) -> None:
    """What was suspended, let go or flagged in Anki is so here; all else is as before."""
    for standing, theirs in trip.only_there():
        assert standing.marks.suspended is (theirs["queue"] == SUSPENDED), standing.card_key
        assert standing.marks.flag == theirs["flag"], standing.card_key


def test_nothing_comes_twice(trip: Trip) -> None:
    """The cache is what the logs say, and the same package brings nothing again."""
    assert_sound(trip.collection)
    assert not import_package(trip.collection, trip.package, trip.now_ms)


def test_another_anki_gets_all_of_it(trip: Trip, request: pytest.FixtureRequest) -> None:
    """A second Anki that takes all of it has each answer once, and the same memory."""
    zone, rollover = request.node.callspec.params["trip"]
    package = trip.package.with_name("again.apkg")
    export(trip.collection, package, EVERY_CARD, trip.now_ms, with_progress=True)
    anki = in_anki(package, trip.package.with_name("unused.apkg"), zone, rollover, {})
    for key, standing in trip.standings.items():
        logged = standing.marks.since_forgotten(trip.reviews.get(key, []))
        assert len(anki[key]["log"]) == len(logged)
        if standing.state is not None:
            memory = [standing.state.memory.stability, standing.state.memory.difficulty]
            assert memory == pytest.approx(anki[key]["memory"], rel=CLOSE)
