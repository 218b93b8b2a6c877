"""`flashprep practice`."""

from pathlib import Path

import pytest

from tests.cli.runs import PROGRAM, Desk, after
from tests.terminal import Terminal

BANK = """\
deck: Questions::Stories
notes:
  - questions: Bank
    probes: star
    ask:
      - ask: Tell me of a conflict.
        follow_ups: [What did it cost?, And now?]
        id: conflict
      - {ask: When did you fail?, id: failure}
  - framework: STAR
    steps: [Situation, Task]
"""
PREPARATION = """\
notes:
  - program: Two weeks
    phases:
      - phase: Foundation
        weeks: 2
        activities:
          - {do: Write stories, id: stories}
          - {do: Timed prompts, id: prompts, times: 2, every: week}
"""


@pytest.fixture
def bank(tmp_path: Path) -> Desk:
    """A collection with two questions that probe a framework of two steps."""
    return Desk(tmp_path, {"bank.yaml": BANK})


def test_an_answer_is_recorded_without_a_terminal(bank: Desk) -> None:
    """A rating for a key is kept with its minutes and the steps that it lacked."""
    rated = ("practice", "bank/conflict", "--rating", "good", "--minutes", "4")
    result = bank.run(*rated, "--missed", "task")
    assert (result.code, result.err) == (0, "")
    assert result.out == "bank/conflict: good, in 4 min; practiced once.\n"
    first, second = bank.run("practice", "--json").json["prompts"]
    assert (first["key"], first["practised"]) == ("bank/failure", [])
    assert second["practised"][0]["duration_ms"] == 240_000
    assert second["practised"][0]["steps"] == [
        {"id": "situation", "had": True},
        {"id": "task", "had": False},
    ]


def test_practice_is_apart_from_recall(bank: Desk) -> None:
    """Practicing a question answers no card and moves none."""
    queue = bank.run("queue", "--json").json["cards"]
    bank.run("practice", "bank/conflict", "--rating", "again")
    assert bank.answers() == []
    assert bank.run("queue", "--json").json["cards"] == queue


def test_practice_can_be_undone(bank: Desk) -> None:
    """Undo takes back the last practiced question and says which, as it is called today."""
    bank.run("practice", "bank/conflict", "--rating", "again")
    assert bank.run("undo").out == "Undone: the practiced question bank/conflict.\n"
    assert bank.run("redo").out == "Redone: the practiced question bank/conflict.\n"
    renamed = BANK.replace("id: conflict", "id: fight\n        formerly: conflict")
    bank.write("decks/bank.yaml", renamed)
    assert bank.run("undo").out == "Undone: the practiced question bank/fight.\n"
    assert "2 questions, 2 never practiced." in bank.run("practice", "--list").out


def test_the_list_has_what_needs_it_most_first(bank: Desk) -> None:
    """The list is in the order of practice, with how often and how it went."""
    bank.run("practice", "bank/conflict", "--rating", "hard", now=after(days=-2))
    head, first, second, *_ = bank.run("practice", "--list").out.splitlines()
    assert head.split() == ["practiced", "key", "question"]
    assert first.split()[:2] == ["·", "bank/failure"]
    assert second.startswith("  1 ×, hard on Dec 16  bank/conflict")


def test_questions_are_searched_like_cards(bank: Desk) -> None:
    """Words, decks and `is:new` choose among the questions."""
    bank.run("practice", "bank/conflict", "--rating", "hard")
    for query, keys in {
        "fail": ["bank/failure"],
        "is:new": ["bank/failure"],
        "deck:stories -fail": ["bank/conflict"],
        "deck:values": [],
    }.items():
        found = bank.run("practice", "--json", query).json["prompts"]
        assert [prompt["key"] for prompt in found] == keys


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["bank/conflct", "--rating", "good"], "did you mean 'bank/conflict'?"),
        (["bank/conflict", "--rating", "good", "--missed", "x"], "its steps: situation, task"),
        (["bank/conflict", "--missed", "task"], "--missed needs --rating"),
        (["bank/conflict", "--rating", "good", "--minutes", "0"], "--minutes"),
        ([], "practice needs a terminal"),
    ],
)
def test_mistakes_are_told(bank: Desk, args: list[str], message: str) -> None:
    """Each mistake is one message that says what to do, and leaves nothing in the log."""
    bank.run("due")
    result = bank.run("practice", *args)
    assert result.code in (1, 2)
    assert message in result.err
    assert bank.rows("SELECT * FROM event") == []


