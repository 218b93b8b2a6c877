"""First meetings: which notes are shown before a card is asked for the first time."""

from pathlib import Path

import pytest

from flashprep.app.study.first_meetings import (
    Introduction,
    introductions_before,
    mark_read,
    named_sheets,
)
from flashprep.core.events import EventKind
from flashprep.errors import FlashprepError
from tests.collection.folders import DAY, NOON, Folder

DECK = """
- framework: STAR
  use: a story
  steps: [Situation, Task, Action, Result]
- framework: Crisis
  steps: [Assess, Contain, Repair]
  tell_apart:
    - {situation: It burns, is: Contain, not: star/action, id: fire}
- questions: Bank
  ask:
    - {ask: Tell me about a time, probes: star, id: time}
- basic: Alone?
  id: alone
  answer: Alone
- table: Radar
  columns: [Means, Example]
  rows:
    - Adopt: [use it, Python]
    - Hold: [avoid it, Flash]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A collection with a note of each sort that a meeting depends on."""
    folder = Folder(tmp_path, a=DECK)
    folder.sync()
    return folder


def shown(folder: Folder, key: str) -> list[str]:
    """What is shown before a card: notes, or a part of a grid as `note/part`."""
    with folder.opened() as collection:
        met = introductions_before(collection, collection.card(key).card)
    return [f"{m.sheet.key}/{m.part.id}" if m.part else m.sheet.key for m in met]


def read(folder: Folder, name: str) -> None:
    """`flashprep read NAME`."""
    with folder.opened() as collection:
        sheets = named_sheets(collection, name)
        mark_read(collection, [Introduction(sheet) for sheet in sheets], NOON)


def test_a_note_is_shown_until_it_is_met(folder: Folder) -> None:
    """A note of two cards or more is shown before any of them, until one was reviewed; a card
    that stands alone comes as it is."""
    assert shown(folder, "star/situation/step") == ["star"]
    assert shown(folder, "star/task/step") == ["star"]
    folder.answer("star/situation/step")
    assert shown(folder, "star/task/step") == []
    assert shown(folder, "alone/basic") == []


def test_an_undone_review_leaves_the_note_to_be_met(folder: Folder) -> None:
    """What was taken back was no review."""
    folder.answer("star/situation/step")
    with folder.opened() as collection:
        collection.undo(NOON + DAY)
    assert shown(folder, "star/task/step") == ["star"]


@pytest.mark.parametrize("name", ["star", "star/task/step", "a"])
def test_what_was_read_is_met(folder: Folder, name: str) -> None:
    """A note that was read, by its id, by a card's key or with its deck, is not shown again."""
    read(folder, name)
    assert shown(folder, "star/task/step") == []
    assert shown(folder, "crisis/assess/step") == ([] if name == "a" else ["crisis"])


def test_a_cue_shows_what_it_probes(folder: Folder) -> None:
    """Before a question of a bank comes the note that it probes, not the bank."""
    assert shown(folder, "bank/time/cue") == ["star"]
    read(folder, "star")
    assert shown(folder, "bank/time/cue") == []


def test_both_sides_are_shown_before_they_are_told_apart(folder: Folder) -> None:
    """Before a situation each side comes that was not met."""
    assert shown(folder, "crisis/fire/tell-apart") == ["crisis", "star"]
    folder.answer("crisis/assess/step")
    assert shown(folder, "crisis/fire/tell-apart") == ["star"]


def test_of_a_grid_each_row_is_met_by_itself(folder: Folder) -> None:
    """Of a table the row is shown that is asked, and each row once."""
    assert shown(folder, "radar/adopt/means/cell") == ["radar/adopt"]
    folder.answer("radar/adopt/means/cell")
    assert shown(folder, "radar/adopt/example/cell") == []
    assert shown(folder, "radar/hold/means/cell") == ["radar/hold"]
    with folder.opened() as collection:
        card = collection.card("radar/hold/means/cell").card
        mark_read(collection, introductions_before(collection, card), NOON)
    assert shown(folder, "radar/hold/example/cell") == []


