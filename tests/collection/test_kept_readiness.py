"""Readiness that is kept, and what ends it."""

import shutil
from collections.abc import Callable
from collections.abc import Collection as Some
from pathlib import Path
from unittest.mock import patch

import pytest

from flashprep.app.practice.log import find_prompt, record_practice
from flashprep.app.prep.interviews import cancel_interview, set_interview
from flashprep.app.prep.kept_readiness import kept_readiness
from flashprep.app.prep.readiness import readiness_of
from flashprep.collection import Collection
from flashprep.core.events import EventKind
from flashprep.core.interviews import Interview
from flashprep.core.memory import Rating
from flashprep.core.practice import Rehearsal
from flashprep.core.readiness import Readiness
from tests.collection.folders import DAY, HOUR, MINUTE, NOON, Folder

COMPUTE = "flashprep.app.prep.readiness.readiness_of"
NOTES = "".join(f"- {{basic: Question {n}, answer: 'A{n}', id: n{n}}}\n" for n in range(6))
MORE = """
- value: Bold
  id: bold
  company: Acme
  means: Dare it
- questions: Bank
  ask: [Tell me of a hard bug., When were you bold?]
"""
PRESET = ["[preset.p]", 'decks = ["Prep"]', "desired_retention = 0.8"]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Some cards, of which some were answered, two interviews, and a forecast of each day."""
    found = Folder(tmp_path / "it", prep=NOTES, more=MORE)
    found.sync()
    with found.opened() as collection:
        today = collection.today(NOON)
        set_interview(collection, Interview("first", today + 9), NOON)
        set_interview(collection, Interview("second", today + 20, company="Acme"), NOON)
    for day in range(3):
        found.answer("n1/basic", "n2/basic", at_ms=NOON + day * DAY)
        with found.opened() as collection:
            readiness_of(collection, NOON + day * DAY + HOUR)
    return found


NOW = NOON + 2 * DAY + 2 * HOUR


def shown(
    folder: Folder, now_ms: int = NOW, among: Some[str] | None = None, *, fine: bool = False
) -> Readiness | None:
    """The readiness. It is the one computed anew, and then kept: found once more without
    computing it."""
    with folder.opened() as collection:
        found = kept_readiness(collection, now_ms, among, fine=fine)
    with folder.opened() as collection:
        assert found == readiness_of(collection, now_ms, among, fine=fine)
    assert kept(folder, now_ms + MINUTE, among, fine=fine) == found
    return found


def kept(
    folder: Folder, now_ms: int, among: Some[str] | None = None, *, fine: bool = False
) -> Readiness | None:
    """The readiness that is kept."""
    with folder.opened() as collection, patch(COMPUTE, side_effect=AssertionError("computed")):
        return kept_readiness(collection, now_ms, among, fine=fine)


def test_kept(folder: Folder) -> None:
    """All of a readiness is kept: its topics, its interviews, its judged forecasts."""
    found = shown(folder)
    assert found is not None
    assert [each.name for each in found.interviews] == ["first", "second"]
    assert len(found.topics) > 1
    assert len(found.days) > 1
    assert found.judged
    assert len(found.unpracticed) == 2


def in_collection(change: Callable[[Collection], object]) -> Callable[[Folder], object]:
    """The change, in an open collection."""

    def changed(folder: Folder) -> None:
        with folder.opened() as collection:
            change(collection)

    return changed


def written(name: str, text: str) -> Callable[[Folder], object]:
    """The change of a deck file."""

    def changed(folder: Folder) -> None:
        folder.write(name, text)
        folder.sync(NOW)

    return changed


def merged(folder: Folder) -> None:
    """Merge a forecast that another machine made, which judges otherwise."""
    other = Folder(folder.path.parent / "other")
    shutil.rmtree(other.path)
    shutil.copytree(folder.path, other.path)
    with other.opened() as collection:
        (event, *_) = collection.logs.events(EventKind.FORECAST)
        payload = {**event.payload, "mornings": [0.125 for _ in event.payload["mornings"]]}
        payload["day"] = event.payload["day"] - 1
        with collection.database.transaction():
            collection.logs.append_event(EventKind.FORECAST, "plan", NOON - DAY, payload)
    with folder.opened() as collection:
        collection.merge(other.path / "flashprep.db", NOW)


def interview(**changes: object) -> Interview:
    """The first interview, changed."""
    return Interview(**{"name": "first", "day": NOON // DAY + 719_163 + 9, **changes})  # type: ignore[arg-type]


CHANGES: dict[str, Callable[[Folder], object]] = {
    "a review": lambda folder: folder.answer("n3/basic", at_ms=NOW),
    "a review of an earlier day": lambda folder: folder.answer("n3/basic", at_ms=NOON - DAY),
    "a review dated ahead": lambda folder: folder.answer("n3/basic", at_ms=NOW + 5 * DAY),
    "an undo": in_collection(lambda it: it.undo(NOW)),
    "an undo and a redo": in_collection(lambda it: (it.undo(NOW), it.redo(NOW + 1))),
    "a suspension": lambda folder: folder.mark("n1/basic", EventKind.SUSPEND, NOW),
    "a reset": lambda folder: folder.mark("n1/basic", EventKind.FORGET, NOW),
    "practice": in_collection(
        lambda it: record_practice(
            it, find_prompt(it, "bank/when-were-you-bold"), Rehearsal(NOW, Rating.GOOD)
        )
    ),
    "a text": written("prep", NOTES.replace("Question 4", "Other question")),
    "a name": written("more", MORE.replace("value: Bold", "value: Bolder")),
    "a new card": written("prep", NOTES + "- {basic: New?, answer: A, id: new}\n"),
    "a card less": written(
        "prep", NOTES.replace("- {basic: Question 5, answer: 'A5', id: n5}\n", "")
    ),
    "a setting": lambda folder: folder.settings('time_zone = "UTC"', "desired_retention = 0.8"),
    "the day's start": lambda folder: folder.settings('time_zone = "UTC"', "day_start = 15"),
    "a preset": lambda folder: folder.settings('time_zone = "UTC"', *PRESET),
    "another day of an interview": in_collection(
        lambda it: set_interview(it, interview(day=it.today(NOW) + 5), NOW)
    ),
    "other minutes": in_collection(lambda it: set_interview(it, interview(minutes=1), NOW)),
    "an interview less": in_collection(lambda it: cancel_interview(it, "second", NOW)),
    "another machine's forecast": merged,
}


# The others may change nothing that is shown.
DIFFERENT = (
    *("a review", "a review of an earlier day", "an undo", "a reset", "practice", "a name"),
    *("a new card", "a card less", "other minutes", "an interview less"),
    "another machine's forecast",
)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_changes(folder: Folder, change: Callable[[Folder], object]) -> None:
    """After any change the readiness is the one computed anew."""
    before = shown(folder)
    change(folder)
    after = shown(folder)
    assert before is not None
    assert after is not None
    if change in map(CHANGES.__getitem__, DIFFERENT):
        assert after != before


def test_days(folder: Folder) -> None:
    """The next day, the day before, and a day after the interviews have their own."""
    found = [shown(folder, NOW + day * DAY) for day in (0, 1, 0, -1, 8, 9, 30)]
    assert found[0] == found[2]
    assert len({repr(each) for each in found}) == 6
    assert found[-1] is None


def test_queries(folder: Folder) -> None:
    """Each choice of cards, and of topics or their parts, has its own."""
    choices = (None, {"n1/basic"}, {"n1/basic", "n3/basic"}, {"nowhere/near"}, None)
    found = [shown(folder, among=among) for among in choices]
    assert found[0] == found[-1]
    assert len({repr(each) for each in found}) == 4
    assert found[3] is None
    shown(folder, fine=True)
    shown(folder)


@pytest.mark.parametrize("text", ["", "{}", "[]", "nothing", '{"mark": 1}'])
def test_damaged(folder: Folder, text: str) -> None:
    """A text in the cache that cannot be read is computed again."""
    found = shown(folder)
    for damaged in (text, *(_damaged(folder, name) for name in ("topics", "whole", "days"))):
        with folder.opened() as collection, collection.database.transaction():
            collection.states.put_stamp("readiness", damaged)
        assert shown(folder) == found


def _damaged(folder: Folder, name: str) -> str:
    """The text in the cache, without one of its values."""
    with folder.opened() as collection:
        text = collection.states.stamp("readiness")
    assert text is not None
    return text.replace(f'"{name}"', '"other"')


def test_new_version(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new version of the program computes it again."""
    shown(folder)
    monkeypatch.setattr("flashprep.app.prep.kept_readiness.__version__", "9")
    with pytest.raises(AssertionError, match="computed"):
        kept(folder, NOW)
