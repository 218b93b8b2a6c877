"""What is expected on the day, as `status` tells it, and forecasts held against what came."""

from typing import Any

import pytest

from tests.cli.runs import VALUES, Desk, after, answer_line


def set_interview(desk: Desk, date: str, *args: str, day: float = 0) -> None:
    """Set an interview, so many days after noon."""
    assert desk.run("interview", "set", date, *args, now=after(day)).code == 0


def expected(desk: Desk, day: float = 0) -> Any:
    """What `status` says is expected of the next interview."""
    return desk.run("status", "--json", now=after(day)).json["expected"]


def planned(desk: Desk, day: float = 0) -> float:
    """What `plan` says is expected of the next interview."""
    schedule = desk.run("plan", "--json", now=after(day)).json["schedule"]
    return float(schedule["forecasts"][0]["recall"])


def judged_days(desk: Desk, day: float) -> list[str]:
    """The days on which forecasts were made that `ready` holds against what came."""
    found = desk.run("ready", "--json", now=after(day)).json["readiness"]["forecasts"]
    return [each["made_day"] for each in found]


def test_an_undone_change_leaves_no_forecast(desk: Desk) -> None:
    """What was foreseen for other minutes is forgotten when the change to them is undone: what
    was foreseen before it is expected again, and judged."""
    set_interview(desk, "2027-01-07", "--minutes", "30")
    before = expected(desk)
    set_interview(desk, "2027-01-07", "--minutes", "1")
    assert expected(desk)["recall"] < before["recall"]
    assert "interview" in desk.run("undo").out
    assert expected(desk) == before
    assert judged_days(desk, 1) == ["2026-12-18"]


def test_a_clock_that_was_ahead(desk: Desk) -> None:
    """Forecasts go by the day they are of, also when the interview was set while the clock was
    a month ahead: what was foreseen then waits for its day."""
    set_interview(desk, "2027-03-01", day=30)
    assert expected(desk) is None
    for day in range(4):
        planned(desk, day)
        assert expected(desk, day)["made_day"] == f"2026-12-{18 + day}"
    assert judged_days(desk, 4) == [f"2026-12-{18 + day}" for day in range(4)]


@pytest.mark.parametrize("command", [("plan",), ("ready",), ("ready", "kind:value")])
def test_the_newest_forecast_is_expected(desk: Desk, command: tuple[str, ...]) -> None:
    """Status says what the last plan foresaw, not the first one of its day, and as of when that
    is not today; whatever command made it. The log has one a day."""
    set_interview(desk, "2026-12-21", "--minutes", "1")
    first = expected(desk)
    lines = [answer_line(key, "easy", at=int(after(ms=n))) for n, key in enumerate(keys(desk))]
    assert desk.run("answer", "-", stdin="".join(lines), now=after(ms=60_000)).code == 0
    assert desk.run(*command, now=after(0.1)).code == 0
    assert len(desk.rows("SELECT * FROM event WHERE kind = 'forecast'")) == 1
    newest = expected(desk)
    assert newest["made_day"] == first["made_day"] == "2026-12-18"
    assert newest["recall"] > first["recall"] + 0.1
    assert "as of" not in desk.run("status", now=after(0.1)).out
    assert newest["recall"] == pytest.approx(planned(desk, 0.1), abs=0.0001)
    assert expected(desk, 1) == newest
    assert "as of Fri, Dec 18" in desk.run("status", now=after(1)).out


def keys(desk: Desk) -> list[str]:
    """The keys of all cards."""
    return [key for (key,) in desk.rows("SELECT key FROM card ORDER BY key")]


def test_forecasts_of_other_cards_are_not_judged(desk: Desk) -> None:
    """On the day of the first of two interviews the forecast is of the cards of both, and what
    came of those of the second: nothing is held against it. From the next day on both are of
    the second's; and once there are more cards, only what was foreseen of these counts."""
    set_interview(desk, "2026-12-20", "--decks", "stories", "--name", "one")
    set_interview(desk, "2026-12-27", "--decks", "values", "--name", "two")
    planned(desk)
    assert judged_days(desk, 1) == ["2026-12-18"]
    assert judged_days(desk, 2) == []
    assert judged_days(desk, 3) == ["2026-12-18", "2026-12-19", "2026-12-20"]
    desk.write("decks/values.yaml", VALUES + "  - {basic: Q, answer: A, id: q}\n")
    assert judged_days(desk, 4) == []
    assert judged_days(desk, 5) == ["2026-12-22"]
