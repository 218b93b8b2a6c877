"""First meetings and what is looked at beside a card, in a real terminal."""

from pathlib import Path

import pytest

from flashprep.collection import Collection
from tests.cli.runs import Desk
from tests.cli.studying import FRONT, make_folder, review, reviews

pytestmark = pytest.mark.pty

NOTES = """
  - framework: Crisis
    use: an outage
    steps: [Assess — what burns, Contain — stop it, Repair — mend it]
  - basic: Question 1?
    id: q1
    answer: Answer 1
"""
MEETING = "space continue"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A collection of one framework and one card that stands alone."""
    return make_folder(tmp_path, NOTES, first_meeting=True)


def known(folder: Path) -> set[str]:
    """The cards that count as known."""
    with Collection.opened(folder) as collection:
        return {each.card_key for each in collection.states.known()}


def test_a_note_is_shown_once(folder: Path) -> None:
    """The note comes before its first card, one key goes on, its time is not the card's, and in
    the next session it does not come again."""
    with review(folder) as screen:
        text = screen.wait_for("read this first", MEETING)
        assert "For an outage" in text
        assert "1  Assess   what burns" in text
        assert "▢" not in text
        screen.send("1")
        screen.settle()
        screen.send(" ")
        screen.wait_for(FRONT)
        screen.send("q")
        assert screen.wait_for_end() == 0
    assert reviews(folder) == []
    with review(folder) as screen:
        screen.wait_for(FRONT)
        assert "read this first" not in screen.text


def test_k_says_that_the_note_is_known(folder: Path) -> None:
    """`k` on a meeting puts all cards of the note off, says until when, and `u` takes it back;
    the summary counts them."""
    with review(folder) as screen:
        screen.wait_for("read this first", MEETING)
        screen.send("K")
        screen.wait_for("Question 1?", "Marked 7 cards as known; they will be reviewed from")
        assert len(known(folder)) == 7
        screen.send("u")
        screen.wait_for("read this first", "Undone: known, for crisis/")
        assert known(folder) == set()
        screen.send("k")
        screen.wait_for("Question 1?")
        screen.send("q")
        assert screen.wait_for_end() == 0
        assert "7 marked as known" in screen.text
    assert reviews(folder) == []


def test_k_on_a_card(folder: Path) -> None:
    """`k` on a card is about its note too; where no card is new, it says so."""
    with review(folder) as screen:
        screen.wait_for(MEETING)
        screen.send(" ")
        screen.wait_for(FRONT)
        screen.send("k")
        screen.wait_for("Question 1?", "Marked 7 cards as known")


def test_the_note_and_the_history_of_a_card(folder: Path) -> None:
    """`l` shows the whole note, `i` what happened to the card; any key goes back."""
    with review(folder) as screen:
        screen.wait_for(MEETING)
        screen.send(" ")
        screen.wait_for(FRONT)
        screen.send("l")
        screen.wait_for("3  Repair   mend it", "any key goes back")
        screen.send("i")  # any key: it goes back and does nothing else
        screen.wait_for(FRONT)
        screen.send("i")
        screen.wait_for("Never reviewed.", "any key goes back")
        screen.send(" ")
        screen.wait_for(FRONT)
        screen.send(" ")
        screen.wait_for("3 Good")
        screen.send("3")
        screen.wait_for("1 done")
        screen.send("u")
        screen.wait_for("Undone", FRONT)
        screen.send("i")
        screen.wait_for("(undone)")


def test_the_rule_names_seven_keys_at_most(folder: Path) -> None:
    """Below the card no more than seven keys are named, on each of its sides."""
    with review(folder) as screen:
        meeting = screen.wait_for(MEETING).splitlines()[-1]
        screen.send(" ")
        front = screen.wait_for(FRONT).splitlines()[-1]
        screen.send(" ")
        back = " ".join(screen.wait_for("1 Again").splitlines()[-2:])
    for rule in (meeting, front, back):
        assert 3 <= len([each for each in rule.split("   ") if each.strip()]) <= 8
    assert "j" not in front.split()


def test_read_and_know_in_commands(desk: Desk) -> None:
    """`read` shows a note, as text and as JSON, and marks it; `queue --json` says what is to be
    shown before a card; `know` puts its cards off."""
    first = desk.run("queue", "--json").json["cards"][0]
    assert first["first_meeting"] == [{"note": "star", "part": None}]
    done = desk.run("read", "star")
    assert done.code == 0
    assert "S  Situation  context and why it mattered" in done.out
    assert desk.run("queue", "--json").json["cards"][0]["first_meeting"] == []
    (note,) = desk.run("read", "star", "--json").json["notes"]
    assert note["parts"][0] == {
        "id": "situation",
        "label": "S",
        "name": "Situation",
        "aside": "",
        "columns": [],
        "texts": ["context and why it **mattered**"],
    }
    done = desk.run("know", "star")
    assert done.out.startswith("Marked 9 cards as known; they will be reviewed from Dec 20")
    assert desk.run("know", "star").code == 1
    assert not {card["note"] for card in desk.run("list", "is:new", "--json").json["cards"]} ^ {
        *("star", "cap", "meta-move-fast", "meta-be-open", "fox")
    }
    keys = {card["key"] for card in desk.run("queue", "--json").json["cards"]}
    assert not any(key.startswith("star/") for key in keys)


def test_sheets_are_written_and_mark_nothing(desk: Desk) -> None:
    """A study sheet is a file for later; what is on it still comes as a first meeting."""
    html, markdown = desk.folder / "sheet.html", desk.folder / "sheet.md"
    done = desk.run("read", "--html", html, "--markdown", markdown)
    assert (done.code, done.out) == (0, "")
    assert "<h2>STAR</h2>" in html.read_text(encoding="utf-8")
    assert "## STAR" in markdown.read_text(encoding="utf-8")
    assert desk.run("queue", "--json").json["cards"][0]["first_meeting"]
    done = desk.run("read", "--html", desk.folder / "none" / "sheet.html")
    assert done.code == 1
    assert "cannot be written" in done.err
