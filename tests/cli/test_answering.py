"""Ways to answer on the review screen: typed, part by part, with two buttons, crammed."""

from pathlib import Path

import pytest

from flashprep.collection import Collection
from flashprep.core.memory import Mode, Rating, Review
from tests.cli.studying import BACK, FRONT, NOON_MS, make_folder, review, reviews

pytestmark = pytest.mark.pty

WORD = """
  - basic: What are timeouts for?
    id: word
    answer: "**Problem statement** and users"
"""
SENTENCE = """
  - basic: Why?
    id: sentence
    answer: Because nobody can know in advance how long a call takes
"""
LONG_ITEMS = """
  - basic: Which rules?
    id: rules
    answer: |
      1. Stop the harm before looking for a reason
      2. Write it up without blame and within one week
"""
SET = """
  - set: Limits
    items:
      - Cost
      - Latency
      - name: Team & people
        id: team
"""
NUMBERED = """
  - basic: Which order?
    id: order
    answer: |
      1. Mitigate
      2. Communicate
    extra: Never the other way round
"""
RUBRIC = """
  - rubric: Review
    steps:
      - name: Clarify
      - name: Assess
        includes: [Failure modes, Capacity]
      - name: Decide
"""


def parts_of(folder: Path) -> list[tuple[str, Rating, dict[str, bool]]]:
    """Key, rating and parts of all answers, oldest first."""
    return [(each.card_key, each.rating, dict(each.parts)) for each in reviews(folder)]


def test_typed(tmp_path: Path) -> None:
    """A short answer is typed, letters that are keys elsewhere too; slips are forgiven and
    shown, Good is proposed, and Enter accepts it."""
    folder = make_folder(tmp_path, WORD)
    with review(folder, "--type") as screen:
        screen.wait_for("What are timeouts for?", "enter check")
        screen.send("PROBLM q?x\x7f\x7f\x7f\x7f & users\x17people\x15problm statement & users")
        assert "Problem statement" not in screen.wait_for("> problm statement & users")
        screen.send("\r")
        back = screen.wait_for(
            "typed   ", "▸ 3 Good", "space Good", "Right, apart from spelling"
        )
        lines = [line.strip() for line in back.splitlines()]
        assert "typed   problm statement & users" in lines
        assert "answer  Problem statement and users" in lines
        assert lines.count("~~~~~~") + lines.count("~~~~~~~") == 2
        screen.send("\r")
        assert screen.wait_for_end() == 0
    assert [each.rating for each in reviews(folder)] == [Rating.GOOD]


def test_typed_wrongly(tmp_path: Path) -> None:
    """What is missing and what is too much is marked by signs, also without color; Again is
    proposed, and another rating overrides it."""
    folder = make_folder(tmp_path, WORD)
    with review(folder, "--type", env={"NO_COLOR": "1"}) as screen:
        screen.wait_for("enter check")
        screen.send("statement foo\r")
        back = screen.wait_for("▸ 1 Again", "space Again", "+ missing", "- extra")
        lines = [line.strip() for line in back.splitlines()]
        assert lines[lines.index("typed   statement foo") + 1] == "---"
        assert lines[lines.index("answer  Problem statement and users") + 1].split() == [
            "+++++++",
            "+++++",
        ]
        assert not screen.has_color
        screen.send("2")
        screen.wait_for("1 done")
    assert [each.rating for each in reviews(folder)] == [Rating.HARD]


def test_exactly_right(tmp_path: Path) -> None:
    """An answer that is right but for case and points stands alone, with a sign."""
    with review(make_folder(tmp_path, WORD), "--type") as screen:
        screen.wait_for("enter check")
        screen.send("problem statement and USERS.\r")
        back = screen.wait_for("✓ Problem statement and users", "▸ 3 Good")
        assert "typed" not in back


def test_pasted(tmp_path: Path) -> None:
    """What is pasted is text and never keys: on the line that is typed an end of a line in it
    is a space, and elsewhere nothing happens."""
    folder = make_folder(tmp_path, SENTENCE + WORD)
    pasted = "\x1b[200~one, and the rest\rb s 3 3\n q\x1b[201~"
    with review(folder, "--type") as screen:
        screen.wait_for("Why?", "esc stop typing")
        screen.send(pasted)
        screen.wait_for("> one, and the rest b s 3 3")
        screen.send("!\r")
        screen.wait_for("Why?", BACK, "Because nobody can know")
        screen.send(pasted + "3")
        screen.wait_for("What are timeouts for?")
        screen.send("\x1b" + pasted)
        screen.wait_for("What are timeouts for?", FRONT)
        screen.send("q")
        assert screen.wait_for_end() == 0
    assert [(each.card_key, each.rating) for each in reviews(folder)] == [
        ("sentence/basic", Rating.GOOD)
    ]
    with Collection.opened(folder) as collection:
        assert not any(each.marks.suspended for each in collection.states.every().values())


