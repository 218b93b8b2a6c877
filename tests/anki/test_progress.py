"""Progress on its way into Anki: where cards stand, their answers, and the settings."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from flashprep.app.transfer.export import export
from flashprep.core.calendar import StudyCalendar
from flashprep.core.memory import CardState, Phase
from flashprep.core.search.card_filter import EVERY_CARD
from flashprep.store.states import CardStatus
from tests.anki.studied import CARDS, LEAST_ANSWERS, PLACES, SETTINGS, made
from tests.anki_oracle import MISSING
from tests.collection.folders import Folder

pytestmark = pytest.mark.anki

CLOSE = 1e-4
TYPES = {None: 0, Phase.LEARNING: 1, Phase.REVIEW: 2, Phase.RELEARNING: 3}


@dataclass(frozen=True)
class Told:
    """What is here, and what Anki says it has."""

    calendar: StudyCalendar
    standings: dict[str, CardStatus]
    reviews: dict[str, list[Any]]
    today: int
    anki: dict[str, Any]
    parameters: tuple[float, ...]

    def day_in_anki(self, due: int) -> int:
        """The study day that is day `due` of Anki's collection."""
        present = self.calendar.day_of(self.anki["day_ends_s"] * 1000 - 1)
        return present + due - self.anki["today"]


@pytest.fixture(scope="module", params=PLACES, ids=lambda place: f"{place[0]} {place[1]}")
def told(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Told]:
    """A collection, and what Anki on a machine in the same zone makes of its package."""
    if MISSING is not None:
        pytest.skip(f"the real Anki is missing: {MISSING}")
    zone, rollover = request.param
    home = tmp_path_factory.mktemp("progress")
    folder, package = Folder(home / "collection"), home / "a.apkg"
    made(folder, zone, rollover)
    with folder.opened() as collection:
        now_ms = collection.logs.latest_ms()
        exported = export(collection, package, EVERY_CARD, now_ms, with_progress=True)
        standings = collection.states.every()
        reviews = {
            key: standings[key].marks.since_forgotten(logged)
            for key, logged in collection.logs.reviews_by_card().items()
        }
        assert exported.reviews == sum(map(len, reviews.values())) > LEAST_ANSWERS
        yield Told(
            calendar=collection.calendar,
            standings=standings,
            reviews=reviews,
            today=collection.today(now_ms),
            anki=in_anki(package, zone, rollover),
            parameters=collection.scheduler.parameters,
        )


