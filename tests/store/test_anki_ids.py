"""The ids by which Anki knows answers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update

from flashprep.core.memory import Rating, Review
from flashprep.store.anki_ids import anki_ids, give_anki_ids
from flashprep.store.database import Database
from flashprep.store.logs import Logs
from flashprep.store.schema import review


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty database."""
    made = Database(tmp_path / "a.db")
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
            database.execute(update(review).where(review.c.uid == uid).values(anki_id=anki_id))


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