@pytest.mark.pty
def test_a_question_is_answered_on_the_screen(bank: Desk) -> None:
    """The clock runs, follow-ups come one by one, steps are ticked, the rating is kept."""
    command = [*PROGRAM, "practice", "conflict", "--minutes", "2"]
    env: dict[str, str | None] = {**bank.environment()}
    with Terminal(command, env=env, cwd=bank.folder) as terminal:
        terminal.wait_for("Tell me of a conflict.", "0:01 of 2:00")
        assert "What did it cost?" not in terminal.text
        terminal.send(" ")
        terminal.wait_for("What did it cost?", "0:02")
        assert "And now?" not in terminal.text
        terminal.send("\r")
        terminal.wait_for("This tests: STAR", "▸ Situation", "had it")
        terminal.send(" n")
        terminal.wait_for("✓ Situation", "✗ Task", "▸ Hard")
        terminal.send(" ")
        terminal.wait_for("Saved as Hard.")
        terminal.send("q")
        assert terminal.wait_for_end() == 0
        assert "Tell me of a conflict.: hard, in 2 s." in terminal.text
    (given,) = bank.run("practice", "--json", "conflict").json["prompts"][0]["practised"]
    assert given["rating"] == "hard"
    assert [step["had"] for step in given["steps"]] == [True, False]


@pytest.mark.pty
def test_the_last_one_is_taken_back_on_the_screen(bank: Desk) -> None:
    """Undo takes back what was just kept, and from the next question what was kept before it:
    that is to be rated anew, with the steps as ticked; then the next one comes again."""
    env: dict[str, str | None] = {**bank.environment()}
    with Terminal([*PROGRAM, "practice"], env=env, cwd=bank.folder) as terminal:
        terminal.wait_for("Tell me of a conflict.")
        terminal.send("\r n")
        terminal.wait_for("▸ Hard")
        terminal.send("1")
        terminal.wait_for("Saved as Again.", "u undo")
        assert kept(bank) == {"bank/conflict": ["again"]}
        terminal.send("u")
        terminal.wait_for("How did it go?", "✓ Situation", "✗ Task")
        assert kept(bank) == {}
        terminal.send("4")
        terminal.wait_for("Saved as Easy.")
        terminal.send(" ")
        terminal.wait_for("When did you fail?", "Answer aloud.", "u undo")
        terminal.send("u")
        terminal.wait_for("Tell me of a conflict.", "How did it go?")
        assert kept(bank) == {}
        terminal.send("u")
        terminal.wait_for("Did you have it?", "▸ Task")
        terminal.send(" 3 ")
        terminal.wait_for("When did you fail?", "Answer aloud.")
        terminal.send("q")
        assert terminal.wait_for_end() == 0
        assert "Tell me of a conflict.: good" in terminal.text
    assert kept(bank) == {"bank/conflict": ["good"]}


@pytest.mark.pty
def test_the_keys_are_listed(bank: Desk) -> None:
    """`?` lists the keys at each step of an answer; any key shows the question again."""
    env: dict[str, str | None] = {**bank.environment()}
    with Terminal([*PROGRAM, "practice"], env=env, cwd=bank.folder) as terminal:
        for keys in ("", "\r", "  ", "3"):
            terminal.send(keys)
            terminal.wait_for("Tell me of a conflict.", "? keys")
            terminal.send("?")
            terminal.wait_for("Skip to another question.", "any key goes back")
            terminal.wait_until_gone("Tell me of a conflict.")
            assert max(map(len, terminal.lines)) <= 80
            terminal.send("n")
        terminal.wait_for("Tell me of a conflict.", "Saved as Good.")
        terminal.send("?q")
        terminal.wait_for("Tell me of a conflict.", "next question")
        terminal.send("q")
        assert terminal.wait_for_end() == 0
    assert kept(bank) == {"bank/conflict": ["good"]}


@pytest.mark.pty
def test_keys_fit_a_narrow_terminal(bank: Desk) -> None:
    """Where the keys need two lines, the bank and the clock stay on the screen."""
    env: dict[str, str | None] = {**bank.environment()}
    command = [*PROGRAM, "practice"]
    with Terminal(command, columns=40, rows=12, env=env, cwd=bank.folder) as terminal:
        terminal.wait_for("Tell me of a conflict.")
        terminal.send("\r nn3 ")
        terminal.wait_for("When did you fail?", "Bank", "0:0", "u undo", "q quit")
        assert max(map(len, terminal.lines)) <= 40
        terminal.send("q")
        assert terminal.wait_for_end() == 0


