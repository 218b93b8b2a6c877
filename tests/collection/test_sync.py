from dataclasses import replace
from pathlib import Path

import pytest

from flashprep.app.context import Context
from flashprep.app.decks import sync
from flashprep.core.memory import Rating
from tests.collection.folders import DAY, NOON, Folder, assert_sound, steps

GOOD = "- {basic: Q?, answer: A, id: q}"
OTHER = "- {basic: Other?, answer: A, id: other}"
BROKEN = "- {basic: Q?, answer: A, id: q, anser: typo}"


def test_mistake_in_one_file(tmp_path: Path) -> None:
    """A mistake in one file leaves that deck at its last good state and lets the other
    files be taken over; once it is mended, the file's change counts."""
    folder = Folder(tmp_path, a=GOOD, b=OTHER)
    folder.sync()
    folder.write("a", BROKEN + "\n- {basic: New?, answer: A, id: new}")
    folder.write("b", OTHER + "\n- {basic: More?, answer: A, id: more}")
    problems = folder.sync_valid_files()
    assert len(problems) == 1
    assert problems[0].startswith("decks/a.yaml:2:35: unknown field")
    assert folder.keys() == ["more/basic", "other/basic", "q/basic"]
    folder.write("a", GOOD + "\n- {basic: New?, answer: A, id: new}")
    assert folder.sync_valid_files() == []
    assert folder.keys() == ["more/basic", "new/basic", "other/basic", "q/basic"]


def test_sync_wants_all_in_order(tmp_path: Path) -> None:
    """`sync` says all mistakes of all files, and writes nothing while there is one."""
    folder = Folder(tmp_path, a=GOOD)
    folder.sync()
    folder.write("a", BROKEN)
    folder.write("b", OTHER)
    folder.write("c", "- {basic: Q?, id: c}")
    problems = folder.problems()
    assert [problem.split(":")[0] for problem in problems] == ["decks/a.yaml", "decks/c.yaml"]
    assert folder.keys() == ["q/basic"]


def test_new_file_with_a_mistake(tmp_path: Path) -> None:
    """A new file with a mistake gives no cards until it is mended."""
    folder = Folder(tmp_path, a=GOOD, b="- nonsense")
    assert len(folder.sync_valid_files()) == 1
    assert folder.keys() == ["q/basic"]


def test_moved_into_a_broken_file(tmp_path: Path) -> None:
    """A note with history that moved into a file with a mistake stays in study, and its
    old file's change is not forgotten."""
    folder = Folder(tmp_path, a=f"{GOOD}\n{OTHER}", b="- {basic: B?, answer: A, id: b}")
    folder.sync()
    folder.answer("q/basic")
    folder.write("a", OTHER)
    folder.write("b", f"{GOOD}\n- {{basic: B?, answer: A, id: b, anser: typo}}")
    problems = folder.sync_valid_files()
    assert [problem.split(":")[0] for problem in problems] == ["decks/b.yaml", "decks/a.yaml"]
    assert folder.keys() == ["b/basic", "other/basic", "q/basic"]
    assert folder.sync_valid_files() == problems
    folder.write("b", f"{GOOD}\n- {{basic: B?, answer: A, id: b}}")
    assert folder.sync_valid_files() == []
    assert folder.reps("q/basic") == 1
    assert folder.retired() == []


def test_moved_out_of_a_broken_file(tmp_path: Path) -> None:
    """A note that moved from a file with a mistake stays there, as last read; its new file
    waits, and all others are taken over."""
    folder = Folder(tmp_path, b=GOOD, c=OTHER)
    folder.sync()
    folder.write("b", "- nonsense")
    folder.write("a", GOOD)
    folder.write("c", OTHER + "\n- {basic: More?, answer: A, id: more}")
    problems = folder.sync_valid_files()
    assert len(problems) == 2
    assert problems[1] == (
        "decks/a.yaml:2:5: the id 'q' is already used by the note at decks/b.yaml:2:5; "
        "give one of the two another id"
    )
    assert folder.keys() == ["more/basic", "other/basic", "q/basic"]