def test_too_long_to_compare(tmp_path: Path) -> None:
    """While answers are typed, no letter is a key on a card with a long answer either: what was
    typed stands above the answer, and is not compared."""
    folder = make_folder(tmp_path, SENTENCE + WORD)
    with review(folder, "--type") as screen:
        screen.wait_for("Why?", "space show", "esc stop typing")
        screen.send("subquery, Fbe\x7f? ")
        screen.wait_for("Why?", "> subquery, Fb? ", "enter show")
        screen.send("is it\r")
        back = screen.wait_for("Why?", BACK, "space Good", "Because nobody can know")
        lines = [line.strip() for line in back.splitlines()]
        assert "typed   subquery, Fb? is it" in lines
        assert "▸" not in back
        screen.send(" ")
        screen.wait_for("What are timeouts for?")
    assert [(each.card_key, each.rating) for each in reviews(folder)] == [
        ("sentence/basic", Rating.GOOD)
    ]
    with Collection.opened(folder) as collection:
        assert not any(standing.marks.flag for standing in collection.states.every().values())


def test_thought_instead_of_typed(tmp_path: Path) -> None:
    """Where a long answer is to be typed and nothing is, space shows it; Esc leaves typing, and
    letters are keys again."""
    with review(make_folder(tmp_path, SENTENCE + WORD), "--type") as screen:
        screen.wait_for("Why?", "space show")
        screen.send("\x1b")
        screen.wait_for("t type", "k I know this note")
        screen.send("t")
        screen.wait_for("esc stop typing")
        screen.send(" ")
        assert "typed" not in screen.wait_for(BACK, "Because nobody can know")
        screen.send("s")
        screen.wait_for("What are timeouts for?", "sentence/basic is suspended")


def test_long_items_in_own_words(tmp_path: Path) -> None:
    """A list of long items is typed line by line; what was typed stays above the parts, which
    are then ticked one by one."""
    folder = make_folder(tmp_path, LONG_ITEMS)
    with review(folder, "--type") as screen:
        screen.wait_for("Which rules?", "space show 1 of 2")
        screen.send("stop bleeding\r")
        screen.wait_for("stop bleeding", "enter twice show 1 of 2")
        screen.send("blame nobody\r\r")
        text = screen.wait_for("typed   stop bleeding", "blame nobody", "▸ Stop the", "had it")
        assert "Write it up" not in text
        screen.send("yn")
        screen.wait_for("typed   stop bleeding", "✓ Stop the", "✗ Write it up", "▸ 1 Again")
        screen.send("u")
        screen.wait_for("▸ Write it up")
        screen.send("y\r")
        screen.wait_for_end()
    assert parts_of(folder) == [("rules/basic", Rating.GOOD, {"1": True, "2": True})]


def test_ticks_after_an_empty_line(tmp_path: Path) -> None:
    """Where nothing of a list was typed, its parts are ticked by hand, and u takes a tick back
    and no answer before it."""
    folder = make_folder(tmp_path, WORD + SET)
    with review(folder, "--type") as screen:
        screen.wait_for("What are timeouts for?")
        screen.send("users\r3")
        screen.wait_for("Limits", "enter next")
        screen.send("\r")
        screen.wait_for("▸ Cost")
        screen.send("n")
        screen.wait_for("✗ Cost", "▸ Latency")
        screen.send("u")
        screen.wait_for("▸ Cost", "Limits")
    assert len(reviews(folder)) == 1


def test_typing_is_left(tmp_path: Path) -> None:
    """Escape leaves typing, t begins it for one card; Enter on nothing shows the answer, with
    no rating proposed but Good."""
    with review(make_folder(tmp_path, WORD)) as screen:
        screen.wait_for(FRONT, "t type")
        screen.send("t")
        screen.wait_for("enter check")
        screen.send("foo")
        screen.wait_for("> foo")
        screen.send("\x1b")
        screen.wait_for(FRONT)
        screen.send("t\r")
        back = screen.wait_for(BACK, "space Good", "Problem statement and users")
        assert "▸" not in back


