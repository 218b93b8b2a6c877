import re
import sqlite3
from pathlib import Path

import pytest

from flashprep.core.events import EventKind
from flashprep.core.memory import Rating, Review
from flashprep.errors import FlashprepError
from flashprep.store.logs import new_uid
from tests.collection.folders import DAY, HOUR, NOON, Folder

TWO = "- {basic: Q?, answer: A, id: q}\n- {basic: R?, answer: A, id: r}"


def test_append_only(tmp_path: Path) -> None:
    """Whatever one does, no row of the logs is changed or removed."""
    folder = Folder(tmp_path, a=TWO)
    written: list[str] = []
    with folder.opened() as collection:
        collection.database.connection.set_trace_callback(written.append)
        collection.sync(NOON)
        for key in ("q/basic", "r/basic"):
            collection.answer(key, Rating.AGAIN, NOON)
            collection.answer(key, Rating.EASY, NOON + DAY)
        collection.undo(NOON + DAY)
        collection.answer("q/basic", Rating.GOOD, NOON - DAY)
        for kind in (EventKind.SUSPEND, EventKind.UNSUSPEND, EventKind.BURY):
            collection.mark("q/basic", kind, NOON)
        collection.undo(NOON)
        folder.write("a", TWO.replace("id: q", "id: p"))
        collection.sync(NOON + DAY)
        folder.write("a", "- {basic: R?, answer: A, id: r}")
        collection.sync(NOON + DAY, retire=True)
        folder.write("a", TWO)
        collection.sync(NOON + DAY)
        collection.rebuild()
    tables = r"\b(FROM|INTO|JOIN|UPDATE) (review|event)\b"
    logs = [text for text in written if re.search(tables, text)]
    assert {text.split()[0] for text in logs} == {"SELECT", "INSERT"}
    assert not any("CONFLICT" in text or "REPLACE" in text for text in logs)


def test_unique_instants(tmp_path: Path) -> None:
    """Answers of one millisecond are moved apart; each review has an instant of its own."""
    folder = Folder(tmp_path, a=TWO)
    folder.sync()
    with folder.opened() as collection:
        for key in ("q/basic", "r/basic", "q/basic"):
            collection.answer(key, Rating.GOOD, NOON)
        reviews = collection.logs.reviews_by_card()
        assert [review.at_ms - NOON for review in reviews["q/basic"]] == [0, 2]
        assert [review.at_ms - NOON for review in reviews["r/basic"]] == [1]
        given = Review(new_uid(), "q/basic", NOON, Rating.GOOD)
        with pytest.raises(FlashprepError) as caught, collection.database.transaction():
            collection.logs.append_review(given, utc_offset_min=0)
        assert isinstance(caught.value.__cause__, sqlite3.IntegrityError)


def test_same_uid(tmp_path: Path) -> None:
    """An answer known by its uid counts once; another rating, or another card, under the
    same uid is refused."""
    folder = Folder(tmp_path, a=TWO)
    folder.sync()
    with folder.opened() as collection:
        first = collection.answer("q/basic", Rating.GOOD, NOON, uid="one")
        again = collection.answer("q/basic", Rating.GOOD, NOON + HOUR, uid="one")
        assert (first.repeated, again.repeated) == (False, True)
        assert again.review == first.review
        assert again.state == first.state
        for key, rating in (("q/basic", Rating.EASY), ("r/basic", Rating.GOOD)):
            with pytest.raises(
                FlashprepError, match="already in the log, as good for 'q/basic'"
            ):
                collection.answer(key, rating, NOON, uid="one")
    assert folder.reps("q/basic") == 1


def test_undone_and_given_again(tmp_path: Path) -> None:
    """An answer that was undone and is sent again stays undone."""
    folder = Folder(tmp_path, a=TWO)
    folder.sync()
    with folder.opened() as collection:
        collection.answer("q/basic", Rating.GOOD, NOON, uid="one")
        collection.undo(NOON)
        again = collection.answer("q/basic", Rating.GOOD, NOON, uid="one")
        assert again.repeated
        assert again.state is None
    assert folder.reps("q/basic") == 0


def test_same_uid_after_a_rename(tmp_path: Path) -> None:
    """An answer sent again after its card was renamed counts once, under either key."""
    folder = Folder(tmp_path, a=TWO)
    folder.sync()
    with folder.opened() as collection:
        collection.answer("q/basic", Rating.GOOD, NOON, uid="one")
        folder.write("a", TWO.replace("id: q", "id: p"))
        collection.sync(NOON + HOUR)
        for key in ("q/basic", "p/basic"):
            assert collection.answer(key, Rating.GOOD, NOON, uid="one").repeated
    assert folder.reps("p/basic") == 1


def test_undo_in_the_order_of_writing(tmp_path: Path) -> None:
    """Undo takes back what was written last, whatever the clock said, until nothing is
    left; what was undone stays in the log."""
    folder = Folder(tmp_path, a=TWO)
    folder.sync()
    with folder.opened() as collection:
        collection.answer("q/basic", Rating.GOOD, NOON)
        collection.mark("r/basic", EventKind.SUSPEND, NOON)
        collection.answer("r/basic", Rating.HARD, NOON - DAY)
        undone = [collection.undo(NOON - HOUR) for _ in range(4)]
        assert [done and (done.card_key, done.what) for done in undone] == [
            ("r/basic", Rating.HARD),
            ("r/basic", EventKind.SUSPEND),
            ("q/basic", Rating.GOOD),
            None,
        ]
        assert collection.logs.reviews_by_card() == {}
        assert collection.database.pragma("integrity_check") == "ok"
    assert folder.reps("q/basic") == folder.reps("r/basic") == 0


def test_what_is_undone_of_today(tmp_path: Path) -> None:
    """Taking back an answer of today, letting it count again, and taking it back once more, is
    no event apart from today's; the same with an answer of before, or a mark, is one."""
    folder = Folder(tmp_path, a=TWO)
    folder.sync()
    with folder.opened() as collection:

        def latest() -> int:
            return collection.logs.latest_event(answered_since_ms=NOON)

        collection.answer("q/basic", Rating.GOOD, NOON - DAY)
        collection.answer("q/basic", Rating.GOOD, NOON)
        before = latest()
        for _ in range(2):
            collection.undo(NOON)
            assert latest() == before
            collection.redo(NOON)
            assert latest() == before
        collection.undo(NOON)
        assert latest() == before
        collection.undo(NOON)
        assert latest() > before
        before = latest()
        collection.mark("r/basic", EventKind.BURY, NOON)
        assert latest() > before