def test_leaving_stays(tmp_path: Path) -> None:
    """Cards with history that left their file stay in study until somebody says that they
    may go; other files are taken over meanwhile."""
    folder = Folder(tmp_path, a=f"{GOOD}\n{OTHER}", b="- {basic: B?, answer: A, id: b}")
    folder.sync()
    folder.answer("q/basic")
    folder.write("a", OTHER)
    folder.write("c", "- {basic: C?, answer: A, id: c}")
    (problem,) = folder.sync_valid_files()
    assert problem == "decks/a.yaml:1:1: no longer in the deck files: 1 card with 1 review"
    assert folder.keys() == ["b/basic", "c/basic", "other/basic", "q/basic"]
    assert folder.sync().leaving == {"q/basic": 1}
    folder.sync(retire=True)
    assert folder.sync_valid_files() == []
    assert folder.retired() == ["q/basic"]


def test_one_question_at_a_time(tmp_path: Path) -> None:
    """Where a new name is asked about, nothing is said yet of retiring the old one's cards."""
    folder = Folder(tmp_path, a=steps("Plan", ["Clarify", "Design", "Review"]))
    folder.sync()
    folder.answer("plan/design/step")
    folder.write("a", steps("Plan", ["Clarify", "Estimate", "Review"]))
    (problem,) = folder.sync_valid_files()
    assert '"Estimate" is new and "design" is gone' in problem


def test_leaving_is_counted_by_file(tmp_path: Path) -> None:
    """What is no longer in the deck files is counted for each file, with the numbers of that
    file."""
    folder = Folder(tmp_path, a=f"{GOOD}\n{OTHER}", b="- {basic: B?, answer: A, id: b}")
    folder.sync()
    folder.answer("q/basic", "other/basic", "b/basic")
    folder.remove("a")
    folder.remove("b")
    folder.write("c", "- {basic: C?, answer: A, id: c}")
    assert [problem.split(": ", 1)[1] for problem in folder.sync_valid_files()] == [
        "no longer in the deck files: 2 cards with 2 reviews",
        "no longer in the deck files: 1 card with 1 review",
    ]


def test_renamed_file_that_leaves_something(tmp_path: Path) -> None:
    """A file renamed, and shortened by a card with history, stays as it was under its old
    name, whatever the names are."""
    for new in ("a", "z"):
        folder = Folder(
            tmp_path / new, m=f"{GOOD}\n{OTHER}", n="- {basic: N?, answer: A, id: n}"
        )
        folder.sync()
        folder.answer("q/basic")
        folder.remove("m")
        folder.write(new, OTHER)
        folder.write("n", "- {basic: N?, answer: B, id: n}")
        assert len(folder.sync_valid_files()) == 2
        assert folder.keys() == ["n/basic", "other/basic", "q/basic"]
        with folder.opened() as collection:
            assert collection.card("n/basic").card.answer == "B"


def test_missing_folder(tmp_path: Path) -> None:
    """When the folder of decks is missing, nothing is retired, history or not; when it is
    back, nothing has changed."""
    folder = Folder(tmp_path, a=GOOD, b=OTHER)
    folder.sync()
    folder.answer("q/basic")
    (tmp_path / "decks").rename(tmp_path / "elsewhere")
    said = "decks:1:1: this folder does not exist; create it, or choose another one"
    assert folder.sync_valid_files() == [said]
    assert folder.problems() == [said]
    assert folder.keys() == ["other/basic", "q/basic"]
    (tmp_path / "elsewhere").rename(tmp_path / "decks")
    assert folder.sync().is_empty


def test_emptied_folder(tmp_path: Path) -> None:
    """When all deck files are gone, cards with history stay until somebody says that they
    may go."""
    folder = Folder(tmp_path, a=GOOD, b=OTHER)
    folder.sync()
    folder.answer("q/basic")
    folder.remove("a")
    folder.remove("b")
    assert folder.sync().leaving == {"q/basic": 1}
    assert folder.keys() == ["other/basic", "q/basic"]
    assert len(folder.sync_valid_files()) == 1
    assert "q/basic" in folder.keys()  # noqa: SIM118 - a list


