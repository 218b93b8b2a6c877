"""Practiced questions whose words or places change."""

from pathlib import Path

from flashprep.app.decks.prompts import practice_log
from flashprep.app.practice.log import find_prompt, record_practice
from flashprep.core.memory import Rating
from flashprep.core.practice import Rehearsal
from tests.collection.folders import HOUR, NOON, Folder

BANK = """
- questions: Bank
  ask:
    - Tell me of a hard bugg.
    - When were you bold?
"""
OLD, NEW = "bank/tell-me-of-a-hard-bugg", "bank/tell-me-of-a-hard-bug"


def practised_in(tmp_path: Path, key: str = OLD) -> Folder:
    """A folder in which one question was practiced."""
    folder = Folder(tmp_path, bank=BANK)
    folder.sync()
    with folder.opened() as collection:
        record_practice(collection, find_prompt(collection, key), Rehearsal(NOON, Rating.GOOD))
    return folder


def times(folder: Folder) -> dict[str, int]:
    """How often each question was practiced."""
    with folder.opened() as collection:
        return {key: len(each) for key, each in practice_log(collection.logs).items()}


def test_a_mended_typo_carries_the_log(tmp_path: Path) -> None:
    """What was practiced follows a question whose typo is mended, once and for all."""
    folder = practised_in(tmp_path)
    folder.write("bank", BANK.replace("bugg", "bug"))
    assert dict(folder.sync(NOON + HOUR).renamed_prompts) == {OLD: NEW}
    assert times(folder) == {NEW: 1}
    assert folder.sync(NOON + 2 * HOUR).is_empty


def test_a_renamed_bank_carries_the_log(tmp_path: Path) -> None:
    """What was practiced follows the questions of a bank that is called otherwise."""
    folder = practised_in(tmp_path)
    folder.write("bank", BANK.replace("questions: Bank", "questions: Hard ones"))
    folder.sync(NOON + HOUR)
    assert times(folder) == {"hard-ones/tell-me-of-a-hard-bugg": 1}


def test_declared_renames_carry_the_log(tmp_path: Path) -> None:
    """With `formerly` the log follows whatever the question is now."""
    folder = practised_in(tmp_path)
    declared = "{ask: What broke?, formerly: tell-me-of-a-hard-bugg}"
    folder.write("bank", BANK.replace("Tell me of a hard bugg.", declared))
    folder.sync(NOON + HOUR)
    assert times(folder) == {"bank/what-broke": 1}


def test_an_unclear_rename_is_asked_about(tmp_path: Path) -> None:
    """Where another question stands in the place of a practiced one, the person is asked."""
    folder = practised_in(tmp_path)
    folder.write("bank", BANK.replace("Tell me of a hard bugg.", "What broke?"))
    (problem,) = folder.problems()
    assert "(practiced once); if it was renamed, add 'formerly: tell-me" in problem


def test_an_unpractised_question_may_change(tmp_path: Path) -> None:
    """A question that nobody practiced changes without a word, and leaves no rename."""
    folder = practised_in(tmp_path, "bank/when-were-you-bold")
    folder.write("bank", BANK.replace("Tell me of a hard bugg.", "What broke?"))
    assert not folder.sync(NOON + HOUR).renamed_prompts
    assert times(folder) == {"bank/when-were-you-bold": 1}
