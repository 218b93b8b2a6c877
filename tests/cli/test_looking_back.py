"""What `interview` and `ready` tell of interviews that are over."""

from typing import Any

import pytest

from flashprep.app.study.cram import record_cram
from flashprep.collection import Collection
from flashprep.core.memory import Rating
from tests.cli.runs import DAY_MS, NOON_MS, Desk, after

CARDS_OF_IT = ("star/cue", "cap/basic")


@pytest.fixture
def over(desk: Desk) -> Desk:
    """A collection with an interview on Wed, Dec 23, planned on the day it was set and on its
    eve, when nothing was studied."""
    assert desk.run("interview", "set", "2026-12-23", "--company", "Meta").code == 0
    assert desk.run("plan", now=after(4)).code == 0
    return desk


def past(desk: Desk, day: float) -> Any:
    """The interviews that are over, so many days after noon."""
    return desk.run("interview", "--json", now=after(day)).json["past"]


def warm_up(desk: Desk, day: float, *answers: tuple[str, Rating]) -> None:
    """Cram cards, so many days after noon."""
    with Collection.opened(desk.folder) as collection:
        for ms, (key, rating) in enumerate(answers):
            record_cram(collection, key, rating, NOON_MS + round(day * DAY_MS) + ms, 1000)


def test_what_was_expected_is_told(over: Desk) -> None:
    """From the day after it the list and `ready` say what was expected, last and first, as it
    was said then; before that they say nothing of it."""
    assert past(over, 5) == []
    assert "Past" not in over.run("interview", now=after(5)).out
    (found,) = past(over, 6)
    assert (found["name"], found["day"], found["warmed_up"]) == ("meta", "2026-12-23", 0)
    first, last = found["forecasts"]
    assert (first["made_day"], last["made_day"]) == ("2026-12-18", "2026-12-22")
    assert first["recall"] > last["recall"] > 0.5
    line = (
        f"\nPast: meta, Wed, Dec 23: {last['recall']:.0%} expected as of Tue, Dec 22 "
        f"(first forecast, Fri, Dec 18: {first['recall']:.0%}).\n"
    )
    assert over.run("interview", now=after(6)).out.endswith(line)
    assert over.run("ready", now=after(6)).out.endswith(line)
    assert over.run("ready", "--json", now=after(6)).json["past"] == [found]


def test_the_warm_up_is_told(over: Desk) -> None:
    """Of what was crammed on the day each card counts once, as it was answered first; what was
    crammed on another day does not. Cards that have left the deck files since count too."""
    cue, cap = CARDS_OF_IT
    warm_up(over, 4, (cue, Rating.GOOD))
    warm_up(over, 5, (cue, Rating.AGAIN), (cap, Rating.GOOD), (cue, Rating.GOOD))
    (found,) = past(over, 6)
    assert (found["warmed_up"], found["recalled"]) == (2, 1)
    told = "; warm-up: 1 of 2 recalled.\n"
    assert told in over.run("interview", now=after(6)).out
    for file in over.folder.glob("decks/*.yaml"):
        file.unlink()
    assert over.run("sync", "--yes", now=after(6)).code == 0
    assert told in over.run("interview", now=after(6)).out


def test_the_next_one_of_its_name(over: Desk) -> None:
    """One that is over is told of beside the next of its name, and its forecasts are its own:
    those for the next one, and for another on its day, are not among them."""
    before = past(over, 6)
    assert over.run("interview", "set", "2027-01-20", "--name", "meta", now=after(6)).code == 0
    assert over.run("plan", now=after(7)).code == 0
    assert past(over, 8) == before
    shown = over.run("interview", now=after(8)).out
    assert "meta  Wed, Jan 20, 2027" in shown
    assert "Past: meta, Wed, Dec 23:" in shown


def test_two_on_one_day(desk: Desk) -> None:
    """Of two interviews on one day each has the forecasts that were of it."""
    desk.run("interview", "set", "2026-12-20", "--minutes", "1", "--name", "all")
    values = ("--decks", "values", "--name", "part")
    desk.run("interview", "set", "2026-12-20", *values, now=after(0.1))
    desk.run("plan", now=after(1))
    plan = desk.run("plan", "--json", now=after(1)).json["schedule"]["forecasts"]
    expected = [each["recall"] for each in plan]
    assert expected[0] != expected[1]
    found = sorted(past(desk, 3), key=lambda each: str(each["name"]))
    assert [each["forecasts"][-1]["recall"] for each in found] == pytest.approx(
        expected, abs=1e-4
    )
    assert [len(each["forecasts"]) for each in found] == [3, 2]


def test_an_undone_change_is_not_told(over: Desk) -> None:
    """What was foreseen for a change that was taken back is not told; an interview that was
    cancelled is not told of, and one without a forecast says so."""
    before = past(over, 6)
    over.run(
        "interview", "set", "2026-12-23", "--name", "meta", "--minutes", "1", now=after(4.1)
    )
    assert len(past(over, 6)[0]["forecasts"]) == 3
    over.run("undo", now=after(4.2))
    assert past(over, 6) == before
    over.run("interview", "cancel", "meta", now=after(4.3))
    assert past(over, 6) == []
    over.run("undo", now=after(4.4))
    over.alter("DELETE FROM event WHERE kind = 'forecast'")
    said = "Past: meta, Wed, Dec 23: no forecast was saved.\n"
    assert over.run("interview", now=after(6)).out.endswith(said)
