"""`flashprep simulate`: the table, the plot, the JSON, and that nothing is changed."""

from pathlib import Path

import pytest

from tests.cli.runs import DAY_MS, Desk, after


@pytest.fixture
def used(tmp_path: Path) -> Desk:
    """A collection in which some cards were answered yesterday."""
    desk = Desk(tmp_path, settings="new_cards_a_day = 3\n")
    for key in ("star/cue", "cap/basic", "fox/c1/cloze"):
        desk.run("answer", key, "good", now=after(-1))
    return desk


def test_words(used: Desk) -> None:
    """It says the pace, has a row for the settings as they are and one for each retention, and
    draws the minutes of the days; nothing is changed."""
    before = used.dump()
    result = used.run("simulate", "--retention", "0.8", "0.95", "--days", "30")

    assert (result.code, result.err) == (0, "")
    lines = result.out.splitlines()
    assert lines[0] == (
        "30 days at your pace: 30 s for a new card, 8 s for a review, 20 s for a lapse."
    )
    assert [line.split("%")[0].strip() for line in lines[3:6]][1:] == ["80", "95"]
    assert lines[3].split()[0] == "current"
    assert "Minutes a day, current settings" in result.out
    assert used.dump() == before


def test_json(used: Desk) -> None:
    """As JSON it has every day; more retention costs more, fewer new cards less."""
    found = used.run("simulate", "--json", "--days", "40").json
    assert found["first_day"] == "2026-12-18"
    assert [row["retention"] for row in found["rows"]] == [None, 0.85, 0.9, 0.95]
    as_now, low, same, high = found["rows"]
    assert as_now["minutes"] == same["minutes"]
    assert len(as_now["minutes"]) == len(as_now["reviews"]) == len(as_now["new"]) == 40
    assert sum(as_now["new"]) == 13
    assert max(as_now["new"]) == 3
    assert low["reviews_a_day"] < high["reviews_a_day"]

    none_new = used.run("simulate", "--json", "--new", "0", "--days", "40").json["rows"][0]
    assert sum(none_new["new"]) == 0
    assert none_new["known"] < as_now["known"]


def test_after_today(used: Desk) -> None:
    """Once something was studied today, the days begin tomorrow."""
    used.run("answer", "star/action/meaning", "good")
    assert used.run("simulate", "--json").json["first_day"] == "2026-12-19"


def test_own_pace(used: Desk) -> None:
    """The pace is that of the person's own answers; one who is quick in one thing is taken to
    be somewhat quick in others."""
    for day in range(40):
        args = ("answer", "star/cue", "good", "--duration-ms", "3000")
        used.run(*args, now=after(day, ms=DAY_MS // 100))
    pace = used.run("simulate", "--json", now=after(41)).json["pace"]
    assert pace["pass_s"] < 7
    assert pace["pass_s"] / 8 < pace["lapse_s"] / 20 < 1


@pytest.mark.parametrize(
    "args",
    [
        ("--retention", "0.5"),
        ("--days", "0"),
        ("--days", "400"),
        ("--minutes", "0"),
        ("0.8", "0.81", "0.82", "0.83", "0.84", "0.85", "0.86", "0.87", "0.88"),
    ],
)
def test_wrong_use(used: Desk, args: tuple[str, ...]) -> None:
    """What is out of bounds is refused before anything is looked at."""
    assert used.run("simulate", *args).code == 2


def test_empty(tmp_path: Path) -> None:
    """A collection without a card costs nothing."""
    desk = Desk(tmp_path, decks={})
    result = desk.run("simulate")
    assert (result.code, result.err) == (0, "")
