"""What is told of interviews ahead, while other processes write to the same collection."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from flashprep.app.prep.day_summary import weakest
from flashprep.app.prep.interviews import set_interview
from flashprep.app.prep.plan_input import problem_of
from flashprep.app.prep.readiness import readiness_of
from flashprep.core.interviews import Interview
from flashprep.core.memory import Rating
from flashprep.store.database import Database
from tests.collection.folders import DAY, NOON, Folder

NOTES = "".join(f"- {{basic: Question {n}, answer: 'A{n}', id: n{n}}}\n" for n in range(4))


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Four cards, the second one answered, and an interview in ten days."""
    found = Folder(tmp_path, prep=NOTES)
    found.sync()
    found.answer("n1/basic")
    with found.opened() as collection:
        day = collection.today(NOON) + 10
        set_interview(collection, Interview(name="it", day=day), NOON)
    return found


def test_cards_that_come_while_one_looks(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many cards another process takes over, one after each look that is taken while a
    plan's problem is made or the weakest are looked for: that breaks neither, and no card is
    taken to stand where another one does."""
    stream = Database.stream
    looks = 0

    def looked(database: Database, *arguments: Any) -> Iterator[Any]:
        nonlocal looks
        rows = list(stream(database, *arguments))
        looks += 1
        more = (f"- {{basic: B{n}, answer: B, id: b{n}}}\n" for n in range(looks))
        folder.write("prep", "".join(more) + NOTES)
        with monkeypatch.context() as undisturbed:
            undisturbed.setattr(Database, "stream", stream)
            folder.sync()
        return iter(rows)

    with folder.opened() as collection:
        before = problem_of(collection, NOON)
    with folder.opened() as collection, monkeypatch.context() as disturbed:
        disturbed.setattr(Database, "stream", looked)
        during = problem_of(collection, NOON)
        (weak,) = weakest(collection, NOON)
    assert before
    assert during
    assert looks > 2
    found = {card.key: card for card in during.cards}
    for was in before.cards:
        assert replace(found[was.key], position=was.position) == was
    assert len(found) > len(before.cards)
    assert weak.cards == 1


def test_the_weakest_are_known_as_the_plan_believes(folder: Folder) -> None:
    """What is said of the weakest at a glance is what `ready` says at the same instant, for one
    who forgets sooner than FSRS believes, too."""
    for day in range(4):
        keys = (f"n{n}/basic" for n in range(4))
        folder.answer(*keys, at_ms=NOON + day * DAY, rating=Rating.AGAIN)
    with folder.opened() as collection:
        now_ms = NOON + 4 * DAY
        problem = problem_of(collection, now_ms)
        assert problem
        assert problem.memory_factor < 0.9
        (weak,) = weakest(collection, now_ms)
        readiness = readiness_of(collection, now_ms)
    assert readiness
    assert weak.now == pytest.approx(readiness.topics[0].now)
