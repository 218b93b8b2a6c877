"""`flashprep ready`, and forecasts held against what came."""

from typing import Any

import pytest

from tests.cli.runs import Desk, after, answer_line


def ready(desk: Desk, *args: str, day: float = 0) -> Any:
    """The readiness, so many days after noon."""
    return desk.run("ready", "--json", *args, now=after(day)).json["readiness"]


def answer(desk: Desk, *keys: str, day: float = 0) -> None:
    """Answer cards Good on a day."""
    lines = [answer_line(key, at=int(after(day, ms=n))) for n, key in enumerate(keys)]
    assert desk.run("answer", "-", stdin="".join(lines), now=after(day)).code == 0


@pytest.fixture
def preparing(desk: Desk) -> Desk:
    """A collection with an interview in twenty days."""
    assert desk.run("interview", "set", "2027-01-07", "--minutes", "10").code == 0
    return desk


def test_without_an_interview(desk: Desk) -> None:
    """Without an interview it says how to set one, and is null for programs."""
    assert "flashprep interview set" in desk.run("ready").out
    assert ready(desk) is None


def test_weakest_first_with_what_is_known_now(preparing: Desk) -> None:
    """A topic never seen is known with 0 now, one that was answered with more; both will be
    known on the day."""
    answer(preparing, "meta-move-fast/means", "meta-move-fast/which-means", day=0)
    found = ready(preparing, day=1)
    topics = {each["key"]: each for each in found["topics"]}
    assert topics["star"]["now"] == 0
    assert topics["star"]["unseen"] == topics["star"]["cards"]
    assert 0.5 < topics["meta-move-fast"]["now"] < 1
    assert topics["meta-move-fast"]["trend"][0] == 0
    assert all(each["on_the_day"] > 0.8 for each in topics.values())
    shown = preparing.run("ready", now=after(1)).out
    assert "Move Fast (Meta)" in shown
    assert f"Not yet seen: {found['all']['unseen']} cards." in shown


def test_a_search_chooses(preparing: Desk) -> None:
    """With a search only those cards count; one that finds none says so."""
    found = ready(preparing, "kind:value")
    assert {each["kind"] for each in found["topics"]} == {"Value"}
    assert (
        preparing.run("ready", "nonsense").out
        == "No upcoming interview includes such a card.\n"
    )


def test_forecasts_are_held_against_what_came(preparing: Desk) -> None:
    """The first plan of each day is kept; later what it foresaw for this morning stands beside
    what came, which is less where nothing was studied."""
    preparing.run("plan")
    preparing.run("plan")
    assert len(preparing.rows("SELECT * FROM event WHERE kind = 'forecast'")) == 1
    assert ready(preparing)["forecasts"] == []
    (judged,) = ready(preparing, day=3)["forecasts"]
    assert (judged["made_day"], judged["day"]) == ("2026-12-18", "2026-12-21")
    assert judged["forecast"] > 0.2
    assert judged["came"] == 0
    assert "for the morning of Mon, Dec 21:" in preparing.run("ready", now=after(3)).out


def test_a_changed_interview_ends_the_judging(preparing: Desk) -> None:
    """What was foreseen for other dates is held against nothing; what is foreseen when they
    change, is."""
    preparing.run("plan")
    preparing.run("interview", "set", "2027-01-20", now=after(1))
    (judged,) = ready(preparing, day=3)["forecasts"]
    assert judged["made_day"] == "2026-12-19"


def test_undo_passes_over_forecasts(preparing: Desk) -> None:
    """A forecast is no act of the person's: undo takes back what was done before it."""
    preparing.run("plan")
    assert "interview" in preparing.run("undo").out
    assert "flashprep interview set" in preparing.run("ready").out
