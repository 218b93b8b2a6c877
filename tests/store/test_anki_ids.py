"""The ids by which Anki knows answers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flashprep.core.memory import Rating, Review
from flashprep.store.anki_ids import anki_ids, give_anki_ids
from flashprep.store.database import Database
from flashprep.store.log_merge import merge_logs, write_union
from flashprep.store.logs import Logs


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty database."""
    made = Database(tmp_path / "a.db")
    yield made
    made.close()


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Database]:
    """That of another machine."""
    made = Database(tmp_path / "b.db")
    yield made
    made.close()


def append(database: Database, *instants: int, **known: int) -> None:
    """Answers at these instants, each with its instant as uid; those of `known`, as in
    `at_7=5`, have an id already."""
    logs = Logs(database, "here")
    with database.transaction():
        for at_ms in instants:
            logs.append_review(Review(str(at_ms), "card", at_ms, Rating.GOOD), utc_offset_min=0)
        for name, anki_id in known.items():
            uid = name.removeprefix("at_")
            database.write("UPDATE review SET anki_id = ? WHERE uid = ?", (anki_id, uid))


def given(database: Database) -> dict[str, int]:
    """The ids, after all were given."""
    with database.transaction():
        give_anki_ids(database)
    return anki_ids(database)


def test_an_instant_is_the_id(database: Database) -> None:
    """An answer is known to Anki by its instant."""
    append(database, 5, 7)
    assert anki_ids(database) == {}
    assert given(database) == {"5": 5, "7": 7}


def test_one_that_is_taken_moves_to_the_next_that_is_free(database: Database) -> None:
    """Where another answer is known by the instant already, the id is the first after it that
    neither has nor gets another one; so two cards answered in one millisecond are both kept."""
    append(database, 5, 6, 8, 9, at_9=5)
    assert given(database) == {"5": 7, "6": 6, "8": 8, "9": 5}


def test_ids_stay(database: Database) -> None:
    """An id is given once: later answers and instants change nothing of it."""
    append(database, 5, 6, at_6=5)
    before = given(database)
    assert before == {"5": 6, "6": 5}
    append(database, 4, 7)
    assert given(database) == {**before, "4": 4, "7": 7}


def unite(mine: Database, theirs: Database) -> int:
    """Take in the other's log; how many rows were not alike."""
    union = merge_logs(mine, theirs)
    with mine.transaction():
        write_union(mine, union, theirs)
    return union.differing


def test_an_id_of_one_side_is_that_of_both(database: Database, other: Database) -> None:
    """An answer that has its id on one machine alone is the same answer, and then has it on
    both."""
    for side in (database, other):
        append(side, 5, 6)
    append(other, at_5=9)
    assert unite(database, other) == 0
    assert anki_ids(database) == {"5": 9}
    assert unite(other, database) == 0
    assert anki_ids(other) == {"5": 9}
    assert not merge_logs(database, other)


def test_one_id_for_two_answers(database: Database, other: Database) -> None:
    """Where two machines gave one id to two answers, one of them gets another, which then
    is its own on both."""
    append(database, 5, at_5=4)
    append(other, 6, at_6=4)
    unite(database, other)
    assert anki_ids(database) == {"5": 4}
    assert given(database) == {"5": 4, "6": 6}
    for side, its_other in ((other, database), (database, other)):
        unite(side, its_other)
        assert anki_ids(side) == {"5": 4, "6": 6}
    assert not merge_logs(database, other)
    assert not merge_logs(other, database)


def test_ids_that_changed_places(database: Database, other: Database) -> None:
    """Ids are put right in one step, whichever answers have them on the way."""
    for side in (database, other):
        append(side, 5, 6)
    append(database, at_5=7, at_6=8)
    append(other, at_5=8, at_6=9)
    unite(database, other)
    assert anki_ids(database) == {"5": 8, "6": 9}