def test_what_was_read_stays_read_under_another_name(folder: Folder) -> None:
    """A note that gets another id is the note that was read."""
    read(folder, "star")
    folder.write(
        "a",
        DECK.replace("STAR", "START")
        .replace("probes: star", "probes: start")
        .replace("not: star/", "not: start/"),
    )
    folder.sync(NOON + DAY)
    assert shown(folder, "start/task/step") == []


def test_what_was_said_to_be_known_is_met(folder: Folder) -> None:
    """Who knows a note need not be shown it."""
    with folder.opened() as collection:
        collection.mark("star/task/step", EventKind.KNOW, NOON, {"until_day": 800_000})
    assert shown(folder, "bank/time/cue") == []


def test_meetings_can_be_switched_off(folder: Folder) -> None:
    """With `first_meeting = false` cards come as they are."""
    folder.settings('time_zone = "UTC"', "first_meeting = false")
    assert shown(folder, "star/situation/step") == []


def test_a_card_that_was_reviewed_is_shown_nothing(folder: Folder) -> None:
    """Also where its note was met through nothing else."""
    folder.answer("bank/time/cue")
    assert shown(folder, "bank/time/cue") == []
    assert shown(folder, "star/task/step") == ["star"]


def test_reading_what_there_is_not(folder: Folder) -> None:
    """A bank has nothing to read, and of an unknown name the nearest is offered."""
    with folder.opened() as collection:
        with pytest.raises(FlashprepError, match="bank of prompts"):
            named_sheets(collection, "bank")
        with pytest.raises(FlashprepError, match=r"no note or deck is called 'xyzzy'$"):
            named_sheets(collection, "xyzzy")
        with pytest.raises(FlashprepError, match="called 'sta'; did you mean 'star'"):
            named_sheets(collection, "sta")


def test_reading_is_no_act_to_undo(folder: Folder) -> None:
    """Undo takes back what was answered before, and the note stays read."""
    folder.answer("alone/basic")
    read(folder, "star")
    with folder.opened() as collection:
        undone = collection.undo(NOON + DAY)
    assert undone is not None
    assert undone.card_key == "alone/basic"
    assert shown(folder, "star/task/step") == []


def test_a_note_that_takes_a_freed_name_is_met_for_itself(folder: Folder) -> None:
    """What is read under a name that another note had before is the note that has it now."""
    renamed = DECK.replace("STAR", "START").replace("star", "start")
    folder.write("a", renamed)
    folder.sync(NOON + DAY)
    folder.write("a", f"{renamed}- framework: STAR\n  steps: [Situation, Train, Ask, Rate]\n")
    folder.sync(NOON + 2 * DAY)
    with folder.opened() as collection:
        sheets = named_sheets(collection, "star")
        mark_read(collection, [Introduction(sheet) for sheet in sheets], NOON + 3 * DAY)
    assert shown(folder, "star/train/step") == []
    assert shown(folder, "start/situation/step") == ["start"]


LISTS = """
- basic: Which four rings?
  id: rings
  answer: |
    - Adopt
    - Trial
    - Assess
    - Hold
"""


def test_a_list_is_shown_before_it_is_asked(folder: Folder) -> None:
    """Also a note of one card, if it asks for several things."""
    folder.write("lists", LISTS)
    folder.sync(NOON + DAY)
    assert shown(folder, "rings/basic") == ["rings"]
    read(folder, "rings")
    assert shown(folder, "rings/basic") == []


def test_a_row_stays_read_when_its_card_is_renamed(folder: Folder) -> None:
    """What was read of a row follows the row to its new name, and lasts when a card of it
    leaves the deck."""
    with folder.opened() as collection:
        card = collection.card("radar/adopt/means/cell").card
        mark_read(collection, introductions_before(collection, card), NOON)
    folder.write("a", DECK.replace("- Adopt:", "- Embrace:"))
    folder.sync(NOON + DAY)
    assert shown(folder, "radar/embrace/means/cell") == []
    assert shown(folder, "radar/hold/means/cell") == ["radar/hold"]
    folder.write("a", DECK.replace("- Adopt: [use it, Python]", "- Embrace: [~, Python]"))
    folder.sync(NOON + 2 * DAY)
    keys = folder.keys()
    assert "radar/embrace/means/cell" not in keys
    assert shown(folder, "radar/embrace/example/cell") == []