def test_unreadable_file(tmp_path: Path) -> None:
    """A file that cannot be read, and one that links to nowhere, count as unchanged."""
    folder = Folder(tmp_path, a=GOOD, b=OTHER)
    folder.sync()
    folder.remove("a")
    (tmp_path / "decks" / "a.yaml").symlink_to(tmp_path / "nowhere.yaml")
    folder.write("b", OTHER + "\n- {basic: More?, answer: A, id: more}")
    assert len(folder.sync_valid_files()) == 1
    assert folder.keys() == ["more/basic", "other/basic", "q/basic"]


def test_answered_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sync that was planned before another process answered a card does not retire it
    unasked."""
    folder = Folder(tmp_path, a=GOOD, b=OTHER)
    folder.sync()
    folder.remove("a")
    with folder.opened() as first, folder.opened() as second:
        plan_sync = sync.plan_sync

        def answered_after(context: Context, skip: tuple[str, ...] = ()) -> object:
            plan = plan_sync(context, skip)
            if not second.logs.reviews_by_card():
                second.answer("q/basic", Rating.GOOD, NOON)
            return plan

        monkeypatch.setattr(sync, "plan_sync", answered_after)
        assert first.sync(NOON).leaving == {"q/basic": 1}
        assert "q/basic" in first.catalog.cards()
        assert len(first.sync_valid_files(NOON)) == 1
        assert "q/basic" in first.catalog.cards()


def test_two_syncs_of_one_edit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes that meet the same renames at once carry them out once."""
    folder = Folder(tmp_path, a=steps("Plan", ["Clarify", "Design", "Review"]))
    folder.sync()
    folder.answer("plan/design/step")
    folder.write("a", steps("Plan", ["Clarify", "{name: Sketch, formerly: design}", "Review"]))
    with folder.opened() as first, folder.opened() as second:
        plan_sync = sync.plan_sync

        def synced_after(context: Context, skip: tuple[str, ...] = ()) -> object:
            plan = plan_sync(context, skip)
            if context is first:
                second.sync(NOON + DAY)
            return plan

        monkeypatch.setattr(sync, "plan_sync", synced_after)
        assert first.sync(NOON + DAY).is_empty
        assert_sound(first)
    assert folder.reps("plan/sketch/step") == 1


def test_settings_edited_during_a_session(tmp_path: Path) -> None:
    """A session opened under settings that were edited meanwhile leaves no states behind
    that the new settings would not give."""
    folder = Folder(tmp_path, a=GOOD)
    folder.sync()
    with folder.opened() as session:
        folder.settings('time_zone = "UTC"', "desired_retention = 0.8", "learning_steps = []")
        with folder.opened() as other:
            assert_sound(other)
        session.answer("q/basic", Rating.GOOD, NOON)
        session.answer("q/basic", Rating.GOOD, NOON + DAY)
    assert folder.reps("q/basic") == 2


def test_cards_of_an_earlier_flashprep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A newer flashprep reads all files again, so that no card stays as an older made it."""
    monkeypatch.setattr("flashprep.sources.folder._READER", b"flashprep of old")
    folder = Folder(tmp_path, a=GOOD)
    folder.sync()
    folder.answer("q/basic")
    with folder.opened() as collection, collection.database.transaction():
        row = collection.catalog.find("q/basic")
        assert row is not None
        collection.catalog.put_cards([replace(row, card=replace(row.card, front="Old"))])
    assert folder.sync_valid_files() == []
    with folder.opened() as collection:
        assert collection.card("q/basic").card.front == "Old"
    monkeypatch.undo()
    assert folder.sync_valid_files() == []
    with folder.opened() as collection:
        assert collection.card("q/basic").card.front == "Q?"
    assert folder.reps("q/basic") == 1