def in_anki(package: Path, zone: str, rollover: int) -> dict[str, Any]:
    """What Anki has after the import, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.anki.anki_state", package, str(rollover)],
        check=True,
        capture_output=True,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "TZ": zone},
    )
    known: dict[str, Any] = json.loads(done.stdout)
    return known


def steps_left(state: CardState) -> int:
    """The steps that the card has to go, this one included."""
    if state.step is None:
        return 0
    learning = state.phase is Phase.LEARNING
    steps = SETTINGS.learning_steps_ms if learning else SETTINGS.relearning_steps_ms
    return len(steps) - state.step


def test_states(told: Told) -> None:
    """Each card has the phase, memory, counts, flag and mark that it has here, and Anki finds
    nothing to mend."""
    assert told.anki["sound"]
    assert told.standings.keys() == told.anki["cards"].keys()
    seen = set()
    for key, standing in told.standings.items():
        theirs, state = told.anki["cards"][key], standing.state
        assert theirs["type"] == TYPES[state.phase if state else None]
        assert theirs["flag"] == standing.marks.flag
        assert (theirs["queue"] == -1) == standing.marks.suspended
        buried = standing.marks.rests_on(told.today) and not standing.marks.suspended
        assert (theirs["queue"] == -3) == buried
        seen.add((theirs["type"], theirs["queue"]))
        if state is None:
            assert theirs["memory"] is None
            assert theirs["reps"] == 0
            continue
        assert (theirs["reps"], theirs["lapses"]) == (state.reps, state.lapses)
        assert theirs["last_s"] == state.last_at_ms // 1000
        assert theirs["memory"] == pytest.approx(
            [state.memory.stability, state.memory.difficulty], rel=1e-6, abs=5.1e-4
        )
        assert theirs["memory"][0] == pytest.approx(
            state.memory.stability, rel=1e-6, abs=5.1e-5
        )
        assert theirs["desired_retention"] == pytest.approx(SETTINGS.desired_retention)
        assert theirs["decay"] == pytest.approx(told.parameters[-1], abs=5.1e-4)
        assert theirs["left"] == steps_left(state)
    waiting = {(0, 0), (1, 1), (1, 3), (2, 2), (3, 1), (3, 3)}
    assert waiting <= seen
    assert {queue for _, queue in seen} == {-3, -1, 0, 1, 2, 3}


def test_due_days(told: Told) -> None:
    """Each card comes back on the day on which it does here; a step of the same day, at the
    same second."""
    compared = 0
    for key, standing in told.standings.items():
        theirs, state = told.anki["cards"][key], standing.state
        if state is None or standing.marks.suspended:
            continue
        if state.due_at_ms is not None and state.due_day == state.last_day:
            assert theirs["due"] == state.due_at_ms // 1000
        else:
            assert told.day_in_anki(theirs["due"]) == state.due_day
            compared += 1
        if state.phase is Phase.REVIEW:
            assert theirs["interval"] == state.due_day - state.last_day
    assert compared > CARDS / 3


def test_every_answer_arrives_as_given(told: Told) -> None:
    """The log has each answer once, with its instant, rating and time."""
    answers = sorted(
        (review.at_ms, review.card_key, int(review.rating), review.duration_ms)
        for all_of in told.reviews.values()
        for review in all_of
    )
    assert [(row[0], row[1], row[2], row[6]) for row in told.anki["log"]] == answers


def test_the_log_says_how_a_card_was_learned(told: Told) -> None:
    """An answer is of the kind that the card was before it, the first one of learning, and
    says from which interval the card came to which."""
    by_card: dict[str, list[list[Any]]] = {}
    for row in told.anki["log"]:
        by_card.setdefault(row[1], []).append(row)
    for key, rows in by_card.items():
        state = told.standings[key].state
        assert state is not None
        intervals = [row[3] for row in rows]
        assert [row[4] for row in rows] == [0, *intervals[:-1]]
        assert (intervals[-1] < 0) == (state.phase is not Phase.REVIEW)
        kinds = [row[7] for row in rows]
        assert kinds[0] == 0
        for kind, before in zip(kinds[1:], rows, strict=False):
            assert (kind == 1) == (before[3] > 0)
        # What follows a lapse is learning it again, and nothing else is.
        lapsed = [row[7] in (1, 2) and row[3] < 0 for row in rows]
        assert [kind == 2 for kind in kinds[1:]] == lapsed[:-1]
        assert sum(row[7] == 1 and row[2] == 1 for row in rows) == state.lapses


def test_anki_makes_the_same_of_our_log(told: Told) -> None:
    """Asked for a card's memory, and when FSRS is switched on, Anki computes from our log what
    is here."""
    for key, standing in told.standings.items():
        if standing.state is None:
            continue
        memory = standing.state.memory
        ours = [memory.stability, memory.difficulty]
        assert told.anki["computed"][key] == pytest.approx(ours, rel=CLOSE)
        assert told.anki["with_fsrs"][key]["memory"] == pytest.approx(
            ours, rel=CLOSE, abs=5.1e-4
        )


def test_switching_fsrs_on_moves_nothing(told: Told) -> None:
    """With FSRS switched on, every card is due when it was."""
    for key, card in told.anki["cards"].items():
        assert told.anki["with_fsrs"][key]["due"] == card["due"]


def test_preset(told: Told) -> None:
    """The settings arrive as a preset of the decks, and new cards come by position."""
    preset = told.anki["preset"]
    assert preset["newGatherPriority"] == 1
    assert preset["desiredRetention"] == pytest.approx(SETTINGS.desired_retention)
    assert preset["fsrsParams6"] == pytest.approx(told.parameters)
    assert (preset["new"]["perDay"], preset["rev"]["maxIvl"]) == (15, 300)
    assert preset["new"]["delays"] == [10, 14 * 60]
    assert preset["lapse"]["delays"] == [20]