def test_typed_item_by_item(tmp_path: Path) -> None:
    """The items of a set are typed in any order; what is none of them is said, what is not
    found counts as missed, by its id."""
    folder = make_folder(tmp_path, SET)
    with review(folder, "--type") as screen:
        screen.wait_for("▢▢▢▢▢▢▢▢", "enter next")
        screen.send("team and people\r")
        screen.wait_for("✓ Team & people")
        screen.send("weather\r")
        screen.wait_for("- weather")
        screen.send("cost\r\r")
        screen.wait_for("✓ Cost", "✗ Latency", "✓ Team & people", "▸ 1 Again")
        screen.send("\r")
        screen.wait_until_gone("Latency")
    assert parts_of(folder) == [
        ("limits/all", Rating.AGAIN, {"cost": True, "latency": False, "team": True})
    ]


def test_numbered_list_in_its_order(tmp_path: Path) -> None:
    """The items of a numbered list are typed in its order; all of them propose Good."""
    folder = make_folder(tmp_path, NUMBERED)
    with review(folder, "--type") as screen:
        screen.wait_for("enter next")
        screen.send("communicate\r")
        screen.wait_for("- communicate")
        screen.send("mitigate\rcomunicate\r")
        screen.wait_for("✓ Mitigate", "✓ Communicate", "▸ 3 Good")
        screen.send(" ")
        screen.wait_for_end()
    assert parts_of(folder) == [("order/basic", Rating.GOOD, {"1": True, "2": True})]


def test_part_by_part(tmp_path: Path) -> None:
    """The parts are shown one by one and ticked; u takes ticks back; one missed of them
    proposes Again, and the log says which."""
    folder = make_folder(tmp_path, SET)
    with review(folder) as screen:
        screen.wait_for("Limits", "space show 1 of 3", "a all at once")
        screen.send(" ")
        shown = screen.wait_for("▸ Cost", "space had it", "n missed it")
        assert "Latency" not in shown
        screen.send("y")
        screen.wait_for("✓ Cost", "▸ Latency")
        screen.send("n")
        screen.wait_for("✗ Latency", "▸ Team & people")
        screen.send("u")
        screen.wait_for("▸ Latency")
        screen.send("x ")
        screen.wait_for("✗ Latency", "✓ Team & people", "▸ 1 Again 10 min", "space Again")
        screen.send("u")
        screen.wait_for("▸ Team & people", "had it")
        screen.send("  ")
        screen.wait_until_gone("Team & people")
    assert parts_of(folder) == [
        ("limits/all", Rating.AGAIN, {"cost": True, "latency": False, "team": True})
    ]


def test_all_parts_recalled(tmp_path: Path) -> None:
    """Every part recalled proposes Good, with what explains the answer below it; the person
    may still choose another rating."""
    folder = make_folder(tmp_path, NUMBERED)
    with review(folder) as screen:
        screen.wait_for("show 1 of 2")
        screen.send("   ")
        screen.wait_for("✓ Mitigate", "✓ Communicate", "Never the other way", "▸ 3 Good 2 d")
        screen.send("2")
        screen.wait_until_gone("Mitigate")
    assert parts_of(folder) == [("order/basic", Rating.HARD, {"1": True, "2": True})]


def test_all_parts_at_once(tmp_path: Path) -> None:
    """One key shows a list as a whole, from the front or amid the ticks; it is then rated as
    any card, and nothing is said of its parts."""
    folder = make_folder(tmp_path, SET)
    with review(folder) as screen:
        screen.wait_for("a all at once")
        screen.send(" ")
        screen.wait_for("had it")
        screen.send("a")
        assert "▸" not in screen.wait_for("• Cost", "• Latency", BACK)
        screen.send("3")
        screen.wait_until_gone("Latency")
    assert parts_of(folder) == [("limits/all", Rating.GOOD, {})]


def test_which_step_slipped(tmp_path: Path) -> None:
    """At the end the summary names the step that slipped twice, and its part."""
    folder = make_folder(tmp_path, RUBRIC)
    with review(folder, "--search", "design:includes") as screen:
        screen.wait_for("Review · 2 of 3", "show 1 of 2")
        screen.send(" n ")
        screen.wait_for("✗ Failure modes", "▸ 1 Again")
        screen.send("1")
        screen.wait_for("space show 1 of 2", "1 done")
        screen.send(" n ")
        screen.wait_for("▸ 1 Again")
        screen.send("1")
        screen.wait_for("2 done")
        screen.send("q")
        screen.wait_for_end()
        said = " ".join(screen.text.split())
        assert "Missed twice: Review, step 2 of 3 (failure-modes)" in said
        assert "(flashprep show review/assess)" in said


