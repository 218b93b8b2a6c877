"""What is told of interviews ahead, while other processes write to the same collection."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

from flashprep.app.prep.interviews import covered_keys, every_card, set_interview
from flashprep.app.prep.plan_input import problem_of
from flashprep.app.prep.readiness import readiness_of
from flashprep.app.prep.topics import topics_of, weakest, weakest_today
from flashprep.app.undo import undo_last
from flashprep.app.upkeep.learner import estimated, learner_of
from flashprep.core.events import EventKind
from flashprep.core.interviews import Interview
from flashprep.core.memory import Rating
from flashprep.core.priorities import Priority
from flashprep.core.readiness import ReadyCard, by_topic
from flashprep.store.database import Database
from tests.collection.folders import DAY, NOON, Folder

ROOT = Path(__file__).parents[2]
PRESET = ["[preset.p]", 'decks = ["Values"]', "desired_retention = 0.8"]
LADDER = """
- levels: Ladder
  id: ladder
  attributes: [Scope, Pace]
  ladder:
    - {level: Manager, code: M1, expects: {Scope: A team., Pace: weeks}}
    - {level: Director, expects: {Scope: a group, Pace: months}}
    - {level: Vice president, expects: {Scope: a company, Pace: quarters}}
    - {level: President, expects: {Scope: all, Pace: years}}
"""
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


@pytest.mark.parametrize(
    "interview",
    [
        Interview(name="all", day=0),
        Interview(name="company", day=0, company="Meta"),
        Interview(name="level", day=0, company="Meta", level="Director"),
        Interview(name="decks", day=0, decks=("Values", "ladders")),
        Interview(name="core", day=0, priorities=(Priority.CORE,)),
    ],
    ids=lambda interview: interview.name,
)
def test_the_weakest_are_those_of_all_cards_asked(tmp_path: Path, interview: Interview) -> None:
    """What SQL sums up by note and deck is what the cards that an interview asks lead to, one
    by one."""
    folder = Folder(tmp_path, ladders=LADDER)
    shutil.copytree(ROOT / "decks", tmp_path / "decks", dirs_exist_ok=True)
    folder.settings('time_zone = "UTC"', *PRESET)
    folder.sync()
    chance = Random(5)  # noqa: S311 - the same answers each time
    keys = folder.keys()
    now_ms = NOON + 6 * DAY
    with folder.opened() as collection:
        few = [key for key in keys if chance.random() < 0.3 or key.startswith("ladder/")]
        for at_ms in sorted(chance.sample(range(NOON, now_ms), 300)):
            collection.answer(chance.choice(few), chance.choice(list(Rating)), at_ms)
        for key in keys[::9]:
            collection.mark(key, EventKind.SUSPEND, now_ms)
        today = collection.today(now_ms)
        interview = replace(interview, day=today + 10)
        set_interview(collection, interview, now_ms)
        factor = learner_of(collection, today).memory_factor
        asked = covered_keys(collection, interview)
        seen = {
            each.card_key: collection.curves()[each.preset].recall(
                factor * each.state.memory.stability, max(1, today + 1 - each.state.last_day)
            )
            for each in every_card(collection)
            if each.card_key in asked and each.state is not None and each.queue != "out"
        }
        cards = [each.card for each in every_card(collection) if each.card_key in seen]
        expected = by_topic(
            ReadyCard(topic, is_seen=True, trend=(seen[key],), then=seen[key])
            for key, topic in topics_of(collection, cards).items()
        )
        found = weakest(collection, now_ms)
    assert len(found) == min(5, len(expected)) > 1
    for one, other in zip(found, expected, strict=False):
        assert (one.topic, one.cards, one.unseen) == (other.topic, other.cards, other.unseen)
        assert one.trend == pytest.approx(other.trend)
        assert one.then == pytest.approx(other.then)


def test_the_weakest_of_the_day(tmp_path: Path) -> None:
    """What status shows as weakest stays while cards are reviewed, and is computed again after
    a session, a suspension, a late review, and on the next day."""
    folder = Folder(tmp_path)
    shutil.copytree(ROOT / "decks", tmp_path / "decks", dirs_exist_ok=True)
    folder.settings('time_zone = "UTC"')
    folder.sync()
    chance = Random(8)  # noqa: S311 - the same answers each time
    keys, now_ms = chance.sample(folder.keys(), 60), NOON + 6 * DAY
    with folder.opened() as collection:
        for at_ms in sorted(chance.sample(range(NOON, now_ms - DAY), 100)):
            collection.answer(chance.choice(keys), chance.choice(list(Rating)), at_ms)
        today = collection.today(now_ms)
        set_interview(collection, Interview(name="all", day=today + 10), now_ms)
        first = weakest_today(collection, now_ms)
        assert first == weakest(collection, now_ms)
        for place, key in enumerate(keys):
            collection.answer(key, Rating.GOOD, now_ms + place)
        now_ms += 1000
        undo_last(collection, now_ms)
        assert weakest_today(collection, now_ms) == first
        after = weakest(collection, now_ms)
        assert weakest_today(collection, now_ms) == after != first

        def is_computed(at_ms: int) -> bool:
            shown = weakest_today(collection, at_ms)
            return shown == weakest(collection, at_ms) != after

        for key in keys[:30]:
            collection.mark(key, EventKind.SUSPEND, now_ms)
        assert is_computed(now_ms)
        after = weakest(collection, now_ms)
        collection.answer(keys[-2], Rating.AGAIN, NOON + DAY)
        assert weakest_today(collection, now_ms) == weakest(collection, now_ms)
        assert is_computed(now_ms + DAY)


def test_the_learner_is_kept_for_the_day(folder: Folder) -> None:
    """What is known of the learner is computed once a day, whatever is answered that day; an
    answer that comes late, or is taken back, counts at once."""
    now_ms = NOON + 3 * DAY
    with folder.opened() as collection:
        today = collection.today(now_ms)

        def kept() -> str | None:
            assert learner_of(collection, today) == estimated(collection, today)
            return collection.states.stamp("learner")

        first = kept()
        collection.answer("n1/basic", Rating.AGAIN, now_ms)
        collection.answer("n2/basic", Rating.EASY, now_ms + 1)
        assert kept() == first
        undo_last(collection, now_ms + 2)
        assert kept() == first
        collection.answer("n3/basic", Rating.AGAIN, NOON + DAY)
        late = kept()
        assert late != first
        undo_last(collection, now_ms + 3)
        assert kept() != late
