"""Two weeks of study through the commands alone, as a script would do it."""

from collections import Counter
from pathlib import Path

from tests.cli.runs import CARDS, NOON_MS, Desk, after, answer_line

DAYS = 14
NEW_A_DAY = 3
REVIEWS_A_DAY = 4


def rating_of(key: str, day: int, seen: int) -> str:
    """What is answered: now and then a card slips, on days that differ from card to card."""
    return "again" if (sum(map(ord, key)) + day + seen) % 5 == 0 else "good"


def test_two_weeks(tmp_path: Path) -> None:
    """Queue and answer, day after day: the limits hold, no card comes twice without reason,
    every card is introduced, in order, and in the end everything follows from the log."""
    desk = Desk(
        tmp_path, settings=f"new_cards_a_day = {NEW_A_DAY}\nreviews_a_day = {REVIEWS_A_DAY}\n"
    )
    introduced: list[str] = []
    for day in range(DAYS):
        now_ms = NOON_MS + day * 86_400_000
        new: list[str] = []
        reviewed: Counter[str] = Counter()
        for _ in range(60):
            queue = desk.run("queue", "--json", now=str(now_ms)).json
            assert queue["day"] == f"2026-12-{18 + day:02}"
            ready = queue["cards"]
            assert len({card["key"] for card in ready}) == len(ready)
            if not ready and not queue["waiting"]:
                break
            if not ready:
                now_ms = queue["waiting"][0]["due_at_ms"]
                continue
            card = ready[0]
            if card["reason"] == "new":
                assert card["key"] not in introduced + new
                new.append(card["key"])
            elif card["reason"] == "due":
                assert card["due_day"] <= queue["day"]
                reviewed[card["key"]] += 1
            seen = new.count(card["key"]) + reviewed[card["key"]]
            rating = (
                rating_of(card["key"], day, seen) if card["reason"] != "learning" else "good"
            )
            now_ms += 20_000
            line = answer_line(card["key"], rating, at=now_ms, duration_ms=9_000)
            result = desk.run("answer", "-", stdin=line, now=str(now_ms))
            assert (result.code, result.err) == (0, "")
        else:
            raise AssertionError("the day does not end")

        assert len(new) <= NEW_A_DAY
        assert sum(reviewed.values()) <= REVIEWS_A_DAY
        introduced += new
        status = desk.run("status", "--json", now=str(now_ms)).json
        assert (status["new"], status["due"]) == (0, 0)
        assert status["unseen"] == CARDS - len(introduced)
        assert desk.run("queue", now=str(now_ms)).out.startswith("Nothing is due now.\n")

    assert len(introduced) == len(set(introduced)) == CARDS
    listed = desk.run("list", "--json", now=after(days=DAYS)).json["cards"]
    assert all(card["reps"] > 0 for card in listed)
    assert desk.run("doctor", now=after(days=DAYS)).code == 0
    assert len(desk.answers()) == sum(card["reps"] for card in listed)


def test_day_begins_at_four(desk: Desk) -> None:
    """At three in the morning it is still yesterday; at four a new day's cards are there."""
    day = "2026-12-19T{}:00:00+00:00"

    assert desk.run("queue", "--json", now=day.format("03")).json["day"] == "2026-12-18"
    assert desk.run("queue", "--json", now=day.format("04")).json["day"] == "2026-12-19"


def test_new_limit_counts_over_decks(tmp_path: Path) -> None:
    """The daily limit of new cards holds for all decks together, also deck by deck."""
    desk = Desk(tmp_path, settings="new_cards_a_day = 2\n")
    for deck in ("values", "stories"):
        (card, *_) = desk.run("queue", "--deck", deck, "--json").json["cards"]
        assert card["reason"] == "new"
        desk.run("answer", card["key"], "good")

    assert desk.run("queue", "--json").json["cards"] == []
    assert desk.run("due", "--json").json["decks"][0]["new"] == 0


def test_learning_step(desk: Desk) -> None:
    """A card that slipped comes back after its step, not before, and is said to wait."""
    desk.run("answer", "star/cue", "again")

    early = desk.run("queue", "--json", now=after(ms=599_000)).json
    over = desk.run("queue", "--json", now=after(ms=600_000)).json

    assert [card["key"] for card in early["waiting"]] == ["star/cue"]
    assert early["waiting"][0]["due_at_ms"] == NOON_MS + 600_000
    assert "star/cue" not in [card["key"] for card in early["cards"]]
    assert over["waiting"] == []
    assert over["cards"][0] | {"front": ""} == {
        "number": 1,
        "key": "star/cue",
        "deck": "Frameworks::Stories",
        "reason": "learning",
        "why": "due again (learning step finished)",
        "due_day": "2026-12-18",
        "context": "Which structure?",
        "front": "",
        "answer": "**STAR**",
        "first_meeting": [],
    }
    assert "1 learning step still waiting" in desk.run("queue", now=after(ms=599_000)).out
