"""A collection of November 2026, with a month of study, opened by the present version."""

import gzip
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.runs import Desk

FROZEN = Path(__file__).parent / "frozen"
NOW = "2026-11-20T09:00:00Z"
# What must survive every change of a card's text, position or priority.
KEPT = (
    *("key", "note", "deck", "stands", "due_day", "stability", "difficulty", "reps", "lapses"),
    *("flag", "buried", "leech"),
)
# What `stats` counts; the rest is made of these and of texts.
COUNTED = ("cards", "known", "forecast", "study")


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A copy of the frozen collection."""
    return thawed(tmp_path_factory.mktemp("frozen"))


def thawed(folder: Path) -> Desk:
    """A copy in this folder."""
    desk = Desk(folder, {})
    shutil.rmtree(desk.folder)
    shutil.copytree(FROZEN, desk.folder)
    with gzip.open(desk.folder / "flashprep.db.gz") as packed:
        desk.database.write_bytes(packed.read())
    return desk


def expected(name: str) -> Any:
    """What the version of that time printed."""
    path = FROZEN / f"expected-{name}.json"
    if path.exists():
        return json.loads(path.read_text(encoding="utf-8"))
    return json.loads(gzip.decompress(path.with_suffix(".json.gz").read_bytes()))


def kept(cards: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """By its key, what of each card must survive."""
    return {card["key"]: {name: card[name] for name in KEPT} for card in cards}


def test_nothing_is_retired_and_nothing_asked(frozen: Desk) -> None:
    """Its own deck files give all cards their histories back: a sync has nothing to ask."""
    done = frozen.run("sync", now=NOW)
    assert (done.code, done.err) == (0, "")
    retired = frozen.run("list", "is:retired", "--json", now=NOW)
    assert retired.json["cards"] == []


def test_states_are_equal(frozen: Desk) -> None:
    """Every card has the state, the due day and the marks that it had, to the last digit."""
    now = frozen.run("list", "--json", now=NOW).json["cards"]
    assert kept(now) == kept(expected("list")["cards"])


def test_histories_are_equal(frozen: Desk) -> None:
    """A card's history tells the same reviews, with the same memory after each."""
    then = expected("history")
    now = frozen.run("history", then["key"], "--json", now=NOW).json
    assert now["entries"] == then["entries"]


def test_statistics_count_the_same(frozen: Desk) -> None:
    """Counts, forecast and study of each day are the same."""
    now, then = frozen.run("stats", "--json", now=NOW).json, expected("stats")
    assert {name: now[name] for name in COUNTED} == {name: then[name] for name in COUNTED}


def test_interview_and_practice_are_kept(frozen: Desk) -> None:
    """The interview has its day, its minutes and its cards; what was practiced is known."""
    now, then = frozen.run("interview", "--json", now=NOW).json, expected("interview")
    assert now["interviews"] == then["interviews"]
    practiced = frozen.run("practise", "--list", "--json", now=NOW).json["prompts"]
    assert {each["key"]: each["practised"] for each in practiced} == {
        each["key"]: each["practised"] for each in expected("practise")["prompts"]
    }


def test_doctor_finds_it_sound(frozen: Desk) -> None:
    """The states follow from the log, and the cards from the deck files."""
    done = frozen.run("doctor", now=NOW)
    assert done.code == 0, done.out


def test_questions_with_other_ids_are_known(tmp_path: Path) -> None:
    """What that version kept of questions and of texts with gaps still tells them again, when
    they have another id at the first sync."""
    desk = thawed(tmp_path)
    before = desk.run("list", "--json", now=NOW).json["cards"]
    file = desk.folder / "decks" / "stories" / "tech-leads.yaml"
    text = file.read_text("utf-8")
    for id_ in ("behavioral-seniority", "behavioral-questions"):
        text = text.replace(f"id: {id_}\n", f"id: now-{id_}\n")
    file.write_text(text, "utf-8")
    desk.database.write_bytes(gzip.decompress((FROZEN / "flashprep.db.gz").read_bytes()))
    done = desk.run("sync", now=NOW)
    assert (done.code, done.err) == (0, "")
    after = {each["key"]: each for each in desk.run("list", "--json", now=NOW).json["cards"]}
    for key in ("behavioral-seniority/basic", "behavioral-questions/c1/cloze"):
        (card,) = (each for each in before if each["key"] == key)
        assert key not in after
        assert after[f"now-{key}"]["reps"] == card["reps"] > 10
