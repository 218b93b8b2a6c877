"""Parts of answers, from scripts and in statistics."""

from pathlib import Path

import pytest

from tests.cli.runs import Desk, after, answer_line

RUBRIC = """\
deck: Rubrics
notes:
  - rubric: Design review
    steps:
      - name: Clarify
        includes: [Functional needs, {name: "Cost [bold]& privacy", id: limits}]
      - name: Risks
      - name: Decide
  - set: Additions
    items: [Constraints, Trade-offs]
"""
INCLUDES = "design-review/clarify/includes"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A rubric and a set."""
    return Desk(tmp_path, {"rubrics.yaml": RUBRIC})


def parts(desk: Desk) -> list[str | None]:
    """What the log says of parts, in the order of writing."""
    return [text for (text,) in desk.rows("SELECT parts FROM review ORDER BY seq")]


def test_missed(desk: Desk) -> None:
    """What was missed of an answer goes into the log by the parts' ids, all others as
    recalled; the rating is the script's own. Without it nothing is said of parts."""
    result = desk.run("answer", INCLUDES, "good", "--missed", "limits", "--json")
    desk.run("answer", "additions/all", "good")

    assert result.json["missed"] == ["limits"]
    assert result.json["rating"] == "good"
    assert parts(desk) == ['[["functional-needs", true], ["limits", false]]', None]
    history = desk.run("history", INCLUDES)
    assert "Good (missed limits)" in history.out
    shown = desk.run("show", INCLUDES, "--json").json["cards"][0]["parts"]
    assert [part["name"] for part in shown] == ["functional-needs", "limits"]


def test_missed_in_lines(desk: Desk) -> None:
    """In a line `missed` is a list; an empty one says that each part was recalled, and the
    same line twice counts once."""
    line = answer_line("additions/all", at=after(), missed=[])
    result = desk.run("answer", "-", stdin=line + line)

    assert [each["result"] for each in result.lines] == ["recorded", "repeated"]
    assert [each["missed"] for each in result.lines] == [[], []]
    assert parts(desk) == ['[["constraints", true], ["trade-offs", true]]']


@pytest.mark.parametrize(
    ("key", "missed", "said"),
    [
        ("additions/all", ["cost"], "has no part 'cost'; its parts: constraints, trade-offs"),
        ("design-review/risks/step", ["1"], "has no parts; leave out 'missed'"),
        ("additions/all", "cost", "'missed' must be a list of part names"),
        ("additions/all", [1], "'missed' must be a list of part names"),
    ],
)
def test_missed_wrongly(desk: Desk, key: str, missed: object, said: str) -> None:
    """Parts that a card has not are refused, with those that it has, and nothing is kept."""
    result = desk.run("answer", "-", stdin=answer_line(key, missed=missed))

    assert result.code == 1
    assert said in result.err
    assert parts(desk) == []


def test_which_step_fails(desk: Desk) -> None:
    """Statistics name the steps that were missed most, over all their cards, with the part
    behind it: as a table, as JSON, and on the page. What was undone is not there, nor are
    cards that are suspended."""
    for key in (INCLUDES, "design-review/risks/step", "additions/all"):
        desk.run("answer", key, "easy", "--at", after(days=-40))
    desk.run("answer", INCLUDES, "again", "--missed", "limits", "--at", after(days=-2))
    desk.run("answer", "design-review/risks/step", "good", "--at", after(days=-2))
    missed = ("--missed", "trade-offs")
    desk.run("answer", "additions/all", "again", *missed, "--at", after(days=-1))

    told = desk.run("stats", "--json").json["steps"]
    table = desk.run("stats", "steps").out
    desk.run("stats", "--html", "stats.html")
    page = (desk.folder / "stats.html").read_text()

    assert told == [
        {"key": "additions/trade-offs", "answers": 1, "missed": 1,
         "worst": "additions/trade-offs"},
        {"key": "design-review/clarify", "answers": 1, "missed": 1,
         "worst": "design-review/clarify/limits"},
    ]  # fmt: skip
    assert "design-review/clarify" in table
    assert "limits" in table
    assert "risks" not in table
    assert "<code>design-review/<wbr>clarify</code>" in page
    desk.run("undo")
    assert [each["key"] for each in desk.run("stats", "--json").json["steps"]] == [
        "design-review/clarify"
    ]
    desk.run("suspend", INCLUDES)
    assert desk.run("stats", "--json").json["steps"] == []


def test_nothing_missed(desk: Desk) -> None:
    """Where nothing was missed, the section says so."""
    desk.run("answer", INCLUDES, "good")
    assert "No part of a note was missed" in desk.run("stats", "steps").out


def test_cards_of_a_step(desk: Desk) -> None:
    """The path of a step stands for its cards, where commands take a note or a card."""
    shown = desk.run("show", "design-review/clarify").out
    assert "clarify/step" in shown
    assert "Functional needs" in shown
    assert "2 cards." in shown
    assert desk.run("show", "design-review/clarify/limits").code == 1
