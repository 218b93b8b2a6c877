"""`flashprep prompts` and `flashprep program`."""

from pathlib import Path

import pytest

from tests.cli.runs import Desk

BANK = """\
deck: Questions::Quality
source: A guide
notes:
  - questions: Debt & quality
    tags: [debt]
    ask:
      - ask: How do you balance **features** with debt?
        probes: star
        follow_ups: [What did it cost?]
        id: balance
      - How do you make the case for refactoring?
  - framework: STAR
    steps: [Situation, Task]
  - questions: Culture
    priority: useful
    ask: [How do you keep quality up?]
"""
PLAN = """\
notes:
  - program: Four weeks
    phases:
      - phase: Foundation
        weeks: 2
        introduces: {decks: [Frameworks, Values], tags: [debt], priority: core}
        activities:
          - Write stories
          - {do: Timed prompts, times: 2, every: week}
          - {do: Mock interview, times: 2-3, every: week}
          - {do: Map stories to values, every: week}
      - {phase: Rest, weeks: 1}
      - {phase: Integration, weeks: 1, activities: [{do: Read, times: 3}]}
"""


@pytest.fixture
def practice(tmp_path: Path) -> Desk:
    """A collection with questions and a program."""
    return Desk(tmp_path, {"bank.yaml": BANK, "plan.yaml": PLAN})


def test_prompts_are_listed_by_bank(practice: Desk) -> None:
    """Each question stands with what it probes and its key, ready to be copied."""
    result = practice.run("prompts")
    assert (result.code, result.err) == (0, "")
    assert result.out == (
        "Debt & quality\n\n"
        "  How do you balance features with debt?\n"
        "      STAR · debt-and-quality/balance\n"
        "  How do you make the case for refactoring?\n"
        "      debt-and-quality/how-do-you-make-the-case-for-refactoring\n\n"
        "Culture\n\n"
        "  How do you keep quality up?\n"
        "      culture/how-do-you-keep-quality-up\n\n"
        "3 questions.\n"
    )


def test_prompts_of_a_deck(practice: Desk) -> None:
    """A deck is named as elsewhere, also one without cards; a wrong name is corrected."""
    assert "3 questions." in practice.run("prompts", "--deck", "quality").out
    result = practice.run("prompts", "--deck", "qualitty")
    assert result.code == 1
    assert "no deck is called 'qualitty'; did you mean 'Quality'?" in result.err


def test_prompts_for_programs(practice: Desk) -> None:
    """The JSON has all that is known of a prompt."""
    first, *_, last = practice.run("prompts", "--json").json["prompts"]
    assert first == {
        "key": "debt-and-quality/balance",
        "deck": "Questions::Quality",
        "bank": "Debt & quality",
        "question": "How do you balance **features** with debt?",
        "probes": "STAR",
        "follow_ups": ["What did it cost?"],
        "priority": "core",
        "tags": ["debt"],
        "source": "A guide",
        "path": "decks/bank.yaml",
        "line": 7,
    }
    assert (last["probes"], last["priority"]) == (None, "useful")


def test_program_is_shown_week_by_week(practice: Desk) -> None:
    """Each phase stands with its weeks, its new cards and what to do."""
    result = practice.run("program")
    assert (result.code, result.err) == (0, "")
    assert result.out == (
        "Four weeks · 4 weeks\n\n"
        "weeks 1–2   Foundation\n"
        "    new cards: Frameworks, Values · #debt · core\n"
        "    ☐ Write stories\n"
        "    ☐ Timed prompts (2 times a week)\n"
        "    ☐ Mock interview (2–3 times a week)\n"
        "    ☐ Map stories to values every week\n\n"
        "week 3   Rest\n"
        "    new cards: none\n\n"
        "week 4   Integration\n"
        "    new cards: none\n"
        "    ☐ Read (3 times)\n"
    )


def test_program_for_programs(practice: Desk) -> None:
    """The JSON has the phases with all their fields, and null where there is none."""
    program = practice.run("program", "--json").json["programme"]
    assert (program["id"], program["name"]) == ("four-weeks", "Four weeks")
    foundation, rest, _ = program["phases"]
    assert foundation["introduces"] == {
        "decks": ["Frameworks", "Values"],
        "tags": ["debt"],
        "priority": ["core"],
    }
    assert foundation["activities"][2] == {
        "id": "mock-interview",
        "do": "Mock interview",
        "least": 2,
        "most": 3,
        "every": "week",
    }
    assert rest == {
        "id": "rest",
        "name": "Rest",
        "weeks": 1,
        "introduces": None,
        "activities": [],
    }
    (practice.decks / "plan.yaml").unlink()
    assert practice.run("program", "--json").json["programme"] is None


def test_a_mistake_leaves_prompts_as_they_were(practice: Desk) -> None:
    """While a file has a mistake, its questions stay as they were last read."""
    practice.run("prompts")
    practice.write("decks/bank.yaml", BANK.replace("star", "stir"))
    result = practice.run("prompts")
    assert "STAR · debt-and-quality/balance" in result.out
    assert "there is no note with the id 'stir'" in result.err