def test_two_buttons(tmp_path: Path) -> None:
    """With two buttons there are Again and Good, on 1, 2 and the space bar; 3 and 4 do nothing
    but say so. A setting has the same effect, and an option overrides it."""
    folder = make_folder(tmp_path, SENTENCE)
    with review(folder, "--two") as screen:
        screen.wait_for(FRONT)
        screen.send(" ")
        back = screen.wait_for("1 Again 10 min", "2 Good 2 d")
        assert "Hard" not in back
        assert "Easy" not in back
        screen.send("3")
        screen.wait_for("You use two buttons")
        screen.send("2")
        screen.wait_for_end()
    assert [each.rating for each in reviews(folder)] == [Rating.GOOD]
    settings = folder / "flashprep.toml"
    settings.write_text(settings.read_text() + "buttons = 2\ntyped = true\n")
    (folder / "decks" / "words.yaml").write_text(f"deck: A\nnotes:{WORD}")
    with review(folder) as screen:
        screen.wait_for("enter check")
        screen.send("\r")
        screen.wait_for("2 Good 2 d")
    with review(folder, "--four", "--no-type") as screen:
        screen.wait_for(FRONT)
        screen.send(" ")
        screen.wait_for("4 Easy")


def test_redo(tmp_path: Path) -> None:
    """R lets count again what u took back, rating after rating, and says so."""
    folder = make_folder(tmp_path, SENTENCE + WORD)
    with review(folder) as screen:
        screen.wait_for("Why?")
        screen.send(" 3")
        screen.wait_for("timeouts")
        screen.send("u")
        screen.wait_for("Why?", "Undone: Good, for sentence/basic. r redoes it.")
        assert reviews(folder) == []
        screen.send("r")
        screen.wait_for("timeouts", "Redone: Good, for sentence/basic.", "1 done")
        screen.send("r")
        screen.wait_for("There is nothing to redo.")
    assert len(reviews(folder)) == 1


def test_cram(tmp_path: Path) -> None:
    """Cards come whether due or not until each was recalled once, with two buttons; the
    schedule stays, and the log has it all apart."""
    folder = make_folder(tmp_path, SENTENCE + WORD + NUMBERED)
    with review(folder) as screen:
        screen.wait_for("Why?")
        screen.send(" 4")
        screen.wait_for("timeouts")
        screen.send("q")
        screen.wait_for_end()
    before = _dues(folder)
    with review(folder, "--cram", "numbers", "--new", "1") as screen:
        screen.wait_for("Cram · ", "Why?", "left 2")
        screen.send(" ")
        screen.wait_for("1 Again asked again", "2 Good done")
        screen.send("1")
        screen.wait_for("timeouts", "left 2")
        screen.send(" ")
        screen.wait_for("2 Good done")
        screen.send(" ")
        screen.wait_for("Why?", "left 1")
        screen.send("u")
        screen.wait_for("timeouts", "Undone: Good, for word/basic")
        screen.send("r")
        screen.wait_for("Why?", "left 1")
        screen.send(" 2")
        screen.wait_for_end()
        assert "Crammed: 2 cards in" in screen.text
        assert "1 right the first time." in screen.text
        assert "Due dates and statistics are unchanged" in screen.text
    assert _dues(folder) == before
    with Collection.opened(folder) as collection:
        acts = [act for act, undone in collection.logs.acts_of("sentence/basic") if not undone]
    modes = [act.mode for act in acts if isinstance(act, Review)]
    assert sorted(modes) == [Mode.CRAM, Mode.CRAM, Mode.STUDY]


def test_cram_of_nothing(tmp_path: Path) -> None:
    """Where no card matches, cramming says so and ends."""
    folder = make_folder(tmp_path, SENTENCE)
    with review(folder, "--cram", "--search", "is:suspended") as screen:
        assert screen.wait_for_end() == 0
        assert "No card matches." in screen.text


def _dues(folder: Path) -> dict[str, object]:
    with Collection.opened(folder) as collection:
        assert collection.today(NOON_MS)
        return {key: each.state for key, each in collection.states.every().items()}