@pytest.mark.pty
def test_a_long_question_can_be_scrolled(bank: Desk) -> None:
    """Of a question that is too long for the screen the end is shown, and the rest by keys."""
    long = " ".join(["First."] + ["And what came then?"] * 30)
    bank.write("decks/bank.yaml", BANK.replace("Tell me of a conflict.", long))
    env: dict[str, str | None] = {**bank.environment()}
    command = [*PROGRAM, "practice", "first"]
    with Terminal(command, columns=60, rows=14, env=env, cwd=bank.folder) as terminal:
        terminal.wait_for("Answer aloud.", "↑ scrolls up")
        assert "First." not in terminal.text
        terminal.send("\x1b[H")
        terminal.wait_for("First.", "more lines below")
        terminal.wait_until_gone("Answer aloud.")
        terminal.send("\r")
        terminal.wait_for("This tests: STAR", "▸ Situation", "↑ scrolls up")
        terminal.send("q")
        assert terminal.wait_for_end() == 0


@pytest.mark.pty
def test_what_was_practised_before_is_taken_back(bank: Desk) -> None:
    """Undo takes back a question that was practiced before the session, and says which; what
    else was done last stays."""
    (card, *_) = bank.run("list", "--json").json["cards"]
    bank.run("suspend", card["key"])
    bank.run("practice", "bank/failure", "--rating", "good")
    env: dict[str, str | None] = {**bank.environment()}
    with Terminal([*PROGRAM, "practice"], env=env, cwd=bank.folder) as terminal:
        terminal.wait_for("Tell me of a conflict.")
        assert "undo" not in terminal.text
        terminal.send("u")
        terminal.wait_for("Tell me of a conflict.", "Undone: bank/failure.")
        assert kept(bank) == {}
        terminal.send("u")
        terminal.wait_for("Your last action was not practice; to undo it:", "flashprep undo")
        terminal.send("q")
        assert terminal.wait_for_end() == 0
    assert bank.run("undo").out == f"Undone: suspending, for {card['key']}.\n"


def kept(bank: Desk) -> dict[str, list[str]]:
    """How the questions went that were practiced, by key."""
    prompts = bank.run("practice", "--json").json["prompts"]
    return {
        prompt["key"]: [each["rating"] for each in prompt["practised"]]
        for prompt in prompts
        if prompt["practised"]
    }


@pytest.mark.pty
def test_what_can_be_ticked_off_is_told(bank: Desk) -> None:
    """After practice the activities of this week that are still to be done stand with the
    command that ticks them off; a single one in a line; without an interview ahead none."""
    bank.write("decks/program.yaml", PREPARATION)
    assert "This week's program" not in practiced(bank)
    bank.run("interview", "set", "2026-12-31")
    shown = practiced(bank)
    assert "Tick off what you practiced: flashprep plan done ID" in shown
    assert "  stories  0 of 1  Write stories" in shown
    assert "  prompts  0 of 2  Timed prompts" in shown
    bank.run("plan", "done", "stories")
    bank.run("plan", "done", "prompts")
    line = "program: Timed prompts, 1 of 2. Tick it off: flashprep plan done prompts"
    assert line in " ".join(practiced(bank).split())
    bank.run("plan", "done", "prompts")
    assert "This week's program" not in practiced(bank)


def practiced(bank: Desk) -> str:
    """What is on the screen after one question was practiced."""
    env: dict[str, str | None] = {**bank.environment()}
    with Terminal([*PROGRAM, "practice", "fail"], env=env, cwd=bank.folder) as terminal:
        terminal.wait_for("Answer aloud.")
        terminal.send("\r  ")
        terminal.wait_for("How did it go?")
        terminal.send("3q")
        assert terminal.wait_for_end() == 0
        return terminal.text


@pytest.mark.pty
def test_leaving_keeps_nothing(bank: Desk) -> None:
    """One who quits before rating has practiced nothing."""
    env: dict[str, str | None] = {**bank.environment()}
    with Terminal([*PROGRAM, "practice"], env=env, cwd=bank.folder) as terminal:
        terminal.wait_for("Answer aloud.")
        terminal.send("\rq")
        assert terminal.wait_for_end() == 0
        assert "Nothing was practiced." in terminal.text
    assert bank.rows("SELECT * FROM event") == []
