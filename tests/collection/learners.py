"""A person with a memory of their own, whose answers are put into a collection's log."""

import sqlite3
from contextlib import closing
from pathlib import Path

from flashprep.collection import Collection
from flashprep.core.calendar import StudyCalendar
from tests.collection.folders import DAY, NOON, Folder
from tests.simulation import Person, study


def learner(path: Path, person: Person, cards: int, days: int, *settings: str) -> Collection:
    """A collection of plain cards in two decks, with the log of so many days up to `NOON`."""
    folder = Folder(path)
    folder.settings('time_zone = "UTC"', *settings)
    for deck in "ab":
        folder.write(
            deck,
            "\n".join(
                f"- {{basic: Q{deck}{number}?, answer: A, id: {deck}{number}}}"
                for number in range(cards // 2)
            ),
        )
    folder.sync(NOON - (days + 1) * DAY)
    calendar = StudyCalendar("UTC")
    keys = [f"{deck}{number}/basic" for number in range(cards // 2) for deck in "ab"]
    first_day = calendar.day_of(NOON) - days
    answers = study(person, keys, calendar, first_day, days)
    used: set[int] = set()
    rows = []
    for number, each in enumerate(answers):
        at_ms = each.at_ms
        while at_ms in used:
            at_ms += 1
        used.add(at_ms)
        rows.append(
            (
                each.uid,
                number,
                each.card_key,
                at_ms,
                each.rating,
                each.duration_ms,
                each.due_day,
            )
        )
    with closing(sqlite3.connect(path / "flashprep.db")) as connection:
        connection.executemany(
            "INSERT INTO review (uid, seq, device, card_key, at_ms, rating, duration_ms, "
            "due_day, mode, utc_offset_min, origin) "
            "VALUES (?, ?, 'd', ?, ?, ?, ?, ?, 'study', 0, 'flashprep')",
            rows,
        )
        connection.commit()
    collection = Collection(path)
    collection.rebuild()
    return collection
